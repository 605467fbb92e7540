"""The context of a case: what a reviewer needs for an informed decision in one answer, and reason templates."""

from typing import Any

import pytest

from models.roles import Role
from regulation.words.case_kinds import KINDS
from regulation.words.reason_templates import TEMPLATES
from tests.api.conftest import Api, resident_id
from tests.api.test_appeals import appealed, banned, decided
from tests.api.test_cases import opened
from tests.api.test_certification_applications import applied
from tests.api.test_problems import require_problem
from tests.api.test_registration import PAPER, register


async def context(api: Api, case: str) -> dict[str, Any]:
    answer = await api[Role.REVIEWER].get(f"/v1/cases/{case}/context")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def held(api: Api, account: str, name: str, number: str | None = None) -> str:
    answer = await register(api, account, name, number)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


async def test_a_held_name_is_shown_with_the_place_that_screening_matched(api: Api) -> None:
    name = f"爱看{PAPER}的人"
    found = await context(api, await held(api, "spots", name))
    about = found["about"]
    assert (about["name"], about["account"]) == (name, "spots")
    [spot] = about["spots"]
    assert (spot["part"], spot["text"], spot["protected"]) == ("name", name, PAPER)
    assert name[spot["start"] : spot["end"]] == PAPER
    assert found["standing"]["status"] == "held"
    assert [(one["kind"], one["article"], one["until"]) for one in found["standing"]["restrictions"]] == [
        ("hold", 1, "never")
    ]
    assert [fact["type"] for fact in found["history"]] == ["registration_held", "account_registered"]


async def test_a_change_shows_what_was_asked_for_beside_what_is_shown_now(api: Api) -> None:
    account = await api.registered()
    url = f"/v1/accounts/{account}/profile-changes"
    case = (await api[Role.PLATFORM].post(url, json={"bio": f"{PAPER}官方"})).json()["id"]
    about = (await context(api, case))["about"]
    assert (about["bio"], about["asked"]) == ("", {"name": None, "bio": f"{PAPER}官方", "avatar": None})
    assert [(spot["part"], spot["text"][spot["start"] : spot["end"]]) for spot in about["spots"]] == [("bio", PAPER)]


async def test_an_appeal_shows_the_decision_reason_measures_and_durations_it_is_about(api: Api) -> None:
    account = await banned(api)
    found = await context(api, (await appealed(api, account)).json()["id"])
    statement = found["appealed"]["statement"]
    assert (statement["id"], statement["category"], statement["reason"]) == ("v1", "distortion", "断章取义")
    assert [(m["measure"], m["until"]) for m in statement["measures"]] == [
        ("ban", "2026-03-17T17:00:00+08:00"),
        ("suspension", "2026-03-24T17:00:00+08:00"),
    ]
    assert found["standing"]["monetization_closed_until"] == "2026-03-24T17:00:00+08:00"
    assert len(found["appealed"]["decided_by"]) == 1


async def test_earlier_decisions_of_the_holder_come_with_the_texts_that_were_sent(api: Api) -> None:
    number = resident_id()
    first = await held(api, "earlier-1", PAPER, number)
    await decided(api, first, "rejected")
    sent = (await api[Role.PLATFORM].get(f"/v1/cases/{first}/status")).json()
    second = await held(api, "earlier-2", f"{PAPER}社", number)
    found = await context(api, second)
    assert found["holders_accounts"] == ["earlier-1"]
    [earlier] = found["earlier"]
    assert (earlier["case"], earlier["account"], earlier["outcome"]) == (first, "earlier-1", "rejected")
    assert (earlier["zh"], earlier["en"]) == (sent["zh"], sent["en"])
    assert earlier["zh"].endswith("理由：复核")


async def test_a_sanction_decided_in_a_case_is_shown_with_its_statement(api: Api) -> None:
    account = await banned(api)
    appeal = (await appealed(api, account)).json()["id"]
    await decided(api, appeal, "upheld")
    found = await context(api, (await opened(api, account)).rpartition("/")[2])
    [earlier] = found["earlier"]
    assert (earlier["kind"], earlier["outcome"], "维持" in earlier["zh"]) == ("appeal", "upheld", True)
    assert [action["id"] for action in found["actions"]] == ["v1"]
    assert "申诉：维持" in found["actions"][0]["zh"]


async def test_similar_cases_are_ranked_by_what_they_share_and_say_how_they_were_decided(api: Api) -> None:
    other, mine = "海东晚报", "南山晨报"
    number = resident_id()
    same_holder = await held(api, "alike-1", f"{other}社", number)
    await decided(api, same_holder, "rejected")
    same_name = await held(api, "alike-2", f"我爱{mine}")
    await decided(api, same_name, "approved")
    nothing_shared = await held(api, "alike-3", "西海早报")
    case = await held(api, "alike-4", f"{mine}读者", number)
    found = (await context(api, case))["similar"]
    assert [(one["case"], one["outcome"], one["shared"]) for one in found if one["case"] != nothing_shared][:2] == [
        (same_holder, "rejected", ["holder"]),
        (same_name, "approved", ["protected"]),
    ]
    assert nothing_shared not in [one["case"] for one in found]


async def test_templates_are_filled_from_the_case(api: Api) -> None:
    case = await held(api, "templates", f"爱看{PAPER}吗")
    answer = await api[Role.REVIEWER].get(f"/v1/reason-templates?case={case}&outcome=rejected")
    offers = {one["id"]: one for one in answer.json()["templates"]}
    filled = offers["registration-protected-name"]
    assert filled["zh"].startswith(f"账号名称“爱看{PAPER}吗”含有“{PAPER}”")
    assert (filled["open"], "registration-authorised" in offers) == ([], False)

    account = await api.registered()
    application = (await applied(api, account)).split("/")[3]
    answer = await api[Role.REVIEWER].get(f"/v1/reason-templates?case={application}&outcome=approved")
    assert [one["zh"] for one in answer.json()["templates"]] == ["医疗卫生领域资质材料已核验属实。"]
    require_problem(await api[Role.REVIEWER].get("/v1/reason-templates?case=none"), "unknown-case")
    plain = (await api[Role.REVIEWER].get("/v1/reason-templates?kind=closure&category=rumour_making")).json()
    assert {"closure-rumours", "closure-serious"} <= {one["id"] for one in plain["templates"]}
    assert "closure-matrix" not in {one["id"] for one in plain["templates"]}


@pytest.mark.parametrize("kind", KINDS)
def test_every_outcome_that_needs_a_reason_has_a_template(kind: Any) -> None:
    offers = {outcome for row in TEMPLATES if row.kind is kind for outcome in row.outcomes}
    assert offers == set(KINDS[kind].outcomes)
    assert len({row.id for row in TEMPLATES}) == len(TEMPLATES)
