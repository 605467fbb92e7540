"""Followers over HTTP: reported in bulk, cleaned up, undone; transfers refused."""

from datetime import timedelta
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
    assert await reported(api, account, *many, count=count) == {
        "recorded": 2000,
        "known": 0,
        "verified": [],
        "rejected": [],
    }
    assert await reported(api, account, *many[:10], gain("new"), count=count) == {
        "recorded": 1,
        "known": 10,
        "verified": [],
        "rejected": [],
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


async def test_followers_of_another_account_are_refused(api: Api) -> None:
    account = await api.registered()
    body = {"gains": [gain("g2", transferred_from="old-account")], "count": {"at": DAY["ends"], "followers": 7}}
    path = f"/v1/accounts/{account}/follower-gains"
    problem = require_problem(await api[Role.PLATFORM].post(path, json=body), "followers-transferred")
    assert "old-account" in problem["detail"]
    assert "never transferred" in problem["detail"]
    assert (await reported(api, account, gain("g2")))["recorded"] == 1, "nothing of it was kept"


WRONG: list[tuple[Any, str, str, str]] = [
    (gain("g9", transferred_from="old-account"), "", "followers-transferred", "never transferred"),
    (gain("g9") | {"ends": "2026-03-20T00:00:00+08:00"}, ".ends", "invalid-request", "future"),
    (gain("g9") | {"ends": DAY["begins"]}, "", "invalid-request", "after begins"),
    (gain("g9") | {"begins": "yesterday"}, ".begins", "invalid-request", "RFC 3339"),
    (gain("g9", -1), ".gained", "invalid-request", "greater than or equal to 0"),
    (gain("g9", many=1), ".many", "invalid-request", "not known here"),
    (gain("two words"), ".id", "invalid-request", "spaces"),
    (gain("one", 99), ".id", "invalid-request", "the id of gains.0"),
    (gain("known", 99), "", "report-differs", "gain known was reported before"),
    ({}, ".id", "invalid-request", "required"),
    ("a gain", "", "invalid-request", "must be a JSON object"),
    (None, "", "invalid-request", "must be a JSON object"),
]


@pytest.mark.parametrize(("wrong", "where", "code", "hint"), WRONG)
async def test_one_row_that_is_wrong_costs_no_other(api: Api, wrong: Any, where: str, code: str, hint: str) -> None:
    """Wherever it stands: the others are taken, it is named with its place and why, and what it says is not kept."""
    account = await api.registered()
    await reported(api, account, gain("known", 1), gain("old", 1))
    answer = await reported(api, account, gain("one"), wrong, gain("two"), gain("old", 1))
    assert (answer["recorded"], answer["known"]) == (2, 1)
    assert {(row["path"], row["code"]) for row in answer["rejected"]} >= {(f"gains.1{where}", code)}, answer
    assert hint in " ".join(row["message"] for row in answer["rejected"])
    assert all(row["path"].startswith("gains.1") for row in answer["rejected"])
    again = await reported(api, account, gain("one"), gain("two"), gain("known", 1), gain("g9"))
    assert (again["recorded"], again["known"]) == (1, 3)


@pytest.mark.parametrize(("wrong", "code"), [(row[0], row[2]) for row in WRONG[:2]] + [(gain("known", 9), "")])
async def test_a_count_is_not_held_against_gains_that_are_missing(api: Api, wrong: Any, code: str) -> None:
    """It would show as too many what was gained honestly, and order it away. It is taken once all is said."""
    account = await api.registered()
    await reported(api, account, gain("known", 1))
    count = {"at": DAY["ends"], "followers": 700}
    answer = await reported(api, account, gain("one"), wrong, count=count)
    assert answer["recorded"] == 1
    assert [row["path"] for row in answer["rejected"] if row["code"] == "gains-missing"] == ["count"]
    whole = await reported(api, account, gain("one"), count={**count, "followers": 701})
    assert (whole["known"], whole["rejected"]) == (1, []), "the first count was not kept"


@pytest.mark.parametrize(
    ("count", "where", "code"),
    [
        ({"at": "2026-03-20T00:00:00+08:00", "followers": 1}, "count.at", "invalid-request"),
        ({"at": DAY["ends"], "followers": "many"}, "count.followers", "invalid-request"),
        ({"at": DAY["begins"], "followers": 8}, "count", "report-differs"),
    ],
)
async def test_a_count_that_is_wrong_costs_no_gain(api: Api, count: dict[str, Any], where: str, code: str) -> None:
    account = await api.registered()
    await reported(api, account, count={"at": DAY["begins"], "followers": 7})
    answer = await reported(api, account, gain("one"), count=count)
    assert answer["recorded"] == 1
    assert [(row["path"], row["code"]) for row in answer["rejected"]] == [(where, code)]


async def test_the_same_report_is_answered_the_same_also_with_rejected_rows(api: Api) -> None:
    """Under its key, also when what lay in the future lies there no more."""
    account = await api.registered()
    soon = gain("soon") | {"ends": "2026-03-10T18:00:00+08:00"}
    request: dict[str, Any] = {
        "url": f"/v1/accounts/{account}/follower-gains",
        "json": {"gains": [gain("one"), soon, gain("one")]},
        "headers": {"Idempotency-Key": f"rows-{account}"},
    }
    first = await api[Role.PLATFORM].post(**request)
    assert (first.json()["recorded"], first.json()["known"]) == (1, 1), "the same twice is one"
    assert [row["path"] for row in first.json()["rejected"]] == ["gains.1.ends"]
    api.clock.pass_(days=1)
    again = await api[Role.PLATFORM].post(**request)
    assert (again.json(), again.headers["idempotent-replayed"]) == (first.json(), "true")


async def test_where_nothing_can_be_taken_the_whole_is_refused_with_each_row(api: Api) -> None:
    account = await api.registered()
    wrong = [row for row, *_ in WRONG[:4]]
    answer = await api[Role.PLATFORM].post(f"/v1/accounts/{account}/follower-gains", json={"gains": wrong})
    problem = require_problem(answer, "invalid-request")
    paths = [fault["path"] for fault in problem["errors"]]
    assert paths == ["body.gains.0", "body.gains.1.ends", "body.gains.2", "body.gains.3.begins"]


@pytest.mark.parametrize(
    ("body", "path", "hint"),
    [
        ({"gains": [gain("g1") | {"ends": "2026-03-08T00:00:00+08:00"}]}, "body.gains.0", "after begins"),
        ({"gains": [gain("g1") | {"ends": "2026-03-20T00:00:00+08:00"}]}, "body.gains.0.ends", "future"),
        ({"count": {"at": "2026-03-20T00:00:00+08:00", "followers": 1}}, "body.count.at", "future"),
        ({"gains": [gain("g1", -1)]}, "body.gains.0.gained", ""),
        ({"gains": "none"}, "body.gains", ""),
        ({"gain": []}, "body.gain", "not known here"),
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


async def test_the_newest_count_of_followers_is_read(api: Api) -> None:
    """Null where none was reported; an unknown account is one everywhere."""
    account = await api.registered()
    path = f"/v1/accounts/{account}/followers"
    assert (await api.operator.get(path)).json() == {"account": account, "followers": None, "counted_at": None}
    for hours, followers in ((2, 1200), (1, 1300)):
        at = (api.clock.now - timedelta(hours=hours)).isoformat()
        body = {"count": {"at": at, "followers": followers}}
        assert (await api.operator.post(f"/v1/accounts/{account}/follower-gains", json=body)).status_code == 200
    assert (await api.operator.get(path)).json()["followers"] == 1300
    assert (await api.operator.get("/v1/accounts/nobody/followers")).status_code == 404
