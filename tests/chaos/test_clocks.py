"""Processes on a host with a wrong clock, moved by libfaketime: they report it, and end nothing early."""

import asyncio
import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import httpx2
import pytest

from embedded import free_port
from ledger import keys
from ledger.accounts import reading
from ledger.store.host_clock import time_of
from models.accounts.commands import ChangeName, ImposeBan
from models.accounts.verdicts import Answer
from models.roles import Role
from models.words.privileges import PUBLISH
from models.words.violations import Category
from tests.chaos.house import DEADLINE_S, House
from tests.workflows.world import until

HOUR: Final = timedelta(hours=1)
FAST, SLOW = "+46800", "-46800"
"""Offsets of 13 hours, in seconds."""
WRONG: Final = "the host's clock is wrong"
MEASURE: Final = "standing_host_clock_difference_seconds "


def _library() -> Path | None:
    return next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)


@pytest.fixture(autouse=True)
def _faketime_is_there() -> None:
    """Require libfaketime where every test must run."""
    if _library() is None:
        said = "libfaketime is not installed: apt-get install faketime"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(said)


def moved(by: str) -> Mapping[str, str]:
    """Return the environment that moves wall-clock time only; monotonic seconds are unchanged, as on a host set by
    hand.
    """
    return {"LD_PRELOAD": str(_library()), "FAKETIME": by, "FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1"}


async def measured(port: int) -> float:
    """Return the difference that the process exposes as a metric."""
    async with httpx2.AsyncClient() as client:
        exposed = (await client.get(f"http://127.0.0.1:{port}/metrics")).text
    [line] = [line for line in exposed.splitlines() if line.startswith(MEASURE)]
    return float(line.split()[1])


async def banned_for_hours(house: House) -> str:
    [account] = await house.register("a")
    await house.do(account, ImposeBan(id="b1", category=Category.FABRICATION, duration=6 * HOUR))
    return account


async def nothing_ended(house: House, account: str) -> None:
    """Require that the ban is in force, nothing was announced, no fact lies in the future, and a command is recorded
    now.
    """
    changed = await house.do(account, ChangeName(name="晚报"))
    now = await time_of(house.database)
    assert (await house.verdict(account, PUBLISH, now)).answer is Answer.REFUSED
    assert await house.recorded(account) == []
    async for recorded in reading.every_fact(house.database, account):
        assert max(recorded.fact.recorded_at, recorded.fact.effective_at) <= now
    assert now - changed.facts[0].recorded_at < timedelta(minutes=1)


@pytest.mark.parametrize(("by", "seconds"), [(FAST, 46_800.0), (SLOW, -46_800.0)])
async def test_a_worker_whose_clock_is_far_off_ends_no_ban(house: House, by: str, seconds: float) -> None:
    """The worker joins a right one, runs for ten seconds, and does no work; the other records what is due."""
    account = await banned_for_hours(house)
    house.start_worker()
    await house.says("connected to Temporal")
    since, port = len(house.said()), free_port()
    house.start_worker(**moved(by), STANDING_WORKER_METRICS_PORT=str(port))
    await house.says(WRONG, since)
    await asyncio.sleep(10.0)
    assert await measured(port) == pytest.approx(seconds, abs=2.0)
    assert "connected to Temporal" not in house.said(since)
    await nothing_ended(house, account)
    [other] = await house.register("b")
    await house.ban(other, 1.0)

    async def recorded() -> bool:
        return len(await house.recorded(other)) == 2

    await until(recorded, "the one whose clock is right goes on", deadline_s=DEADLINE_S)
    assert await house.recorded(account) == []


@pytest.mark.parametrize("by", [FAST, SLOW])
async def test_alone_it_records_nothing(house: House, by: str) -> None:
    """Due boundaries wait for a host with a right clock, or until this one's is set."""
    [account] = await house.register("a")
    await house.ban(account, 0.1)
    house.start_worker(**moved(by))
    await house.says(WRONG)
    await asyncio.sleep(5.0)
    assert await house.recorded(account) == []
    house.start_worker()
    await house.all_is_well()


@pytest.mark.parametrize(("by", "seconds"), [("+3", 3.0), ("-2.5", -2.5)])
async def test_a_worker_that_differs_a_little_says_so_and_works(house: House, by: str, seconds: float) -> None:
    [account] = await house.register("a")
    port = free_port()
    house.start_worker(**moved(by), STANDING_WORKER_METRICS_PORT=str(port))
    await house.says("the host's clock differs from the database's")
    await house.says("connected to Temporal")
    await house.ban(account, 1.0)
    await house.all_is_well()
    assert await measured(port) == pytest.approx(seconds, abs=1.0)


@pytest.mark.parametrize(
    ("by", "seconds", "agreement"),
    [(FAST, 46_800.0, "unfit"), (SLOW, -46_800.0, "unfit"), ("+3", 3.0, "differs"), ("-2.5", -2.5, "differs")],
)
async def test_an_api_process_whose_clock_is_wrong(house: House, by: str, seconds: float, agreement: str) -> None:
    """With a large difference the process is not ready and refuses commands; verdicts use the database's time."""
    account = await banned_for_hours(house)
    port = free_port()
    _, secret = await keys.create(house.database, "test", [Role.PLATFORM, Role.OPERATOR], datetime.now(UTC))
    house.start_worker("cli", "api", **moved(by), STANDING_API_PORT=str(port))
    async with httpx2.AsyncClient(
        base_url=f"http://127.0.0.1:{port}", headers={"Authorization": f"Bearer {secret}"}, timeout=60
    ) as client:

        async def serves() -> bool:
            try:
                return (await client.get("/healthz")).status_code == 200
            except httpx2.HTTPError:
                return False

        await until(serves, "the API serves", deadline_s=DEADLINE_S)
        ready = await client.get("/readyz")
        asked = {"account": account, "privilege": PUBLISH}
        verdict = (await client.post("/v1/decisions", json=asked)).json()
        assert verdict["answer"] == "refused"
        assert abs(datetime.fromisoformat(verdict["at"]) - await time_of(house.database)) < timedelta(minutes=1)
        commands = [
            await client.post(f"/v1/accounts/{account}/violations", json={"category": "recycled_news", "id": "v1"}),
            await client.post("/v1/decisions", json={**asked, "record": True}),
        ]
        if agreement == "unfit":
            for answer in (ready, *commands):
                problem: dict[str, Any] = answer.json()
                assert (answer.status_code, problem["type"].rpartition(":")[2]) == (503, "host-clock-differs")
        else:
            said = ready.json()["clock"]
            assert (said["agreement"], said["difference_s"]) == (agreement, pytest.approx(seconds, abs=1.0))
            assert {answer.status_code for answer in commands} <= {200, 201}, [answer.text for answer in commands]
    assert await measured(port) == pytest.approx(seconds, abs=1.0)
    await nothing_ended(house, account)
