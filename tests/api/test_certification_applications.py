"""A certification through a case: submitted, verified by a person, shown on the homepage or explained."""

from typing import Any

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
    direct = {"id": "cert-1", **{key: ASKED[key] for key in ("field", "valid_from", "valid_until")}}
    assert (await api[Role.REVIEWER].post(f"/v1/accounts/{account}/certifications", json=direct)).status_code == 201
    taken = await api[Role.PLATFORM].post(path, json={**ASKED, "id": "cert-1"})
    require_problem(taken, "duplicate-id")


async def test_the_same_request_twice_is_one_application(api: Api) -> None:
    account = await api.registered()
    headers = {"Idempotency-Key": f"apply-{account}"}
    path = f"/v1/accounts/{account}/certification-applications"
    first, again = [await api[Role.PLATFORM].post(path, json=ASKED, headers=headers) for _ in range(2)]
    assert (first.json()["id"], again.headers["idempotent-replayed"]) == (again.json()["id"], "true")
