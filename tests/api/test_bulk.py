"""Bulk actions over HTTP: ordered, listed with what came of each account, taken back; bad orders are explained."""

from typing import Any

import pytest

from ledger.sanctions import bulk
from models.roles import Role
from regulation.sanctions.bulk import AT_WORK
from tests.api.conftest import Api, resident_id
from tests.api.test_problems import require_problem

BAN = {"type": "ban", "category": "fabrication", "duration": "P7D"}


async def ordered(api: Api, *accounts: str, **more: Any) -> str:
    body = {"measure": BAN, "accounts": list(accounts), "reason": "one text", **more}
    answer = await api.operator.post("/v1/bulk-actions", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.headers["location"])


async def carried_out(api: Api, path: str) -> None:
    """As the workers do it."""
    while (view := (await api.operator.get(path)).json())["bulk"]["status"] in AT_WORK:
        await bulk.advance(api.database, view["bulk"]["id"], now=api.clock(), actor="bulk run")


async def test_an_action_is_ordered_followed_and_taken_back(api: Api) -> None:
    accounts = [await api.registered() for _ in range(2)]
    path = await ordered(api, *accounts, "no-body")
    before = (await api.operator.get(path)).json()
    assert (before["bulk"]["status"], before["progress"]) == (
        "running",
        {"total": 3, "done": 0, "refused": 0, "waiting": 3, "cancelled": 0},
    )
    await carried_out(api, path)
    after = (await api[Role.AUDITOR].get(path)).json()
    assert (after["bulk"]["status"], after["bulk"]["totals"]) == ("finished", {"done": 2, "refused": 1, "cancelled": 0})
    first = (await api.operator.get(f"{path}/accounts?limit=2")).json()
    rest = (await api.operator.get(f"{path}/accounts?after={first['next']}")).json()
    assert [one["account"] for one in (*first["accounts"], *rest["accounts"])] == sorted([*accounts, "no-body"])
    [refused] = (await api.operator.get(f"{path}/accounts?outcome=refused")).json()["accounts"]
    assert (refused["account"], refused["code"]) == ("no-body", "unknown_account")
    question = {"account": accounts[0], "privilege": "publish"}
    verdict = (await api.operator.post("/v1/decisions", json=question)).json()
    assert (verdict["answer"], verdict["reasons"][0]["cause"]) == ("refused", after["bulk"]["id"])
    back = await api.operator.post(f"{path}/reversal", json={"reason": "the detector was wrong"})
    assert back.json()["status"] == "reverting", back.text
    await carried_out(api, path)
    assert (await api.operator.post("/v1/decisions", json=question)).json()["answer"] == "allowed"
    again = await api.operator.post(f"{path}/reversal", json={"reason": "once more"})
    assert "is reverted already" in require_problem(again, "bulk-not-finished")["detail"]
    events = (await api.operator.get("/v1/events?types=bulk.*&limit=500")).json()["events"]
    mine = [event["type"] for event in events if event["dossier"] == after["bulk"]["id"]]
    assert mine == ["bulk.started", "bulk.finished", "bulk.reversal_started", "bulk.reverted"]


async def test_orders_that_cannot_be_carried_out_say_what_would_be_right(api: Api) -> None:
    base = {"measure": BAN, "accounts": ["a"], "reason": "one text"}
    for change, said in (
        ({"accounts": ["a", "b", "a"]}, "a: named twice"),
        ({"accounts": []}, "body.accounts"),
        ({"accounts": [f"a{number}" for number in range(100_001)]}, "body.accounts"),
        ({"reason": " "}, "body.reason"),
        ({"measure": {"type": "ban", "category": "fabrication"}}, "duration"),
        ({"measure": {**BAN, "months": 3}}, "months"),
    ):
        answer = await api.operator.post("/v1/bulk-actions", json={**base, **change})
        assert said in require_problem(answer, "invalid-request")["detail"], change
    factor = await api.operator.post("/v1/bulk-actions", json={**base, "measure": {**BAN, "factor": "4"}})
    assert "[2, 3]" in require_problem(factor, "factor-out-of-range")["detail"]
    require_problem(await api[Role.REVIEWER].post("/v1/bulk-actions", json=base), "forbidden")
    require_problem(await api.operator.get("/v1/bulk-actions/none/accounts"), "unknown-bulk")
    require_problem(await api.operator.post("/v1/bulk-actions/none/reversal", json={"reason": "x"}), "unknown-bulk")


async def test_a_reversal_ends_what_depends_on_the_action_beside_accounts_where_nothing_does(api: Api) -> None:
    """The appeal of one account is withdrawn; the others are overturned together."""
    accounts = [await api.registered() for _ in range(3)]
    path = await ordered(api, *accounts, id="appealed")
    await carried_out(api, path)
    appeal = await api.operator.post(
        f"/v1/accounts/{accounts[1]}/actions/appealed/appeal", json={"reason": "旧闻已注明"}
    )
    assert appeal.is_success, appeal.text
    [case] = (await api.operator.get(f"/v1/cases?account={accounts[1]}&kind=appeal")).json()["cases"]
    assert (await api.operator.post(f"{path}/reversal", json={"reason": "wrong"})).is_success
    await carried_out(api, path)
    rows = (await api.operator.get(f"{path}/accounts")).json()["accounts"]
    assert [row["reversal"] for row in rows] == ["done"] * 3
    found = (await api.operator.get(f"/v1/cases/{case['id']}")).json()
    assert found["case"]["status"] == "withdrawn"
    for account in accounts:
        facts = (await api.operator.get(f"/v1/accounts/{account}/facts")).json()["facts"]
        assert [fact["body"]["type"] for fact in facts] == ["account_registered", "ban_imposed", "overturned"]


async def test_a_list_goes_on(api: Api) -> None:
    ids = {(await ordered(api, "no-body")).rpartition("/")[2] for _ in range(3)}
    seen, after = set[str](), ""
    while True:
        page = (await api.operator.get(f"/v1/bulk-actions?status=running&limit=2{after}")).json()
        seen |= {one["id"] for one in page["bulk_actions"]}
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert ids <= seen


async def mixed(api: Api) -> list[str]:
    """Accounts that a measure does not treat alike: granted, banned, closed in both ways, handed over, unknown."""
    accounts = [await api.registered() for _ in range(6)]
    granted, banned, wished, closed, handed = accounts[1:]
    for path, body in (
        (f"{granted}/monetization-applications", {"methods": ["advertising"]}),
        (f"{banned}/bans", {"id": "b1", "category": "fabrication", "duration": "P7D"}),
        (f"{wished}/closure", {}),
        (f"{closed}/violations", {"id": "v1", "category": "reregistration"}),
        (f"{handed}/bans", {"id": "b1", "category": "fabrication", "duration": "P7D"}),
        (f"{handed}/holder-changes", {"kind": "individual", "holder": {"resident_id": resident_id()}}),
    ):
        answer = await api.operator.post(f"/v1/accounts/{path}", json=body)
        assert answer.is_success, answer.text
    return [*accounts, "no-body"]


def results(rows: Any, outcome: str = "outcome", prefix: str = "") -> dict[str, tuple[str, Any]]:
    return {row["account"]: (row[outcome], row[f"{prefix}code"]) for row in rows if row[outcome] is not None}


@pytest.mark.parametrize(
    "measure",
    [
        BAN,
        {"type": "violation", "category": "fabrication"},
        {"type": "cancel_profit", "category": "vulgar_persona"},
        {"type": "cancel_profit"},
        {"type": "close", "category": "matrix_manipulation"},
        {"type": "overturn", "of": "b1"},
        {"type": "overturn", "of": "v1"},
    ],
    ids=lambda measure: "-".join(measure.values()),
)
async def test_a_preview_says_what_then_happens(api: Api, measure: dict[str, Any]) -> None:
    """For each account the outcome and the code of the action itself, and of its reversal; nothing is recorded."""
    accounts = await mixed(api)
    versions = [(await api.operator.get(f"/v1/accounts/{account}")).headers.get("etag") for account in accounts]
    body = {"id": f"sweep-{accounts[0]}", "measure": measure, "accounts": accounts, "reason": "one text"}
    answer = await api.operator.post("/v1/bulk-actions/preview", json=body)
    assert answer.status_code == 200, answer.text
    foreseen = answer.json()
    assert [row["account"] for row in foreseen["accounts"]] == accounts
    assert sum(one["accounts"] for one in foreseen["outcomes"]) == len(accounts)
    assert results(foreseen["accounts"])["no-body"] == ("refused", "unknown_account")
    after = [(await api.operator.get(f"/v1/accounts/{account}")).headers.get("etag") for account in accounts]
    assert after == versions

    path = (await api.operator.post("/v1/bulk-actions", json=body)).headers["location"]
    await carried_out(api, path)
    rows = (await api.operator.get(f"{path}/accounts")).json()["accounts"]
    assert results(rows) == results(foreseen["accounts"])
    messages = {row["account"]: row["message"] for row in rows}
    assert {row["account"]: row["message"] for row in foreseen["accounts"]} == messages

    back = await api.operator.post(f"{path}/reversal/preview", json={"limit": 2})
    if measure["type"] == "overturn":
        require_problem(back, "not-revertible")
        return
    # What has happened meanwhile is foreseen, too.
    done = [row["account"] for row in rows if row["outcome"] == "done"]
    await api.operator.post(f"/v1/accounts/{done[0]}/actions/{body['id']}/overturn", json={})
    pages, reached = [], None
    while True:
        page = (await api.operator.post(f"{path}/reversal/preview", json={"limit": 2, "after": reached})).json()
        pages += page["accounts"]
        reached = page["next"]
        if reached is None:
            break
    assert [row["account"] for row in pages] == sorted(done)
    assert results(pages)[done[0]] == ("refused", "already_overturned")
    await api.operator.post(f"{path}/reversal", json={"reason": "the detector was wrong"})
    await carried_out(api, path)
    rows = (await api.operator.get(f"{path}/accounts")).json()["accounts"]
    assert results(rows, "reversal", "reversal_") == results(pages)


async def test_a_preview_refuses_what_the_action_refuses(api: Api) -> None:
    """Orders, factors, too many accounts, an action that is not finished."""
    base = {"measure": BAN, "accounts": ["a"], "reason": "one text"}
    for change, code in (
        ({"measure": {**BAN, "factor": "4"}}, "factor-out-of-range"),
        ({"accounts": [f"a{number}" for number in range(501)]}, "invalid-request"),
        ({"accounts": ["a", "a"]}, "invalid-request"),
    ):
        require_problem(await api.operator.post("/v1/bulk-actions/preview", json={**base, **change}), code)
    running = await ordered(api, "no-body")
    require_problem(await api.operator.post(f"{running}/reversal/preview", json={}), "bulk-not-finished")
    require_problem(await api.operator.post("/v1/bulk-actions/none/reversal/preview", json={}), "unknown-bulk")


async def test_a_cancelled_action_says_what_was_not_done_and_is_taken_back(api: Api) -> None:
    """Cancelled in the middle: the rest is listed as cancelled, and what was done is reversed as one."""
    accounts = sorted([await api.registered() for _ in range(5)])
    path = await ordered(api, *accounts)
    bulk_id = path.rpartition("/")[2]
    await bulk.advance(api.database, bulk_id, now=api.clock(), actor="bulk run", most=2)
    require_problem(await api[Role.REVIEWER].post(f"{path}/cancellation", json={}), "forbidden")
    answer = await api.operator.post(f"{path}/cancellation", json={"reason": "the list was wrong"})
    assert (answer.status_code, answer.json()["status"]) == (200, "cancelling"), answer.text
    await carried_out(api, path)
    view = (await api.operator.get(path)).json()
    assert view["bulk"]["status"] == "cancelled"
    assert view["bulk"]["totals"] == {"done": 2, "refused": 0, "cancelled": 3}
    assert view["progress"] == {"total": 5, "done": 2, "refused": 0, "waiting": 0, "cancelled": 3}
    assert view["bulk"]["cancellation_reason"] == "the list was wrong"
    rows = (await api.operator.get(f"{path}/accounts?outcome=cancelled")).json()["accounts"]
    assert [row["account"] for row in rows] == accounts[2:]
    assert (await api.operator.post(f"{path}/cancellation", json={})).json()["status"] == "cancelled"
    assert (await api.operator.post(f"{path}/reversal", json={"reason": "wrong"})).json()["status"] == "reverting"
    await carried_out(api, path)
    view = (await api.operator.get(path)).json()
    assert view["bulk"]["reversal_totals"] == {"done": 2, "refused": 0, "cancelled": 0}
    problem = require_problem(await api.operator.post(f"{path}/cancellation", json={}), "bulk-not-running")
    assert "is reverted" in problem["detail"]
    events = (await api.operator.get("/v1/events?types=bulk.*&limit=500")).json()["events"]
    mine = [event["type"] for event in events if event["dossier"] == bulk_id]
    assert mine == [
        "bulk.started", "bulk.cancellation_started", "bulk.cancelled", "bulk.reversal_started", "bulk.reverted",
    ]  # fmt: skip


async def test_a_reversal_is_cancelled_in_the_middle_previewed_and_continued(api: Api) -> None:
    """What waits stays banned and is listed; the preview has what is left, and the next reversal goes on with it."""
    accounts = sorted([await api.registered() for _ in range(4)])
    path = await ordered(api, *accounts)
    await carried_out(api, path)
    early = await api.operator.post(f"{path}/reversal/cancellation", json={})
    assert "only a reversal that is being carried out" in require_problem(early, "bulk-not-reverting")["detail"]
    await api.operator.post(f"{path}/reversal", json={"reason": "the detector was wrong"})
    await bulk.advance(api.database, path.rpartition("/")[2], now=api.clock(), actor="bulk run", most=1)
    require_problem(await api[Role.REVIEWER].post(f"{path}/reversal/cancellation", json={}), "forbidden")
    require_problem(await api.operator.post(f"{path}/cancellation", json={}), "bulk-not-running")
    answer = await api.operator.post(f"{path}/reversal/cancellation", json={"reason": "it was right"})
    assert (answer.status_code, answer.json()["status"]) == (200, "reversal_cancelling"), answer.text
    again = await api.operator.post(f"{path}/reversal", json={"reason": "x"})
    assert "is being cancelled" in require_problem(again, "bulk-not-finished")["detail"]
    await carried_out(api, path)
    view = (await api.operator.get(path)).json()
    assert view["bulk"]["status"] == "reversal_cancelled"
    assert view["bulk"]["reversal_totals"] == {"done": 1, "refused": 0, "cancelled": 3}
    assert view["progress"] == {"total": 4, "done": 1, "refused": 0, "waiting": 0, "cancelled": 3}
    assert view["bulk"]["reversal_cancellation_reason"] == "it was right"
    rows = (await api.operator.get(f"{path}/accounts?reversal=cancelled")).json()["accounts"]
    assert [row["account"] for row in rows] == accounts[1:]
    preview = (await api.operator.post(f"{path}/reversal/preview", json={})).json()
    assert [one["account"] for one in preview["accounts"]] == accounts[1:]
    assert (await api.operator.post(f"{path}/reversal", json={"reason": "wrong"})).json()["status"] == "reverting"
    await carried_out(api, path)
    view = (await api.operator.get(path)).json()
    assert view["bulk"]["reversal_totals"] == {"done": 4, "refused": 0, "cancelled": 0}
    events = (await api.operator.get("/v1/events?types=bulk.*&limit=500")).json()["events"]
    mine = [event["type"] for event in events if event["dossier"] == path.rpartition("/")[2]]
    assert mine == [
        "bulk.started", "bulk.finished", "bulk.reversal_started", "bulk.reversal_cancellation_started",
        "bulk.reversal_cancelled", "bulk.reversal_started", "bulk.reverted",
    ]  # fmt: skip
