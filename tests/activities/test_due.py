"""Due steps of workflows are done when the database's clock has reached them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.due import TRIED_AGAIN, instant, require_reached
from activities.follow_ups import FOLLOW_UPS, FollowUp, follow_up
from activities.ledger import LedgerActivities
from activities.messages import BoundaryPassed, RecordDue
from ledger.accounts.commands import Request, execute
from ledger.store.database import Database
from ledger.streams import records
from ledger.streams.records import Command
from models.accounts.commands import ImposeBan, Register
from models.cases.cases import CaseKind
from models.directives import Order, Terms
from models.names import AccountKind
from models.words.violations import Category
from regulation.cases.cases import next_step_at, open_case, opening
from regulation.cases.reducer import CASE
from regulation.directives import DIRECTIVE, issue, sent_again_at

DAY = timedelta(days=1)


@pytest.fixture
async def opened(database: Database) -> AsyncIterator[Database]:
    """Return the database as a worker opens it: the database's clock decides."""
    own = Database(database.url, pool_size=2)
    yield own
    await own.close()


async def test_a_little_is_waited_out(opened: Database) -> None:
    at = datetime.now(UTC) + timedelta(milliseconds=300)
    assert await instant(opened, at) >= at


async def test_the_instant_is_the_database_s_whatever_a_workflow_says(opened: Database) -> None:
    for said in (datetime.now(UTC) + 13 * DAY, datetime.now(UTC) - 13 * DAY):
        assert abs(await instant(opened, said) - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize(("ahead", "again"), [(timedelta(seconds=5), timedelta(seconds=5)), (13 * DAY, TRIED_AGAIN)])
def test_what_lies_ahead_is_tried_again_in_time(ahead: timedelta, again: timedelta) -> None:
    now = datetime.now(UTC)
    with pytest.raises(ApplicationError, match="not yet") as error:
        require_reached(now + ahead, now + ahead, now)
    assert (error.value.type, error.value.next_retry_delay, error.value.non_retryable) == ("NotYet", again, False)


def test_what_the_workflow_does_not_take_for_due_is_no_reason_to_wait() -> None:
    now = datetime.now(UTC)
    require_reached(None, now + DAY, now)
    require_reached(now + 2 * DAY, now + DAY, now)
    require_reached(now, now + DAY, now)


async def test_a_case_is_not_reminded_of_early_and_a_decided_one_is_found_decided(opened: Database) -> None:
    """The case is late by the workflow's clock; by the database's it was opened a moment ago."""
    made = opening(CaseKind.APPEAL, datetime.now(UTC), account=None)
    await records.execute(opened, Command(CASE, "c1", open_case(made), actor="test", now=datetime.now(UTC)))
    case = (await records.state_of(opened, CASE, "c1")).state
    assert case is not None
    due = next_step_at(case)
    assert due is not None
    with pytest.raises(ApplicationError, match="not yet"):
        await follow_up(opened, FOLLOW_UPS[CASE.kind], RecordDue(record="c1", at=due))
    known = await records.state_of(opened, CASE, "c1")
    assert known.version == 1


async def test_a_step_that_lies_a_little_ahead_is_waited_for_and_recorded(opened: Database) -> None:
    """Temporal's clock differs by some milliseconds: the step comes late rather than early, and in one attempt."""
    now = datetime.now(UTC)
    terms = Terms(order=Order.REMOVE_FOLLOWERS, article=10, due_at=now + timedelta(seconds=2), account="a")
    await records.execute(opened, Command(DIRECTIVE, "d1", issue(terms), actor="test", now=now))
    directive = (await records.state_of(opened, DIRECTIVE, "d1")).state
    assert directive is not None
    step = sent_again_at(directive)
    assert step is not None
    found = await follow_up(opened, FOLLOW_UPS[DIRECTIVE.kind], RecordDue(record="d1", at=step))
    assert (found.version, found.state.attempts) == (2, 2)
    assert found.state.last_sent_at >= step


@pytest.mark.parametrize("row", FOLLOW_UPS.values(), ids=lambda row: row.record_type.kind)
async def test_a_record_that_is_not_there_is_named(opened: Database, row: FollowUp[Any, Any]) -> None:
    """The worker may be connected to another database than the one from which the workflow was started."""
    with pytest.raises(ValueError, match=f"there is no {row.noun} nobody: is this the right database"):
        await follow_up(opened, row, RecordDue(record="nobody", at=datetime.now(UTC)))


async def test_a_lifecycle_is_told_how_long_a_boundary_lies_ahead(opened: Database) -> None:
    """A Temporal server that is thirteen hours fast ends no ban."""
    now = datetime.now(UTC)
    register = Register(kind=AccountKind.INDIVIDUAL, holder="h_a", name="早报")
    ban = ImposeBan(id="b1", category=Category.FABRICATION, duration=timedelta(hours=6))
    await execute(opened, Request("a", register, "key_test", now))
    receipt = await execute(opened, Request("a", ban, "key_test", now))
    ends = receipt.facts[0].recorded_at + timedelta(hours=6)
    passed = BoundaryPassed(account="a", boundary=ends, seen_at=now + timedelta(hours=13))
    recorded = await ActivityEnvironment().run(LedgerActivities(opened).record_boundary, passed)
    assert recorded.by == "nobody yet"
    assert 6 * 3600 - 300 < recorded.not_yet_s <= 6 * 3600
