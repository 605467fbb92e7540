"""Exposures in the ledger: one transaction with the decision they tell of, and gone with it."""

import pytest

from ledger import exposures
from ledger.accounts.commands import Request, execute
from ledger.cases import cases
from ledger.cases.cases import CaseCommand, EnteredCase
from ledger.events import feed
from ledger.store.database import Database
from ledger.streams import records
from models.accounts.commands import ApplyMonetization, Command, Overturn, Register, Reopen
from models.cases.cases import CaseKind, Outcome, Ruling
from models.cases.subjects import CancellationAsked, ClosureAsked, Exposing, Subject
from models.exposures import Exposure, ExposureStatus
from models.names import AccountKind
from models.words.privileges import Method
from models.words.violations import Category
from regulation.cases.cases import decide_case, opening
from regulation.cases.reducer import CASE
from tests.ledger.notebook import NOON
from tests.persons import persons_of

MATRIX = Category.MATRIX_MANIPULATION
PERSONS = persons_of("key_ann", "key_ben")
SUBJECTS: dict[CaseKind, Subject] = {
    CaseKind.CLOSURE: ClosureAsked(category=MATRIX),
    CaseKind.CANCELLATION: CancellationAsked(category=Category.VULGAR_PERSONA),
}


async def do(database: Database, command: Command, *, two_persons: bool = False) -> None:
    request = Request(account="a1", command=command, actor="key_test", now=NOON, two_persons=two_persons)
    done = await execute(database, request)
    assert done.refusal is None, done.refusal


async def opened(database: Database, kind: CaseKind = CaseKind.CLOSURE) -> None:
    await do(database, Register(kind=AccountKind.INDIVIDUAL, holder="h_1", name="山野厨房"))
    await do(database, ApplyMonetization(methods=(Method.ADVERTISING,)))
    made = opening(kind, NOON, account="a1", subject=SUBJECTS.get(kind))
    async with database.transaction() as connection:
        await cases.opened(connection, "c1", made, actor="system", now=NOON)


async def decided(database: Database, outcome: Outcome, person: str, exposing: Exposing | None = None) -> EnteredCase:
    ruling = Ruling(outcome=outcome, reason="eleven accounts", exposure=exposing)
    command = CaseCommand(CASE, "c1", decide_case(person, ruling, persons=PERSONS), actor=person, now=NOON)
    return await records.execute(database, command)


async def only(database: Database) -> Exposure:
    [one] = await exposures.listing(database, account="a1")
    return one.exposure


@pytest.mark.parametrize(
    ("kind", "undo"),
    [
        (CaseKind.CLOSURE, Overturn(id="c1")),
        (CaseKind.CLOSURE, Reopen()),
        (CaseKind.CANCELLATION, Overturn(id="c1")),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_it_is_drawn_up_with_the_decision_and_overturned_with_what_that_recorded(
    database: Database, kind: CaseKind, undo: Command
) -> None:
    await opened(database, kind)
    await decided(database, Outcome.APPROVED, "key_ann")
    assert not await exposures.listing(database), "one person has only proposed it"
    entered = await decided(database, Outcome.APPROVED, "key_ben")
    found = await only(database)
    assert (found.status, found.case, found.cause) == (ExposureStatus.PUBLISHED, "c1", "c1")
    assert entered.state is not None
    assert entered.state.decision is not None
    assert found.drawn_up_at == entered.state.decision.at
    assert [one.exposure.id for one in await exposures.public(database)] == [found.id]
    await do(database, undo, two_persons=True)
    assert (await only(database)).status is ExposureStatus.OVERTURNED
    assert [one.exposure.status for one in await exposures.public(database)] == [ExposureStatus.OVERTURNED]
    announced = [feed.announced(event) for event in (await feed.page(database)).events]
    told = [one.type for one in announced if one.type.startswith("exposure.")]
    assert told == ["exposure.drawn_up", "exposure.published", "exposure.overturned"]


async def test_what_may_not_be_told_leaves_the_case_undecided_and_nothing_behind(database: Database) -> None:
    """Said when it is proposed, so that the second person does not find it."""
    await opened(database)
    refused = await decided(database, Outcome.APPROVED, "key_ann", exposing=Exposing(summary="拨打 13800138000"))
    assert refused.refusal is not None
    assert (refused.refusal.code, "13800138000" in refused.refusal.message) == ("personal_data", False)
    assert [entry.body.type for entry in await records.entries_of(database, CASE, "c1")] == ["opened"]
    assert not await exposures.listing(database)


async def test_what_the_first_person_said_to_the_public_holds_unless_the_second_says_otherwise(
    database: Database,
) -> None:
    await opened(database)
    kept = Exposing(withheld="a minor is concerned")
    await decided(database, Outcome.APPROVED, "key_ann", exposing=kept)
    await decided(database, Outcome.APPROVED, "key_ben")
    assert (await only(database)).status is ExposureStatus.WITHHELD
    assert not await exposures.public(database), "what was never shown is not there, not even as taken back"


async def test_another_word_to_the_public_is_another_proposal(database: Database) -> None:
    await opened(database)
    await decided(database, Outcome.APPROVED, "key_ann")
    entered = await decided(database, Outcome.APPROVED, "key_ben", exposing=Exposing(summary="同一内容"))
    assert entered.state is not None
    assert entered.state.decision is None
    await decided(database, Outcome.APPROVED, "key_ann")
    assert (await only(database)).notice.summary == "同一内容"


async def test_a_case_that_comes_to_nothing_warns_of_nothing(database: Database) -> None:
    await opened(database)
    refused = await decided(database, Outcome.REJECTED, "key_ann", exposing=Exposing(summary="同一内容"))
    assert refused.refusal is not None
    assert refused.refusal.code == "unfit_terms"
    await decided(database, Outcome.REJECTED, "key_ann")
    assert not await exposures.listing(database)
