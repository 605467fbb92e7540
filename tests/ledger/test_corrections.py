"""Corrections in the ledger: what a wrong decision caused is taken back and the new one carried out, in one step."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from ledger import exposures
from ledger.accounts import reading
from ledger.accounts.admissions import every_admitted
from ledger.cases import cases, queue
from ledger.cases.cases import CaseCommand, EnteredCase
from ledger.store.database import Database
from ledger.store.idempotency import RequestKey
from ledger.streams import records
from models.accounts import commands as c
from models.accounts.facts import Materials
from models.accounts.standing import Standing
from models.cases.cases import Case, CaseKind, CaseStatus, Outcome, Ruling
from models.cases.queue import CaseFilters
from models.cases.subjects import (
    CancellationAsked,
    CertificationApplied,
    ClosureAsked,
    ImitationSuspected,
    IrregularCode,
    Reference,
    SanctionTerms,
    Subject,
    ValidityTerms,
)
from models.exposures import ExposureStatus
from models.names import AccountKind
from models.sanctions.statements import Action
from models.words.privileges import Field, Method, monetize_by
from models.words.sanctions import Consequences
from models.words.violations import Category
from regulation.cases.cases import decide_case, opening
from regulation.cases.correcting import correct_case
from regulation.cases.queue import Reader
from regulation.cases.reducer import CASE
from regulation.standing.status import status_of
from regulation.standing.verdicts import permits
from tests.ledger.doing import faults
from tests.ledger.notebook import NOON
from tests.ledger.test_coordination import only_case, posted, register, swept, tied
from tests.ledger.test_networks import Desk, desk  # noqa: F401 - a fixture
from tests.ledger.test_reviews import PAPER, do
from tests.ledger.test_reviews import register as asking
from tests.persons import persons_of

ANN, BEN, CHI = "key_ann", "key_ben", "key_chi"
PERSONS = persons_of(ANN, BEN, CHI)
DAY = timedelta(days=1)
ADVERTISING = monetize_by(Method.ADVERTISING)
YES, NO = Outcome.APPROVED, Outcome.REJECTED
TRUE, FALSE = Outcome.CONFIRMED, Outcome.DISMISSED


class Bureau:
    """Cases that are decided, and corrected on the days after."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def opened(self, kind: CaseKind, subject: Subject | None = None, account: str | None = "a1") -> str:
        made = opening(kind, NOON, account=account, subject=subject)
        async with self.database.transaction() as connection:
            await cases.opened(connection, "c1", made, actor="system", now=NOON)
        return "c1"

    async def decide(self, case: str, outcome: Outcome, *by: str, **more: Any) -> None:
        ruling = Ruling.model_validate({"outcome": outcome, "reason": "first look", **more})
        for actor in by or (ANN,):
            command = CaseCommand(CASE, case, decide_case(actor, ruling, persons=PERSONS), actor=actor, now=NOON + DAY)
            entered = await records.execute(self.database, command)
            assert entered.refusal is None, entered.refusal

    async def correct(
        self, case: str, outcome: Outcome, *by: str, day: int = 2, key: RequestKey | None = None, **more: Any
    ) -> EnteredCase:
        ruling = Ruling.model_validate({"outcome": outcome, "reason": "second look", **more})
        *first, last = by or (BEN,)
        for actor in first:
            await self.correct(case, outcome, actor, day=day, **more)
        decide = correct_case(last, ruling, persons=PERSONS)
        command = CaseCommand(CASE, case, decide, actor=last, now=NOON + day * DAY, key=key)
        return await records.execute(self.database, command)

    async def corrected(self, case: str, outcome: Outcome, *by: str, day: int = 2, **more: Any) -> Case:
        entered = await self.correct(case, outcome, *by, day=day, **more)
        assert entered.refusal is None, entered.refusal
        assert entered.state is not None
        assert entered.state.status is CaseStatus.DECIDED
        assert await faults(self.database) == []
        return entered.state

    async def refused(self, case: str, outcome: Outcome, *by: str, **more: Any) -> str:
        entered = await self.correct(case, outcome, *by, **more)
        assert entered.refusal is not None
        return entered.refusal.code

    async def standing(self, account: str = "a1") -> Standing:
        found = await reading.standing_of(self.database, account)
        assert found is not None
        return found

    async def status(self, day: int = 2) -> str:
        return status_of(await self.standing(), NOON + day * DAY + timedelta(hours=1))

    async def types(self, account: str = "a1") -> list[str]:
        facts = await reading.facts_of(self.database, account)
        return [one.fact.body.type for one in facts]

    async def action(self, identifier: str) -> Action:
        from ledger.sanctions.appeals import actions_within

        async with self.database.transaction() as connection:
            [found] = await actions_within(connection, "a1", identifier)
        return found


@pytest.fixture
def bureau(database: Database) -> Bureau:
    return Bureau(database)


async def one(bureau: Bureau, *, granted: bool = False) -> None:
    await do(bureau.database, "a1", asking("山野厨房", kind=AccountKind.ENTERPRISE))
    if granted:
        await do(bureau.database, "a1", c.ApplyMonetization(methods=(Method.ADVERTISING,)))


# --- applications ----------------------------------------------------------------------------------------------------


async def held(bureau: Bureau, account: str = "a1") -> str:
    receipt = await do(bureau.database, account, asking(f"{PAPER}社"))
    return str(receipt.facts[-1].body.model_dump()["id"])


async def test_a_registration_that_was_approved_loses_its_service_and_its_seat(bureau: Bureau) -> None:
    case = await held(bureau)
    await bureau.decide(case, YES)
    assert await bureau.status() == "active"
    after = await bureau.corrected(case, NO)
    assert await bureau.status() == "denied"
    assert (await bureau.types())[-1] == "registration_rejected"
    assert [one.ruling.outcome for one in after.corrected] == [YES]
    assert after.decision is not None
    assert (after.decision.ruling.outcome, after.decision.by) == (NO, BEN)
    assert (await do(bureau.database, "a2", asking("海边厨房"))).outcome == "active", "the seat is free again"


async def test_a_registration_that_was_rejected_is_there_again_if_a_seat_is_free(bureau: Bureau) -> None:
    case = await held(bureau)
    await bureau.decide(case, NO)
    await do(bureau.database, "a2", asking("海边厨房"), NOON + DAY)
    assert await bureau.refused(case, YES) == "quota_exceeded"
    await do(bureau.database, "a2", c.Close(id="wish"), NOON + DAY)
    await bureau.corrected(case, YES)
    assert await bureau.status() == "active"
    again = await do(bureau.database, "a3", asking("湖边厨房"), NOON + 3 * DAY)
    assert again.outcome == "refused", "it takes the holder's seat"


async def test_a_registration_is_corrected_to_and_fro(bureau: Bureau) -> None:
    case = await held(bureau)
    await bureau.decide(case, NO)
    for day, (outcome, status) in enumerate(((YES, "active"), (NO, "denied"), (YES, "active")), start=2):
        await bureau.corrected(case, outcome, day=day)
        assert await bureau.status(day) == status


@pytest.mark.parametrize("changed_since", [False, True])
async def test_a_change_that_was_approved_shows_what_was_shown_before(bureau: Bureau, changed_since: bool) -> None:
    """Only what still stands: the holder's own later change stays."""
    await one(bureau)
    await do(bureau.database, "a1", c.ChangeProfile(name=PAPER, bio="每天"))
    [waiting] = (await bureau.standing()).pending
    await bureau.decide(waiting.id, YES)
    if changed_since:
        await do(bureau.database, "a1", c.ChangeProfile(name="湖边厨房"), NOON + DAY)
    await bureau.corrected(waiting.id, NO)
    shown = await bureau.standing()
    assert (shown.name, shown.bio) == ("湖边厨房" if changed_since else "山野厨房", "")


@pytest.mark.parametrize("changed_since", [False, True])
async def test_a_change_that_was_rejected_is_shown_unless_the_holder_wants_another(
    bureau: Bureau, changed_since: bool
) -> None:
    await one(bureau)
    await do(bureau.database, "a1", c.ChangeProfile(name=PAPER, bio="每天"))
    [waiting] = (await bureau.standing()).pending
    await bureau.decide(waiting.id, NO)
    if changed_since:
        await do(bureau.database, "a1", c.ChangeProfile(name="湖边厨房"), NOON + DAY)
    await bureau.corrected(waiting.id, YES)
    shown = await bureau.standing()
    assert (shown.name, shown.bio) == ("湖边厨房" if changed_since else PAPER, "每天")
    await bureau.corrected(waiting.id, NO, day=3)
    assert (await bureau.standing()).bio == ""


async def test_a_change_of_the_earlier_holder_is_not_shown_late(bureau: Bureau) -> None:
    await one(bureau)
    await do(bureau.database, "a1", c.ChangeProfile(name=PAPER))
    [waiting] = (await bureau.standing()).pending
    await bureau.decide(waiting.id, NO)
    await do(bureau.database, "a1", c.ChangeHolder(holder="h2"), NOON + DAY)
    assert await bureau.refused(waiting.id, YES) == "holder_changed"
    assert (await bureau.standing()).name == "山野厨房"


LICENCE = CertificationApplied(
    field=Field.HEALTHCARE,
    valid_from=date(2026, 1, 1),
    valid_until=date(2026, 12, 31),
    materials=Materials(professional_qualification="执业医师"),
)


async def test_a_certification_is_revoked_granted_and_granted_for_other_days(bureau: Bureau) -> None:
    await one(bureau)
    case = await bureau.opened(CaseKind.CERTIFICATION, LICENCE)
    await bureau.decide(case, NO)
    terms = ValidityTerms(valid_from=date(2026, 2, 1), valid_until=date(2026, 6, 30))
    field = "publish.healthcare"
    for day, (outcome, given, may) in enumerate(
        ((YES, None, True), (NO, None, False), (YES, None, True), (YES, terms, True)), start=2
    ):
        await bureau.corrected(case, outcome, day=day, terms=given)
        assert permits(await bureau.standing(), field, NOON + day * DAY) is may
    assert not permits(await bureau.standing(), field, datetime.fromisoformat("2026-07-01T12:00:00+08:00"))
    assert await bureau.refused(case, YES, terms=terms) == "same_decision"


async def test_an_irregular_code_is_admitted_or_not(bureau: Bureau) -> None:
    subject = IrregularCode(holder="h_code", reference="某公司", fault="the check character")
    case = await bureau.opened(CaseKind.CREDIT_CODE, subject, account=None)
    await bureau.decide(case, NO)
    for day, (outcome, admitted) in enumerate(((YES, {"h_code"}), (NO, set())), start=2):
        await bureau.corrected(case, outcome, day=day)
        assert await every_admitted(bureau.database) == admitted


# --- findings and sanctions ------------------------------------------------------------------------------------------


async def test_an_imitation_that_was_confirmed_gets_its_service_back_and_no_violation_counts(bureau: Bureau) -> None:
    await one(bureau)
    case = await bureau.opened(CaseKind.IMPERSONATION, ImitationSuspected(imitated="人民日报", finding="f" * 32))
    await bureau.decide(case, TRUE)
    assert await bureau.status() == "denied"
    await bureau.corrected(case, FALSE)
    assert await bureau.status() == "active"
    assert (await bureau.types())[-2:] == ["overturned", "finding_dismissed"]
    assert permits(await bureau.standing(), "apply_monetization", NOON + 2 * DAY), "the clean window is open"
    [gone] = await exposures.listing(bureau.database, case=case)
    assert gone.exposure.status is ExposureStatus.OVERTURNED
    await bureau.corrected(case, TRUE, day=3)
    assert await bureau.status(3) == "denied"
    assert len(list(await exposures.listing(bureau.database, case=case))) == 2


@pytest.mark.parametrize("outcome", [TRUE, FALSE])
async def test_a_cluster_is_sanctioned_or_its_members_are_cleared(database: Database, outcome: Outcome) -> None:
    bureau, other = Bureau(database), FALSE if outcome is TRUE else TRUE
    await register(database, "a", "b", "c")
    await tied(database, "a", "b", "c")
    await posted(database, "a", "b", "c", texts=3)
    await swept(database)
    case = (await only_case(database)).id
    terms = SanctionTerms(
        category=Category.MATRIX_MANIPULATION, consequences=Consequences(ban=timedelta(days=30)), without=("c",)
    )
    for day, ruled in enumerate((outcome, other, outcome), start=1):
        given = terms if ruled is TRUE else None
        await (
            bureau.decide(case, ruled, terms=given) if day == 1 else bureau.corrected(case, ruled, day=day, terms=given)
        )
        at = NOON + timedelta(days=10 + day)
        bans = [(await bureau.standing(account)).bans for account in "abc"]
        assert [bool(found) for found in bans] == ([True, True, False] if ruled is TRUE else [False] * 3)
        assert permits(await bureau.standing("a"), "publish", at) is (ruled is FALSE)


VIOLATION = Category.MATRIX_MANIPULATION


@pytest.mark.parametrize("follows", [False, True])
async def test_a_closure_is_withdrawn_and_the_finding_before_it_stands(bureau: Bureau, follows: bool) -> None:
    await one(bureau)
    if follows:
        await do(bureau.database, "a1", c.RecordViolation(id="v1", category=VIOLATION))
    subject = ClosureAsked(category=VIOLATION, violation="v1" if follows else None)
    case = await bureau.opened(CaseKind.CLOSURE, subject)
    await bureau.decide(case, YES, ANN, BEN)
    assert await bureau.status() == "closed"
    barred = await do(bureau.database, "a2", asking("海边厨房", kind=AccountKind.ENTERPRISE), NOON + DAY)
    assert barred.refusal is not None
    await bureau.corrected(case, NO, BEN, CHI)
    assert await bureau.status() == "active"
    assert permits(await bureau.standing(), "apply_monetization", NOON + 2 * DAY) is not follows
    action = await bureau.action("v1" if follows else case)
    assert [one.measure for one in action.withdrawn] == (["closure"] if follows else [])
    assert [one.measure for one in action.measures] == ([] if follows else ["closure"])
    free = await do(bureau.database, "a2", asking("海边厨房", kind=AccountKind.ENTERPRISE), NOON + 2 * DAY)
    assert free.outcome == "active", "the holder is not barred any more"
    [gone] = await exposures.listing(bureau.database, case=case)
    assert gone.exposure.status is ExposureStatus.OVERTURNED
    await bureau.corrected(case, YES, ANN, CHI, day=3)
    assert await bureau.status(3) == "closed"


@pytest.mark.parametrize("follows", [False, True])
async def test_what_was_cancelled_is_granted_again(bureau: Bureau, follows: bool) -> None:
    await one(bureau, granted=True)
    if follows:
        await do(bureau.database, "a1", c.RecordViolation(id="v1", category=Category.VULGAR_PERSONA))
    subject = CancellationAsked(category=Category.VULGAR_PERSONA, violation="v1" if follows else None)
    case = await bureau.opened(CaseKind.CANCELLATION, subject)
    await bureau.decide(case, YES, ANN, BEN)
    at = NOON + timedelta(days=3)
    assert not permits(await bureau.standing(), ADVERTISING, at)
    await bureau.corrected(case, NO, ANN, CHI)
    assert permits(await bureau.standing(), ADVERTISING, at)
    await bureau.corrected(case, YES, ANN, BEN, day=3)
    assert not permits(await bureau.standing(), ADVERTISING, at + DAY)


async def test_a_network_is_sanctioned_or_freed(desk: Desk) -> None:  # noqa: F811 - the fixture
    bureau = Bureau(desk.database)
    made = opening(CaseKind.NETWORK, NOON, subject=None, origin=Reference(kind="network", id="n1"))
    async with desk.database.transaction() as connection:
        await cases.opened(connection, "c1", made, actor="system", now=NOON)
    await bureau.decide("c1", TRUE)
    assert [one.lifted_at for one in (await desk.network()).sanctions] == [None]
    await bureau.corrected("c1", FALSE)
    assert (await desk.network()).status == "active"
    await bureau.corrected("c1", TRUE, day=3)
    assert (await desk.network()).status == "sanctioned"


@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [
        (CaseKind.EMBLEM, YES, NO),
        (CaseKind.DIRECTIVE, Outcome.DONE, FALSE),
        (CaseKind.RUMOUR, FALSE, Outcome.DONE),
        (CaseKind.REPORT, Outcome.DONE, FALSE),
        (CaseKind.FOLLOWERS, Outcome.DONE, FALSE),
    ],
)
async def test_a_decision_from_which_nothing_followed_is_corrected_on_record(
    bureau: Bureau, kind: CaseKind, first: Outcome, second: Outcome
) -> None:
    await one(bureau)
    case = await bureau.opened(kind)
    await bureau.decide(case, first)
    after = await bureau.corrected(case, second)
    assert [one.ruling.outcome for one in after.corrected] == [first]
    assert await bureau.types() == ["account_registered"]


# --- who, when, and how often ----------------------------------------------------------------------------------------


async def test_two_people_correct_what_took_two_and_one_of_them_is_new(bureau: Bureau) -> None:
    """A proposal waits in the queue of whoever may be the second; the decision in force stands meanwhile."""
    await one(bureau)
    case = await bureau.opened(CaseKind.CLOSURE, ClosureAsked(category=VIOLATION))
    await bureau.decide(case, YES, ANN, BEN)
    proposed = await bureau.correct(case, NO, ANN)
    assert proposed.state is not None
    assert (proposed.state.status, proposed.state.public_status) == (CaseStatus.CORRECTING, CaseStatus.DECIDED)
    assert await bureau.status() == "closed"
    for reader, seen in ((ANN, 0), (CHI, 1)):
        mine = CaseFilters(second_person="me")
        who = Reader(reader, decides=frozenset({CaseKind.CLOSURE}))
        found = await queue.listed(bureau.database, mine, now=NOON + 2 * DAY, reader=who)
        assert len(list(found)) == seen
    assert await bureau.refused(case, NO, ANN) == "second_person_needed"
    assert await bureau.refused(case, NO, BEN) == "another_person_needed"
    assert await bureau.refused(case, NO, "service") == "person_needed"
    assert (await bureau.corrected(case, NO, CHI)).correction is None


async def test_a_proposed_correction_is_dropped_by_the_decision_in_force(bureau: Bureau) -> None:
    await one(bureau)
    case = await bureau.opened(CaseKind.CLOSURE, ClosureAsked(category=VIOLATION))
    await bureau.decide(case, NO)
    await bureau.correct(case, YES, ANN)
    dropped = await bureau.correct(case, NO, BEN)
    assert dropped.state is not None
    assert (dropped.state.status, dropped.state.correction, dropped.state.corrected) == (CaseStatus.DECIDED, None, ())
    assert [entry.body.type for entry in dropped.entries] == ["correction_dropped"]


async def test_what_cannot_be_corrected_says_what_would_be_right(bureau: Bureau) -> None:
    await one(bureau)
    case = await bureau.opened(CaseKind.CLOSURE, ClosureAsked(category=VIOLATION))
    assert await bureau.refused(case, NO) == "nothing_to_correct"
    await bureau.decide(case, NO)
    assert await bureau.refused(case, NO) == "same_decision"
    assert await bureau.refused(case, TRUE) == "unfit_outcome"
    assert await bureau.refused(case, YES, reason="") == "reason_needed"


async def test_a_repeated_correction_is_answered_alike_and_one_of_two_counts(bureau: Bureau) -> None:
    case = await held(bureau)
    await bureau.decide(case, YES)
    key = RequestKey(BEN, "k1", b"print")
    first, again = await bureau.correct(case, NO, key=key), await bureau.correct(case, NO, key=key)
    assert again.replayed
    assert again.version == first.version
    assert (await bureau.types()).count("registration_rejected") == 1
    assert await bureau.refused(case, NO, CHI) == "same_decision"


async def test_a_correction_whose_consequence_is_refused_leaves_everything_as_it_was(bureau: Bureau) -> None:
    await one(bureau)
    over = LICENCE.model_copy(update={"valid_until": date(2026, 2, 1)})
    case = await bureau.opened(CaseKind.CERTIFICATION, over)
    await bureau.decide(case, NO)
    assert await bureau.refused(case, YES) == "certification_over"
    found = (await records.state_of(bureau.database, CASE, case)).state
    assert found is not None
    assert (found.corrected, found.decision and found.decision.ruling.outcome) == ((), NO)
