"""What two persons have decided, in the ledger: no way to an account takes it back on the word of one."""

from datetime import timedelta
from typing import Any

import pytest

from ledger.accounts import by_two
from ledger.accounts.reactions import pending_case
from ledger.cases import cases
from ledger.cases.cases import CaseCommand, EnteredCase
from ledger.sanctions import appeals, four_eyes
from ledger.store.database import Database
from ledger.streams import records
from models.accounts import commands as c
from models.cases.cases import Case, CaseKind, CaseStatus, Outcome, Ruling
from models.cases.subjects import CancellationAsked, ClosureAsked, SanctionTerms
from models.sanctions.bulk import Outcome as BulkOutcome
from models.sanctions.bulk import Overturning
from models.words.privileges import Method
from models.words.sanctions import Consequences
from models.words.violations import Category
from regulation.cases.cases import DecideCase, decide_case, open_case, opening
from regulation.cases.correcting import correct_case
from regulation.cases.four_eyes import considering
from regulation.cases.reducer import CASE
from tests.ledger.doing import NOON, ban, days, do, faults, registration
from tests.ledger.test_bulk import came_of, carried_out, started
from tests.ledger.test_coordination import only_case, posted, register, swept, tied
from tests.persons import persons_of

ANN, BEN, CAT, DAN = "ann", "ben", "cat", "dan"
PERSONS = persons_of(ANN, BEN, CAT, DAN)
WINDOW = timedelta(days=30)
CATEGORY = Category.RECYCLED_NEWS


class Desk:
    """Cases that persons decide as they do over the API: in view of what was decided elsewhere."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def opened(self, kind: CaseKind, subject: Any, case: str = "x1") -> str:
        made = opening(kind, NOON, account="a1", subject=subject)
        async with self.database.transaction() as connection:
            await cases.opened(connection, case, made, actor="system", now=NOON)
        return case

    async def appealed(self, action: str) -> str:
        case = appeals.appeal_id("a1", action)
        bare = open_case(opening(CaseKind.APPEAL, NOON + days(1), account="a1"))
        act = appeals.opening_of("a1", action, "not theirs", (), WINDOW)
        asked = CaseCommand(CASE, case, bare, actor="platform", now=NOON + days(1))
        assert (await records.execute(self.database, asked, act)).refusal is None
        return case

    async def state(self, case: str) -> Case:
        found = (await records.state_of(self.database, CASE, case)).state
        assert found is not None
        return found

    async def _enter(self, case: str, actor: str, decide: DecideCase, *, blind: bool) -> EnteredCase:
        if not blind:
            async with self.database.snapshot() as connection:
                decide = considering(await four_eyes.further(connection, await self.state(case)), decide)
        command = CaseCommand(CASE, case, decide, actor=actor, now=NOON + days(2))
        return await records.execute(self.database, command)

    async def decide(self, case: str, outcome: Outcome, actor: str, *, blind: bool = False, **more: Any) -> str:
        """Return the status, or the code of the refusal. `blind`: what was decided elsewhere is not asked for."""
        ruling = Ruling(outcome=outcome, reason="first look", **more)
        return _told(await self._enter(case, actor, decide_case(actor, ruling, persons=PERSONS), blind=blind))

    async def correct(self, case: str, outcome: Outcome, actor: str, *, blind: bool = False, **more: Any) -> str:
        ruling = Ruling(outcome=outcome, reason="second look", **more)
        return _told(await self._enter(case, actor, correct_case(actor, ruling, persons=PERSONS), blind=blind))


def _told(entered: EnteredCase) -> str:
    if entered.refusal is not None:
        return entered.refusal.code
    assert entered.state is not None
    return entered.state.status.value


@pytest.fixture
async def desk(database: Database) -> Desk:
    """A desk, and an account with a grant."""
    await do(database, "a1", registration())
    await do(database, "a1", c.ApplyMonetization(methods=(Method.ADVERTISING,)))
    return Desk(database)


async def closed(desk: Desk, violation: str | None = None) -> str:
    case = await desk.opened(CaseKind.CLOSURE, ClosureAsked(category=CATEGORY, violation=violation))
    assert [await desk.decide(case, Outcome.APPROVED, one) for one in (ANN, BEN)] == ["proposed", "decided"]
    return case


async def test_an_appeal_opened_before_two_closed_takes_two_who_took_no_part(desk: Desk) -> None:
    await do(desk.database, "a1", ban("v1", "P30D"))
    appeal = await desk.appealed("v1")
    await closed(desk, "v1")
    won = Outcome.OVERTURNED
    told = [await desk.decide(appeal, won, one) for one in (ANN, BEN, CAT, CAT)]
    assert told == ["another_person_needed", "another_person_needed", "proposed", "second_person_needed"]
    assert await desk.decide(appeal, won, DAN) == "decided"
    assert await faults(desk.database) == []


async def test_what_two_decide_between_reading_and_deciding_is_not_undone_by_one(desk: Desk) -> None:
    """A decision that did not see the closure is refused by the account's own rules; nothing of it is left."""
    await do(desk.database, "a1", ban("v1", "P30D"))
    appeal = await desk.appealed("v1")
    await closed(desk, "v1")
    assert await desk.decide(appeal, Outcome.OVERTURNED, CAT, blind=True) == "second_person_needed"
    assert (await desk.state(appeal)).status is CaseStatus.OPEN
    assert await desk.decide(appeal, Outcome.OVERTURNED, CAT) == "proposed"


@pytest.mark.parametrize("violation", [None, "v1"])
async def test_direct_ways_are_refused_whatever_the_closure_is_called(desk: Desk, violation: str | None) -> None:
    """Under the finding's identifier, the case's, and that of a corrected decision of the case."""
    if violation is not None:
        await do(desk.database, "a1", c.RecordViolation(id=violation, category=CATEGORY))
    case = await desk.opened(CaseKind.CLOSURE, ClosureAsked(category=CATEGORY, violation=violation))
    await desk.decide(case, Outcome.REJECTED, ANN)
    assert [await desk.correct(case, Outcome.APPROVED, one) for one in (ANN, BEN)] == ["correcting", "decided"]
    async with desk.database.transaction() as connection:
        [found] = (await by_two.on_accounts(connection, ["a1"]))["a1"]
    assert found.action == (violation or "x1-c1")
    for command in (c.Reopen(reason="r"), c.Overturn(id=found.action, reason="r")):
        receipt = await do(desk.database, "a1", command, NOON + days(3))
        assert receipt.refusal is not None
        assert receipt.refusal.code == "second_person_needed"
        assert case in receipt.refusal.message
    assert [await desk.correct(case, Outcome.REJECTED, one) for one in (CAT, BEN)] == ["correcting", "decided"]
    assert (await do(desk.database, "a1", ban("b9"), NOON + days(4))).refusal is None, "the account is open again"


async def test_a_bulk_action_leaves_the_accounts_of_two_as_they_are(desk: Desk) -> None:
    """One account's profit was cancelled by one person, the other's by two, under one identifier."""
    for account in ("a2", "a1"):
        if account == "a2":
            await do(desk.database, account, registration("h2", name="海边厨房"))
            await do(desk.database, account, c.ApplyMonetization(methods=(Method.ADVERTISING,)))
        await do(desk.database, account, c.RecordViolation(id="v1", category=Category.VULGAR_PERSONA))
    await do(desk.database, "a2", c.CancelMonetization(id="v1", follows=True))
    case = await desk.opened(CaseKind.CANCELLATION, CancellationAsked(category=Category.VULGAR_PERSONA, violation="v1"))
    assert [await desk.decide(case, Outcome.APPROVED, one) for one in (ANN, BEN)] == ["proposed", "decided"]
    await started(desk.database, Overturning(of="v1"), "a1", "a2")
    await carried_out(desk.database)
    came = await came_of(desk.database)
    assert [(came[one].outcome, came[one].code) for one in ("a1", "a2")] == [
        (BulkOutcome.REFUSED, "second_person_needed"),
        (BulkOutcome.DONE, None),
    ]


async def test_a_cluster_whose_member_two_have_closed_is_corrected_by_two(database: Database) -> None:
    """Withdrawing a finding that one person confirmed would open the account again: then it takes two, one new."""
    desk = Desk(database)
    await register(database, "a1", "a2", "a3")
    await tied(database, "a1", "a2", "a3")
    await posted(database, "a1", "a2", "a3", texts=3)
    await swept(database)
    found = (await only_case(database)).id
    terms = SanctionTerms(category=Category.MATRIX_MANIPULATION, consequences=Consequences(close=True))
    assert await desk.decide(found, Outcome.CONFIRMED, ANN, terms=terms) == "decided"
    closure = pending_case(CaseKind.CLOSURE, "a1", found)
    assert [await desk.decide(closure, Outcome.APPROVED, one) for one in (ANN, BEN)] == ["proposed", "decided"]
    assert await desk.correct(found, Outcome.DISMISSED, CAT, blind=True) == "second_person_needed"
    assert await desk.correct(found, Outcome.DISMISSED, CAT) == "correcting"
    assert await desk.correct(found, Outcome.DISMISSED, CAT) == "second_person_needed"
    assert await desk.correct(found, Outcome.DISMISSED, DAN) == "decided"
    assert (await do(database, "a1", ban("b9"), NOON + days(4))).refusal is None, "the account is open again"
    assert await desk.correct(found, Outcome.CONFIRMED, ANN, terms=terms) == "correcting", "two have withdrawn it"
    assert await faults(database) == []


async def test_once_two_have_corrected_one_may_overturn_the_rest(desk: Desk) -> None:
    await do(desk.database, "a1", ban("v1", "P30D"))
    case = await closed(desk, "v1")
    assert [await desk.correct(case, Outcome.REJECTED, one) for one in (CAT, BEN)] == ["correcting", "decided"]
    appeal = await desk.appealed("v1")
    assert await desk.decide(appeal, Outcome.OVERTURNED, CAT) == "decided"
