"""A certification through a case: submitted, verified by a person, shown on the homepage or explained."""

from datetime import datetime
from typing import Any

import pytest

from models.roles import Role
from tests.api.conftest import Api, resident_id
from tests.api.test_problems import require_problem

ASKED = {
    "field": "healthcare",
    "valid_from": "2026-03-01",
    "valid_until": "2027-02-28",
    "materials": {"professional_qualification": "执业医师资格证"},
    "evidence": [{"kind": "document", "link": "https://files.example.cn/licence.pdf"}],
}


async def applied(api: Api, account: str, **more: Any) -> str:
    """The address of its status."""
    path = f"/v1/accounts/{account}/certification-applications"
    answer = await api[Role.PLATFORM].post(path, json={**ASKED, **more})
    assert answer.status_code == 201, answer.text
    assert (answer.json()["status"], answer.json()["kind"]) == ("open", "certification")
    return str(answer.headers["location"])


async def decided(api: Api, status: str, **ruling: Any) -> Any:
    return await api[Role.REVIEWER].post(status.removesuffix("status") + "decision", json=ruling)


async def test_an_approved_application_is_shown_on_the_homepage(api: Api) -> None:
    account = await api.registered(fields=["healthcare"])
    status = await applied(api, account)
    homepage = f"/v1/accounts/{account}/homepage"
    assert (await api[Role.PLATFORM].get(homepage)).json()["labels"] == [], "not before it is verified"
    answer = await decided(api, status, outcome="approved")
    assert answer.status_code == 200, answer.text
    [label] = (await api[Role.PLATFORM].get(homepage)).json()["labels"]
    assert (label["field"], label["materials"]["professional_qualification"]) == ("healthcare", "执业医师资格证")
    assert label["certification"] == status.split("/")[3], "the certification bears the case's identifier"
    question = {"account": account, "privilege": "publish.healthcare"}
    assert (await api[Role.PLATFORM].post("/v1/decisions", json=question)).json()["answer"] == "allowed"


async def test_a_rejection_leaves_its_reason_and_the_next_application_may_come(api: Api) -> None:
    account = await api.registered()
    status = await applied(api, account)
    path = f"/v1/accounts/{account}/certification-applications"
    second = await api[Role.PLATFORM].post(path, json=ASKED)
    assert "is not decided yet" in require_problem(second, "application-pending")["detail"]
    await applied(api, account, field="finance")
    await decided(api, status, outcome="rejected", reason="the licence is another person's")
    found = (await api[Role.PLATFORM].get(status)).json()
    assert (found["outcome"], found["reason"]) == ("rejected", "the licence is another person's")
    await applied(api, account)
    first = (await api[Role.PLATFORM].get(f"{path}?limit=2")).json()
    rest = (await api[Role.PLATFORM].get(f"{path}?after={first['next']}")).json()
    outcomes = sorted(str(one["outcome"]) for one in (*first["applications"], *rest["applications"]))
    assert outcomes == ["None", "None", "rejected"]
    assert rest["next"] is None


async def test_who_became_the_holder_since_must_apply_anew(api: Api) -> None:
    account = await api.registered()
    status = await applied(api, account)
    api.clock.pass_(hours=1)
    holder = {"holder": {"resident_id": resident_id()}}
    changed = await api[Role.PLATFORM].post(f"/v1/accounts/{account}/holder-changes", json=holder)
    assert changed.status_code == 200, changed.text
    answer = await decided(api, status, outcome="approved")
    assert "another holder" in require_problem(answer, "holder-changed")["detail"]
    assert (await api[Role.PLATFORM].get(f"/v1/accounts/{account}/homepage")).json()["labels"] == []
    assert (await decided(api, status, outcome="rejected", reason="the holder changed")).status_code == 200


async def test_an_application_that_can_lead_to_nothing_is_refused_and_the_direct_way_stays(api: Api) -> None:
    account = await api.registered()
    path = f"/v1/accounts/{account}/certification-applications"
    over = await api[Role.PLATFORM].post(path, json={**ASKED, "valid_from": "2025-01-01", "valid_until": "2025-12-31"})
    require_problem(over, "certification-over")
    upside_down = await api[Role.PLATFORM].post(path, json={**ASKED, "valid_until": "2026-01-01"})
    assert "lies before" in require_problem(upside_down, "invalid-request")["detail"]
    require_problem(
        await api[Role.PLATFORM].post("/v1/accounts/nobody/certification-applications", json=ASKED), "unknown-account"
    )
    require_problem(await api[Role.REVIEWER].post(path, json=ASKED), "forbidden")
    direct = {"id": "cert-1", **{key: ASKED[key] for key in ("field", "valid_from", "valid_until", "materials")}}
    assert (await api[Role.REVIEWER].post(f"/v1/accounts/{account}/certifications", json=direct)).status_code == 201
    taken = await api[Role.PLATFORM].post(path, json={**ASKED, "id": "cert-1"})
    require_problem(taken, "duplicate-id")


async def test_the_same_request_twice_is_one_application(api: Api) -> None:
    account = await api.registered()
    headers = {"Idempotency-Key": f"apply-{account}"}
    path = f"/v1/accounts/{account}/certification-applications"
    first, again = [await api[Role.PLATFORM].post(path, json=ASKED, headers=headers) for _ in range(2)]
    assert (first.json()["id"], again.headers["idempotent-replayed"]) == (again.json()["id"], "true")


DAYS = {"valid_from": "2026-03-01", "valid_until": "2026-03-31"}


@pytest.mark.parametrize(
    ("field", "materials"),
    [
        ("finance", None),
        ("education", {}),
        ("justice", {"professional_background": " "}),
        ("finance", {"professional_qualification": "无"}),
        ("healthcare", {"professional_background": "爱好养生"}),
    ],
)
async def test_a_certification_that_shows_nothing_is_refused_both_ways(
    api: Api, field: str, materials: dict[str, str] | None
) -> None:
    """Article 2 asks for at least one kind of material, shown: the answer names the kinds and examples of them."""
    account = await api.registered()
    body = {"field": field, **DAYS, **({} if materials is None else {"materials": materials})}
    for path, role in (("certifications", Role.REVIEWER), ("certification-applications", Role.PLATFORM)):
        problem = require_problem(
            await api[role].post(f"/v1/accounts/{account}/{path}", json=body), "materials-missing"
        )
        assert "professional_qualification (职业资格" in problem["detail"]
        assert f"a certification in {field}" in problem["detail"]
    assert (await api.operator.get(f"/v1/accounts/{account}/homepage")).json()["labels"] == []


async def listed(api: Api, role: Role = Role.PLATFORM, **query: str) -> dict[str, Any]:
    answer = await api[role].get("/v1/certifications/due", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_what_is_declared_and_not_certified_is_due_and_shown_as_that(api: Api) -> None:
    """From the registration; not while certified; again from the end, whichever end it was; not of a closed account."""
    declared = {"fields": ["healthcare", "finance"], "name": "闵行医见"}
    account, other = await api.registered("due-1", **declared), await api.registered("due-2", fields=["justice"])
    await api.registered("due-3")
    since = api.clock.now
    found = (await listed(api, Role.REVIEWER))["due"]
    mine = [one for one in found if one["account"].startswith("due-")]
    assert [(one["account"], one["field"], one["why"]) for one in mine] == [
        (account, "finance", "withheld"),
        (account, "healthcare", "withheld"),
        (other, "justice", "withheld"),
    ]
    assert (mine[1]["name"], datetime.fromisoformat(mine[1]["since"])) == ("闵行医见", since)
    homepage = (await api.operator.get(f"/v1/accounts/{account}/homepage")).json()
    assert [one["label_zh"] for one in homepage["uncertified"]] == ["金融领域 · 未认证", "医疗卫生领域 · 未认证"]
    body = {"id": "c1", "field": "healthcare", **DAYS, "materials": {"service_qualification": "医疗机构执业许可证"}}
    path = f"/v1/accounts/{account}/certifications"
    assert (await api.operator.post(path, json=body)).status_code == 201
    assert [one["account"] for one in (await listed(api, field="healthcare"))["due"]] == []
    homepage = (await api.operator.get(f"/v1/accounts/{account}/homepage")).json()
    assert ([one["field"] for one in homepage["labels"]], [one["field"] for one in homepage["uncertified"]]) == (
        ["healthcare"],
        ["finance"],
    )
    api.clock.pass_(days=30)
    (again,) = (await listed(api, field="healthcare"))["due"]
    assert (again["account"], again["why"], again["certification"]) == (account, "expiry", "c1")
    assert again["since"] == "2026-04-01T00:00:00+08:00"
    assert (await api.operator.post(f"/v1/accounts/{account}/closure", json={})).status_code == 201
    assert (await listed(api, field="healthcare"))["due"] == []


async def test_what_is_due_is_read_page_by_page(api: Api) -> None:
    """An account's fields stand on one page; the next one begins behind it."""
    accounts = [await api.registered(f"page-{number}", fields=["education", "justice"]) for number in range(3)]
    first = await listed(api, after="page-", limit="2")
    assert [one["account"] for one in first["due"]] == [accounts[0]] * 2 + [accounts[1]] * 2
    rest = await listed(api, after=first["next"], limit="2")
    assert [one["account"] for one in rest["due"]] == [accounts[2]] * 2
    assert rest["next"] is None
    require_problem(await api[Role.AUDITOR].get("/v1/certifications/due?field=sport"), "invalid-request")
