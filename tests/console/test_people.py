"""The pages of people: listed, added, changed, deactivated, with their history."""

import re

from models.roles import Role
from tests.console.conftest import Console


async def _added(console: Console, name: str = "安莉") -> str:
    form = {"name": name, "roles": ["reviewer"], "kinds": ["appeal"], "_key": name}
    answer = await console.operator.post("/console/people", form)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def test_a_person_is_added_and_listed_with_roles_and_kinds(console: Console) -> None:
    path = await _added(console)
    page = (await console.operator.get("/console/people")).text
    assert f'href="{path}">安莉</a>' in page
    one = (await console.operator.get(path)).text
    for words in ("active", "reviewer", "Added", "Deactivate"):
        assert words in one, words


async def test_a_person_is_changed_and_keeps_what_was_not_touched(console: Console) -> None:
    """Without a kind chosen the person may decide all kinds."""
    path = await _added(console, "郑雅")
    form = {"name": "郑雅", "roles": ["reviewer", "operator"], "reason": "值班", "_key": "c1"}
    assert (await console.operator.post(f"{path}/changes", form)).status_code == 303
    person = (await console.api.operator.get(f"/v1/people/{path.rpartition('/')[2]}")).json()["person"]
    assert (person["roles"], person["kinds"]) == (["reviewer", "operator"], None)
    assert "值班" in (await console.operator.get(path)).text


async def test_a_person_is_deactivated_and_works_again(console: Console) -> None:
    path = await _added(console, "陈博")
    assert (
        await console.operator.confirmed(f"{path}/deactivation", {"reason": "left", "_key": "d1"})
    ).status_code == 303
    page = (await console.operator.get(path)).text
    assert "Let the person work again" in page
    assert (await console.operator.post(f"{path}/reactivation", {"reason": "", "_key": "d2"})).status_code == 303


async def test_a_refused_form_keeps_what_was_typed(console: Console) -> None:
    answer = await console.operator.post("/console/people", {"name": " ", "roles": ["reviewer"], "_key": "e1"})
    assert answer.status_code == 422
    assert 'value="reviewer" checked' in answer.text
    assert "field-error" in answer.text


async def test_a_reviewer_may_not_read_them_and_an_auditor_not_change_them(console: Console) -> None:
    assert (await console.reviewer.get("/console/people")).status_code == 403
    page = (await console[Role.AUDITOR].get("/console/people")).text
    assert "Add a person" not in page


async def test_words_are_chinese_for_a_chinese_reader(console: Console) -> None:
    page = (await console.operator.get("/console/people", Accept_Language="zh-CN")).text
    for words in ("人员", "角色", "事项类型", "添加人员"):
        assert words in page, words


async def test_a_form_without_a_role_is_refused_beside_the_roles(console: Console) -> None:
    """Adding and changing, and the key of a service; what was typed stays."""
    added = await console.operator.post("/console/people", {"name": "无角色", "_key": "r1"})
    assert added.status_code == 422
    assert re.search(r'id="f-roles-error">.*choose at least one role', added.text, re.DOTALL)
    assert 'value="无角色"' in added.text
    await console.operator.post("/console/people", {"name": "有角色", "roles": ["reviewer"], "_key": "r2"})
    people = (await console.api.operator.get("/v1/people?limit=500")).json()["people"]
    person = next(one["id"] for one in people if one["name"] == "有角色")
    path = f"/console/people/{person}"
    changed = await console.operator.post(f"{path}/changes", {"name": "有角色", "reason": "离岗", "_key": "r3"})
    assert changed.status_code == 422
    assert re.search(r'id="f-roles-error">.*deactivated instead', changed.text, re.DOTALL)
    assert "离岗" in changed.text
    assert (await console.api.operator.get(f"/v1/people/{person}")).json()["person"]["roles"] == ["reviewer"]
    key = await console.operator.post("/console/connections/keys", {"service": "feed", "_key": "r4"})
    assert key.status_code == 422
    assert re.search(r'id="f-roles-error">.*needs its roles', key.text, re.DOTALL)
