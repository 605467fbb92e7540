"""Activities of the ledger: each may be retried, and returns what it found."""

from datetime import UTC, datetime, timedelta

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.ledger import LedgerActivities
from activities.messages import BoundaryPassed, StandingWanted
from ledger.accounts import reading
from ledger.accounts.boundaries import record_overdue
from ledger.accounts.commands import Request, execute
from ledger.events import feed
from ledger.store.database import Database
from models.accounts.commands import ChangeName, Command, ImposeBan, Overturn, Register
from models.names import AccountKind
from models.words.violations import Category

NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)
WEEK = timedelta(days=7)
REGISTER = Register(kind=AccountKind.INDIVIDUAL, holder="h_a", name="早报")
BAN = ImposeBan(id="b1", category=Category.FABRICATION, duration=WEEK)


async def record(database: Database, *commands: Command, now: datetime = NOON) -> None:
    for command in commands:
        receipt = await execute(database, Request(account="a", command=command, actor="key_test", now=now))
        assert receipt.refusal is None


async def passed(database: Database, boundary: datetime, *, times: int = 1) -> list[str]:
    activities = LedgerActivities(database)
    message = BoundaryPassed(account="a", boundary=boundary, seen_at=boundary)
    return [(await ActivityEnvironment().run(activities.record_boundary, message)).by for _ in range(times)]


async def announced(database: Database) -> list[datetime]:
    return [event.transition.at for event in (await feed.page(database)).events if event.transition is not None]


async def test_the_standing_is_found_with_the_instant_up_to_which_it_is_settled(database: Database) -> None:
    """A newer version than requested is accepted."""
    await record(database, REGISTER, BAN, ChangeName(name="second"))
    activities = LedgerActivities(database)
    wanted = StandingWanted(account="a", at_least_version=2)
    found = await ActivityEnvironment().run(activities.load_standing, wanted)
    assert (found.standing.version, found.settled_until) == (3, NOON)
    assert found.standing == await reading.standing_of(database, "a")


@pytest.mark.parametrize(("account", "wanted", "held"), [("a", 3, 2), ("nobody", 1, 0)])
async def test_a_version_that_is_not_there_is_an_error_that_says_what_may_be_wrong(
    database: Database, account: str, wanted: int, held: int
) -> None:
    """The activity may be retried: a backup may still be restored."""
    await record(database, REGISTER, BAN)
    activities = LedgerActivities(database)
    with pytest.raises(
        ApplicationError, match=f"holds version {held} .* spoke of {wanted}: is this the right"
    ) as error:
        await ActivityEnvironment().run(
            activities.load_standing, StandingWanted(account=account, at_least_version=wanted)
        )
    assert not error.value.non_retryable


async def test_a_boundary_is_recorded_once_however_often_it_is_tried(database: Database) -> None:
    """Each attempt gets the same answer."""
    await record(database, REGISTER, BAN)
    assert await passed(database, NOON + WEEK, times=3) == ["lifecycle"] * 3
    assert await announced(database) == [NOON + WEEK]


async def test_who_came_first_is_told(database: Database) -> None:
    """Records of the backstop, and of the ledger with a later fact, stay unchanged."""
    await record(database, REGISTER, BAN)
    late = NOON + WEEK + timedelta(seconds=3)
    await record_overdue(database, through=late, now=late, by="backstop")
    assert await passed(database, NOON + WEEK) == ["backstop"]
    await record(database, ChangeName(name="second"), now=NOON + 3 * WEEK)
    assert await passed(database, NOON + 2 * WEEK) == ["ledger"]
    assert await announced(database) == [NOON + WEEK, NOON + 2 * WEEK]


async def test_a_boundary_that_a_later_fact_removed_is_not_recorded(database: Database) -> None:
    """The lifecycle did not know the overturn yet; the ledger did."""
    await record(database, REGISTER, BAN)
    await record(database, Overturn(id="b1"), now=NOON + timedelta(days=1))
    assert await passed(database, NOON + WEEK) == ["nobody: a later fact removed this boundary"]
    assert await announced(database) == []


async def test_boundaries_that_were_missed_before_are_recorded_along(database: Database) -> None:
    """A lifecycle that jumps to a later boundary leaves no gap."""
    await record(database, REGISTER, BAN)
    await passed(database, NOON + 2 * WEEK)
    assert await announced(database) == [NOON + WEEK, NOON + 2 * WEEK]
