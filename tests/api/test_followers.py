"""Followers over HTTP: reported in bulk, cleaned up, undone; transfers refused."""

from typing import Any

import pytest

from models.roles import Role
from tests.api.conftest import Api
from tests.api.test_problems import require_problem

DAY = {"begins": "2026-03-08T00:00:00+08:00", "ends": "2026-03-09T00:00:00+08:00"}


def gain(name: str, gained: int = 10, **more: Any) -> dict[str, Any]:
    return {"id": name, **DAY, "gained": gained, **more}


async def reported(api: Api, account: str, *gains: dict[str, Any], **more: Any) -> dict[str, Any]:
    answer = await api[Role.PLATFORM].post(
        f"/v1/accounts/{account}/follower-gains", json={"gains": list(gains), **more}
    )
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_gains_come_in_bulk_and_the_same_twice_is_one(api: Api) -> None:
    account = await api.registered()
    many = [gain(f"g{number}", content=f"p{number}") for number in range(2_000)]
    count = {"at": DAY["ends"], "followers": 52_000}
    assert await reported(api, account, *many, count=count) == {"recorded": 2000, "known": 0, "verified": []}
    assert await reported(api, account, *many[:10], gain("new"), count=count) == {
        "recorded": 1,
        "known": 10,
        "verified": [],
    }
    headers = {"Idempotency-Key": f"report-{account}"}
    path, body = f"/v1/accounts/{account}/follower-gains", {"gains": [gain("once")]}
    first = await api[Role.PLATFORM].post(path, json=body, headers=headers)
    again = await api[Role.PLATFORM].post(path, json=body, headers=headers)
    assert (again.json(), again.headers["idempotent-replayed"]) == (first.json(), "true")


async def test_a_clean_up_is_opened_listed_read_and_undone(api: Api) -> None:
    account = await api.registered()
    answer = await api[Role.REVIEWER].post(
        f"/v1/accounts/{account}/follower-cleanups", json={"violation": "v1", "contents": ["p1"], "reason": "bait"}
    )
    assert answer.status_code == 201, answer.text
    cleanup = answer.json()
    assert answer.headers["location"] == f"/v1/follower-cleanups/{cleanup['id']}"
    assert (cleanup["status"], cleanup["terms"]["scope"]["contents"]) == ("open", ["p1"])
    listed = (await api[Role.AUDITOR].get(f"/v1/follower-cleanups?account={account}&status=open")).json()
    assert [one["id"] for one in listed["cleanups"]] == [cleanup["id"]]
    twice = await api[Role.REVIEWER].post(f"/v1/accounts/{account}/follower-cleanups", json={"violation": "v1"})
    require_problem(twice, "duplicate-id")
    stopped = await api[Role.REVIEWER].post(f"/v1/follower-cleanups/{cleanup['id']}/stop", json={"reason": "not so"})
    assert stopped.json()["status"] == "stopped", stopped.text
    history = (await api.operator.get(f"/v1/follower-cleanups/{cleanup['id']}")).json()
    assert [entry["body"]["type"] for entry in history["entries"]] == ["opened", "stopped"]
    told = (await api.operator.get(f"/v1/events?account={account}&types=cleanup.*")).json()["events"]
    assert [event["type"] for event in told] == ["cleanup.opened", "cleanup.stopped"]


async def test_followers_of_another_account_are_refused_and_nothing_of_the_report_is_kept(api: Api) -> None:
    account = await api.registered()
    body = {"gains": [gain("g1"), gain("g2", transferred_from="old-account")]}
    path = f"/v1/accounts/{account}/follower-gains"
    problem = require_problem(await api[Role.PLATFORM].post(path, json=body), "followers-transferred")
    assert "old-account" in problem["detail"]
    assert "never transferred" in problem["detail"]
    assert (await reported(api, account, gain("g1")))["recorded"] == 1


@pytest.mark.parametrize(
    ("body", "path", "hint"),
    [
        ({"gains": [gain("g1") | {"ends": "2026-03-08T00:00:00+08:00"}]}, "body.gains.0", "after begins"),
        ({"gains": [gain("g1") | {"ends": "2026-03-20T00:00:00+08:00"}]}, "body.gains.0.ends", "future"),
        ({"count": {"at": "2026-03-20T00:00:00+08:00", "followers": 1}}, "body.count.at", "future"),
        ({"gains": [gain("g1", -1)]}, "body.gains.0.gained", ""),
        ({"gains": [gain("g1"), gain("g1")]}, "body.gains", "twice"),
        ({"gains": [gain("two words")]}, "body.gains.0.id", "spaces"),
    ],
)
async def test_a_report_that_is_not_understood_says_what_is_wrong(
    api: Api, body: dict[str, Any], path: str, hint: str
) -> None:
    account = await api.registered()
    answer = await api[Role.PLATFORM].post(f"/v1/accounts/{account}/follower-gains", json=body)
    problem = require_problem(answer, "invalid-request")
    assert any(fault["path"] == path and hint in fault["message"] for fault in problem["errors"]), problem


async def test_other_mistakes_are_said_too(api: Api) -> None:
    account = await api.registered()
    await reported(api, account, gain("g1", 10))
    path = f"/v1/accounts/{account}/follower-gains"
    differs = await api[Role.PLATFORM].post(path, json={"gains": [gain("g1", 11)]})
    require_problem(differs, "report-differs")
    require_problem(await api.operator.post("/v1/accounts/nobody/follower-gains", json={}), "unknown-account")
    require_problem(
        await api.operator.post("/v1/accounts/nobody/follower-cleanups", json={"violation": "v"}), "unknown-account"
    )
    require_problem(await api.operator.get("/v1/follower-cleanups/none"), "unknown-cleanup")
    require_problem(await api.operator.post("/v1/follower-cleanups/none/stop", json={}), "unknown-cleanup")
