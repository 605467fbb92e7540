"""An order that is late or failed is a case in the same transaction; what settles the order settles the case."""

from datetime import timedelta

from ledger.cases import cases
from ledger.directives import DirectiveCommand
from ledger.store.database import Database
from ledger.streams import records
from models.cases.cases import Case, CaseKind, CaseStatus, Outcome, Priority, Ruling
from models.directives import Order, Terms
from regulation.cases.cases import decide_case
from regulation.cases.reducer import CASE
from regulation.directives import DIRECTIVE, acknowledge, issue, remind, withdraw
from tests.ledger.notebook import NOON

DAY = timedelta(days=1)
FIRST = cases.case_id("directive", "d1")
SECOND = cases.case_id("directive", "d1#2")


async def do(database: Database, decide: records.Decide, *, after: timedelta = timedelta(0)) -> None:
    command = DirectiveCommand(DIRECTIVE, "d1", decide, actor="key_test", now=NOON + after)
    assert (await records.execute(database, command)).refusal is None


async def issued(database: Database) -> None:
    terms = Terms(order=Order.REMOVE_FOLLOWERS, article=10, due_at=NOON + DAY, account="a1")
    await do(database, issue(terms))


async def case(database: Database, name: str = FIRST) -> Case | None:
    return (await records.state_of(database, CASE, name)).state


async def open_now(database: Database, name: str = FIRST) -> Case:
    found = await case(database, name)
    assert found is not None
    assert found.status is CaseStatus.OPEN
    return found


async def decided(database: Database, name: str) -> None:
    decide = decide_case("key_ann", Ruling(outcome=Outcome.DISMISSED, reason="the platform knows"))
    command = cases.CaseCommand(CASE, name, decide, actor="key_ann", now=NOON + 2 * DAY)
    assert (await records.execute(database, command)).refusal is None


async def test_an_order_that_is_late_is_a_case_until_it_is_carried_out(database: Database) -> None:
    await issued(database)
    await do(database, remind, after=0.5 * DAY)
    assert await case(database) is None, "sent again is not late"
    await do(database, remind, after=DAY)
    found = await open_now(database)
    assert (found.opening.kind, found.opening.account, found.opening.article) == (CaseKind.DIRECTIVE, "a1", 10)
    assert found.opening.title == "overdue: remove followers gained through a violation"
    assert (found.priority, found.opened_at) == (Priority.HIGH, NOON + DAY)
    assert "no answer" in found.evidence[0].text
    await do(database, acknowledge("done", "", None), after=2 * DAY)
    end = await case(database)
    assert end is not None
    assert (end.status, end.reason[:11]) == (CaseStatus.WITHDRAWN, "carried out")


async def test_one_that_fails_after_it_was_late_adds_to_the_same_case(database: Database) -> None:
    await issued(database)
    await do(database, remind, after=DAY)
    await do(database, acknowledge("failed", "the content is gone", None), after=2 * DAY)
    found = await open_now(database)
    assert [piece.text for piece in found.evidence][1:] == ["the platform answered that it failed: the content is gone"]
    assert await case(database, SECOND) is None


async def test_one_that_fails_after_the_case_was_decided_is_another_case(database: Database) -> None:
    await issued(database)
    await do(database, remind, after=DAY)
    await decided(database, FIRST)
    await do(database, acknowledge("failed", "the content is gone", None), after=3 * DAY)
    assert "gone" in (await open_now(database, SECOND)).evidence[0].text
    await do(database, withdraw("appeal upheld"), after=4 * DAY)
    first, second = await case(database, FIRST), await case(database, SECOND)
    assert first is not None
    assert second is not None
    assert first.status is CaseStatus.DECIDED, "what a person decided stays"
    assert (second.status, second.reason) == (CaseStatus.WITHDRAWN, "the order was withdrawn: appeal upheld")


async def test_one_that_is_answered_in_time_is_no_case(database: Database) -> None:
    await issued(database)
    await do(database, acknowledge("done", "", None), after=0.5 * DAY)
    assert await case(database) is None
