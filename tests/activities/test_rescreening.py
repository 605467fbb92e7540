"""Lost slice of a rescreen: it continues after the last account in its heartbeat, and opens nothing twice."""

from dataclasses import replace
from typing import Any

from temporalio.testing import ActivityEnvironment

from activities import rescreening as slices
from activities.messages import RecordFound
from activities.rescreening import RescreenActivities, RescreenDue
from ledger.accounts.reviews import Screen
from ledger.cases import queue
from ledger.screening import rescreens
from ledger.store.database import Database
from models.accounts.commands import Register
from models.names import AccountKind
from models.screening.rescreens import Rescreen, RescreenStatus
from scenarios.screening import screened_by_default
from tests.ledger.doing import do
from tests.ledger.notebook import NOON

PAPER = "人民日报"


async def screens() -> Screen:
    return screened_by_default


async def looked_at(database: Database, *beats: Any) -> tuple[RecordFound[Rescreen], list[Any]]:
    """Run one attempt after an attempt with these heartbeats; return the result, and the heartbeats of this attempt."""
    environment = ActivityEnvironment()
    given: list[Any] = []
    environment.info = replace(environment.info, heartbeat_details=list(beats))
    environment.on_heartbeat = given.append
    activities = RescreenActivities(database, screens, per_s=1_000_000)
    found = await environment.run(activities.look_at_slice, RescreenDue(record="r1", version=1))
    return found, [beat.model_dump(mode="json") for beat in given]


async def begun(database: Database) -> None:
    """Create five accounts, two with the name of a newspaper, and a rescreen."""
    for place in range(1, 6):
        name = PAPER if place in {2, 4} else f"山野厨房{place}"
        await do(database, f"a{place}", Register(kind=AccountKind.INDIVIDUAL, holder=f"h{place}", name=name))
    async with database.transaction() as connection:
        await rescreens.begin(connection, "r1", "operator", actor="key_op", now=NOON)


async def test_an_attempt_goes_on_where_the_one_before_was_lost(database: Database, monkeypatch: Any) -> None:
    monkeypatch.setattr(slices, "BATCH", 2)
    await begun(database)
    lost = {"after": "a2", "lexicon": "1", "tally": {"looked_at": 2, "found": 1, "opened": 1}}
    found, beats = await looked_at(database, lost)
    assert [beat["after"] for beat in beats] == ["a4", "a5"]
    state = found.state
    assert (state.status, state.looked_at, state.found, state.opened) == (RescreenStatus.FINISHED, 5, 2, 2)
    [case] = await queue.listed(database, now=NOON)
    assert case.state.opening.account == "a4"


async def test_what_is_looked_at_again_opens_nothing_again(database: Database, monkeypatch: Any) -> None:
    """A worker stopped between its cases and its heartbeat repeats the batch; an ended rescreen stays ended."""
    monkeypatch.setattr(slices, "BATCH", 2)
    await begun(database)
    batch = await rescreens.look_at_next(database, screened_by_default, after="", most=2, now=NOON)
    assert batch.tally.opened == 1
    found, _ = await looked_at(database)
    assert (found.state.looked_at, found.state.found, found.state.opened) == (5, 2, 1)
    assert len(await queue.listed(database, now=NOON)) == 2
    again, beats = await looked_at(database)
    assert (again, beats) == (found, [])
