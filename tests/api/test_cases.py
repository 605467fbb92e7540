"""Cases over HTTP: the queue, claims, decisions by one and by two, and who may see what."""

from dataclasses import replace
from datetime import date
from typing import Any

import httpx2
import pytest

from ledger.cases import cases
from models.accounts.facts import Materials
from models.cases.cases import CaseKind
from models.cases.subjects import CertificationApplied
from models.roles import Role
from models.words.privileges import Field
from regulation.cases.cases import opening
from tests.api.conftest import MORNING, Api, client_of, person_with_key
from tests.api.test_problems import require_problem

CLOSURE = {"kind": "closure", "category": "matrix_manipulation"}

SHOWN = Materials(professional_qualification="资格证 1")


async def reviewer(api: Api) -> httpx2.AsyncClient:
    """Another person with the role of a reviewer."""
    _, secret = await person_with_key(api.database, "another", [Role.REVIEWER])
    return client_of(api, secret)


async def opened(api: Api, account: str, **more: Any) -> str:
    answer = await api[Role.REVIEWER].post("/v1/cases", json={**CLOSURE, "account": account, **more})
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"/v1/cases/{answer.json()['id']}"
    return str(answer.headers["location"])


async def test_a_closure_is_proposed_by_one_and_decided_by_another(api: Api) -> None:
    account = await api.registered()
    path = await opened(api, account, evidence=[{"kind": "link", "link": "https://files.example.cn/m1"}])
    yes = {"outcome": "approved", "reason": "matrix"}
    proposed = await api[Role.REVIEWER].post(f"{path}/decision", json=yes)
    assert proposed.json()["status"] == "proposed"
    alone = await api[Role.REVIEWER].post(f"{path}/decision", json=yes)
    require_problem(alone, "second-person-needed")
    assert (await api.operator.get(f"/v1/accounts/{account}")).json()["status"] == "active"
    async with await reviewer(api) as another:
        decided = await another.post(f"{path}/decision", json=yes)
        assert decided.json()["status"] == "decided", decided.text
        second = await another.post(f"{path}/decision", json={"outcome": "rejected", "reason": "no"})
    assert "approved (matrix)" in require_problem(second, "case-decided")["detail"]
    assert (await api.operator.get(f"/v1/accounts/{account}")).json()["status"] == "closed"
    facts = (await api.operator.get(f"/v1/accounts/{account}/facts")).json()["facts"]
    action = path.rpartition("/")[2]
    assert facts[-1]["body"]["id"] == action, "the closure bears the case's identifier"
    said = (await api.operator.get(f"/v1/accounts/{account}/actions/{action}")).json()
    assert (said["automated"], said["two_persons"]) == (None, True)
    assert "认定方式：由人工认定（经两名审核人员复核）" in said["zh"]
    assert "关闭账号并纳入平台黑名单账号数据库" in said["zh"]


async def test_a_claimed_case_is_for_one_person_and_an_operator_may_give_it_to_another(api: Api) -> None:
    path = await opened(api, await api.registered())
    claimed = (await api[Role.REVIEWER].post(f"{path}/claim", json={"lease": "PT1H"})).json()
    assert claimed["claim"]["until"] == "2026-03-10T18:00:00+08:00"
    async with await reviewer(api) as another:
        require_problem(await another.post(f"{path}/claim", json={}), "case-claimed")
        require_problem(await another.post(f"{path}/release", json={}), "case-claimed")
        mine = (await api[Role.REVIEWER].get("/v1/cases?claimed_by=me")).json()["cases"]
        assert path.endswith(mine[0]["id"])
        assert (await another.get("/v1/cases?claimed_by=me")).json()["cases"] == []
        me = mine[0]["claimed_by"]
        chi, _ = await person_with_key(api.database, "chi", [Role.REVIEWER])
        given = await api.operator.post(f"{path}/assignment", json={"to": chi, "reason": "knows it"})
        assert (given.json()["assigned_to"], given.json()["claim"]) == (chi, None)
        require_problem(await another.post(f"{path}/claim", json={}), "case-assigned")
        await api.operator.post(f"{path}/assignment", json={"to": me})
        assert (await api[Role.REVIEWER].post(f"{path}/claim", json={})).json()["status"] == "claimed"
    api.clock.pass_(minutes=30)
    seen = (await api.operator.get(path)).json()["case"]
    assert (seen["status"], seen["claim"]) == ("open", None), "the lease is over, written down or not"


async def test_the_queue_goes_on_where_it_stopped_and_is_filtered(api: Api) -> None:
    account = await api.registered()
    paths = [await opened(api, account, priority=priority) for priority in ("low", "urgent", "normal", "high")]
    first = (await api.operator.get(f"/v1/cases?account={account}&limit=3")).json()
    rest = (await api.operator.get(f"/v1/cases?account={account}&limit=3&after={first['next']}")).json()
    lines = [*first["cases"], *rest["cases"]]
    assert [line["priority"] for line in lines] == ["urgent", "high", "normal", "low"]
    assert rest["next"] is None
    await api[Role.REVIEWER].post(f"{paths[0]}/withdrawal", json={"reason": "a mistake"})
    waiting = (await api.operator.get(f"/v1/cases?account={account}")).json()["cases"]
    assert len(waiting) == 3
    closed = (
        await api.operator.get(f"/v1/cases?account={account}&status=withdrawn&status=decided&kind=closure")
    ).json()
    assert [line["priority"] for line in closed["cases"]] == ["low"]
    require_problem(await api.operator.get("/v1/cases?after=MTIz"), "invalid-request")
    require_problem(await api.operator.get("/v1/cases?kind=quarrel"), "invalid-request")


async def test_a_repeated_decision_is_answered_alike(api: Api) -> None:
    path = await opened(api, await api.registered())
    no = {"outcome": "rejected", "reason": "no matrix"}
    headers = {"Idempotency-Key": f"decision-{api.numbers()}"}
    first = await api[Role.REVIEWER].post(f"{path}/decision", json=no, headers=headers)
    again = await api[Role.REVIEWER].post(f"{path}/decision", json=no, headers=headers)
    assert again.json() == first.json()
    assert again.headers["idempotent-replayed"] == "true"
    stale = await api[Role.REVIEWER].post(f"{path}/notes", json={"text": "late"}, headers={"If-Match": '"1"'})
    require_problem(stale, "version-mismatch")


async def test_the_platform_sees_how_far_it_is_and_not_what_people_note(api: Api) -> None:
    account = await api.registered()
    path = await opened(api, account)
    await api[Role.REVIEWER].post(f"{path}/claim", json={})
    await api[Role.REVIEWER].post(f"{path}/notes", json={"text": "between us"})
    platform = api[Role.PLATFORM]
    status = (await platform.get(f"{path}/status")).json()
    assert (status["status"], status["account"], status["outcome"]) == ("open", account, None)
    assert "between us" not in (await platform.get(f"/v1/events?account={account}")).text
    assert "between us" in (await api[Role.AUDITOR].get(path)).text
    no = {"outcome": "rejected", "reason": "no matrix"}
    await api[Role.REVIEWER].post(f"{path}/decision", json=no)
    status = (await platform.get(f"{path}/status")).json()
    assert (status["status"], status["outcome"], status["reason"]) == ("decided", "rejected", "no matrix")


async def test_what_would_follow_and_cannot_is_said_and_nothing_is_decided(api: Api) -> None:
    """The account was closed by its holder meanwhile."""
    account = await api.registered()
    over = CertificationApplied(
        field=Field.FINANCE, valid_from=date(2025, 1, 1), valid_until=date(2025, 12, 31), materials=SHOWN
    )
    async with api.database.transaction() as connection:
        made = opening(CaseKind.CERTIFICATION, MORNING, account=account, subject=over)
        await cases.opened(connection, f"over-{account}", made, actor="test", now=MORNING)
    path = f"/v1/cases/over-{account}"
    require_problem(
        await api[Role.REVIEWER].post(f"{path}/decision", json={"outcome": "approved"}), "certification-over"
    )
    assert (await api.operator.get(path)).json()["case"]["status"] == "open"
    terms = {"valid_from": "2026-01-01", "valid_until": "2026-12-31"}
    read = await api[Role.REVIEWER].post(f"{path}/decision", json={"outcome": "approved", "terms": terms})
    assert read.json()["status"] == "decided", read.text
    homepage = (await api.operator.get(f"/v1/accounts/{account}/homepage")).json()
    assert homepage["labels"][0]["valid_through"] == "2026-12-31"


@pytest.mark.parametrize(
    ("path", "body", "where", "hint"),
    [
        ("", {"kind": "closure", "account": "a"}, "body.category", "is required for closure"),
        ("", {**CLOSURE, "account": "a", "evidence": [{"kind": "text"}]}, "body.evidence.0", "is empty: give"),
        ("", {**CLOSURE, "account": "a", "evidence": [{"kind": "link", "link": "javascript:x"}]}, "link", "http://"),
        ("", {**CLOSURE, "account": "a", "title": "of 11010519491231002X"}, "body.title", "resident ID"),
        ("/c/evidence", {"kind": "text", "text": "11010519491231002X"}, "body.text", "resident ID"),
        ("/c/claim", {"lease": "PT9H"}, "body.lease", "PT8H"),
        ("/c/claim", {"lease": "P1M"}, "body.lease", "multiply exactly"),
        ("/c/notes", {"text": ""}, "body.text", "must not be empty"),
        ("/c/decision", {"outcome": "perhaps"}, "body.outcome", "approved"),
        ("/c/decision", {"outcome": "approved", "terms": {"valid_from": "2026-01-01"}}, "body.terms", "valid_until"),
        ("/c/assignment", {}, "body.to", "is required"),
    ],
)
async def test_what_is_not_understood_says_what_is_wrong(
    api: Api, path: str, body: dict[str, Any], where: str, hint: str
) -> None:
    problem = require_problem(await api.operator.post(f"/v1/cases{path}", json=body), "invalid-request")
    assert any(where in fault["path"] and hint in fault["message"] for fault in problem["errors"]), problem


async def test_other_mistakes_are_said_too(api: Api) -> None:
    unknown = await api.operator.post("/v1/cases", json={**CLOSURE, "account": "nobody"})
    require_problem(unknown, "unknown-account")
    account = await api.registered()
    by_hand = await api.operator.post("/v1/cases", json={"kind": "registration", "account": account})
    assert "closure, cancellation" in require_problem(by_hand, "not-by-hand")["detail"]
    past = await api.operator.post("/v1/cases", json={**CLOSURE, "account": account, "due_at": "2026-03-09T00:00:00Z"})
    require_problem(past, "due-in-past")
    path = await opened(api, account)
    require_problem(await api.operator.post(f"{path}/decision", json={"outcome": "upheld"}), "unfit-outcome")
    require_problem(await api.operator.post(f"{path}/decision", json={"outcome": "rejected"}), "reason-needed")
    terms = {"outcome": "approved", "terms": {"duration": "P3D"}}
    require_problem(await api.operator.post(f"{path}/decision", json=terms), "unfit-terms")
    require_problem(await api.operator.post(f"{path}/release", json={}), "not-claimed")
    taken = await api.operator.post("/v1/cases", json={**CLOSURE, "account": account, "id": path.rpartition("/")[2]})
    require_problem(taken, "duplicate-id")
    for step, body in (("claim", {}), ("decision", {"outcome": "approved"}), ("withdrawal", {})):
        require_problem(await api.operator.post(f"/v1/cases/none/{step}", json=body), "unknown-case")
    require_problem(await api.operator.get("/v1/cases/none"), "unknown-case")
    require_problem(await api.operator.get("/v1/cases/none/status"), "unknown-case")


async def test_where_two_people_are_wanted_no_other_way_leads_past_them(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor one by one, nor in bulk; a holder's own wish is nobody's sanction."""
    two = frozenset({"closure", "cancellation"})
    monkeypatch.setattr(api.app.state, "app_state", replace(api.app.state.app_state, two_persons=two))
    account = await api.registered()
    category = {"category": "matrix_manipulation"}
    for path, body in (
        (f"/v1/accounts/{account}/closure", category),
        (f"/v1/accounts/{account}/monetization-cancellations", category),
        ("/v1/bulk-actions", {"accounts": [account], "reason": "r", "measure": {"type": "close", **category}}),
        ("/v1/bulk-actions", {"accounts": [account], "reason": "r", "measure": {"type": "cancel_profit"}}),
    ):
        answer = await api.operator.post(path, json=body)
        assert "open a case of kind" in require_problem(answer, "second-person-needed")["detail"], path
    assert (await api.operator.post(f"/v1/accounts/{account}/closure", json={})).status_code == 201
