"""Cases in the ledger: a decision and what follows from it are one; the queue is read in its order, page by page."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from ledger.accounts import reading
from ledger.accounts.commands import Request, execute
from ledger.cases import cases, queue
from ledger.cases.cases import CaseCommand
from ledger.events import feed
from ledger.reactions import decided_cases as table
from ledger.reactions.deciding import Deciding
from ledger.store import pages
from ledger.store.database import Database
from ledger.store.idempotency import RequestKey
from ledger.streams import records
from models.accounts.commands import ChangeName, Refusal, Register
from models.accounts.facts import Materials
from models.cases.cases import Case, CaseKind, CaseStatus, Opening, Outcome, Priority, Ruling
from models.cases.queue import CaseFilters
from models.cases.subjects import CertificationApplied, ClosureAsked, Reference, ValidityTerms
from models.evidence import Evidence, EvidenceKind
from models.names import AccountKind
from models.words.privileges import Field
from models.words.violations import Category
from regulation.accounts.homepage import homepage
from regulation.cases.cases import claim, decide_case, note, opening
from regulation.cases.reducer import CASE
from tests.ledger.notebook import NOON, NOTEBOOK, Written, notebooks, write  # noqa: F401 - a fixture
from tests.persons import persons_of

YES, NO = Ruling(outcome=Outcome.APPROVED), Ruling(outcome=Outcome.REJECTED, reason="not theirs")
LICENCE = CertificationApplied(
    field=Field.HEALTHCARE,
    valid_from=date(2026, 1, 1),
    valid_until=date(2026, 12, 31),
    materials=Materials(professional_qualification="执业医师"),
)

pytestmark = pytest.mark.usefixtures("notebooks")
HOUR = timedelta(hours=1)
PERSONS = persons_of("key_ann", "key_ben")


async def register(database: Database, account: str = "a1") -> None:
    command = Register(kind=AccountKind.ENTERPRISE, holder=f"h_{account}", name="闵行医见", fields=(Field.HEALTHCARE,))
    await execute(database, Request(account=account, command=command, actor="key_test", now=NOON))


async def opened(database: Database, case: str, kind: CaseKind = CaseKind.CERTIFICATION, **more: Any) -> None:
    given = more.pop("opening", None)
    made: Opening = given or opening(kind, NOON, account="a1", **more)
    async with database.transaction() as connection:
        await cases.opened(connection, case, made, actor="system", now=NOON)


def ruled(case: str, ruling: Ruling, actor: str = "key_ann", key: RequestKey | None = None) -> CaseCommand:
    return CaseCommand(CASE, case, decide_case(actor, ruling, persons=PERSONS), actor=actor, now=NOON + HOUR, key=key)


async def state(database: Database, case: str) -> Case:
    found = (await records.state_of(database, CASE, case)).state
    assert found is not None
    return found


async def test_an_approved_application_opens_the_field_in_the_same_transaction(database: Database) -> None:
    await register(database)
    await opened(database, "c1", subject=LICENCE)
    settled = await records.execute(database, ruled("c1", YES))
    [receipt] = settled.receipts
    assert [fact.body.type for fact in receipt.facts] == ["certification_granted"]
    assert (receipt.facts[0].actor, receipt.facts[0].recorded_at) == ("key_ann", NOON + HOUR)
    standing = await reading.standing_of(database, "a1")
    assert standing is not None
    [label] = homepage(standing, NOON + HOUR).labels
    assert (label.certification, label.materials) == ("c1", LICENCE.materials)


async def test_the_reviewer_may_read_other_days_on_the_certificate(database: Database) -> None:
    await register(database)
    await opened(database, "c1", subject=LICENCE)
    terms = ValidityTerms(valid_from=date(2026, 2, 1), valid_until=date(2026, 6, 30))
    await records.execute(database, ruled("c1", YES.model_copy(update={"terms": terms})))
    standing = await reading.standing_of(database, "a1")
    assert standing is not None
    assert homepage(standing, NOON + HOUR).labels[0].valid_through == date(2026, 6, 30)


async def test_a_rejection_leaves_the_account_as_it_was(database: Database) -> None:
    await register(database)
    await opened(database, "c1", subject=LICENCE)
    settled = await records.execute(database, ruled("c1", NO))
    assert settled.receipts == ()
    assert (await state(database, "c1")).status == CaseStatus.DECIDED
    standing = await reading.standing_of(database, "a1")
    assert standing is not None
    assert standing.version == 1


async def test_what_cannot_follow_leaves_the_case_undecided_and_nothing_behind(database: Database) -> None:
    """The certificate is over; then it is rejected instead. Under its key the refusal stays the answer."""
    await register(database)
    over = LICENCE.model_copy(update={"valid_until": date(2026, 2, 1)})
    await opened(database, "c1", subject=over)
    key = RequestKey("key_ann", "k1", b"print")
    for _ in range(2):
        refused = await records.execute(database, ruled("c1", YES, key=key))
        assert refused.refusal is not None
        assert refused.refusal.code == "certification_over"
    assert (await state(database, "c1")).status == CaseStatus.OPEN
    assert [entry.seq for entry in await records.entries_of(database, CASE, "c1")] == [1]
    assert (await records.execute(database, ruled("c1", NO))).refusal is None


async def test_half_of_what_follows_is_taken_back_when_the_other_half_is_refused(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two accounts, one of which does not exist: neither is renamed, and no event tells otherwise."""

    async def rename_both(deciding: Deciding) -> Refusal | None:
        for account in ("a1", "nobody"):
            if (refusal := await deciding.command(ChangeName(name="新名"), account)) is not None:
                return refusal
        return None

    monkeypatch.setitem(table.CONSEQUENCES, CaseKind.REPORT, rename_both)
    await register(database)
    await opened(database, "c1", CaseKind.REPORT)
    before = (await feed.page(database)).events
    settled = await records.execute(database, ruled("c1", Ruling(outcome=Outcome.DONE)))
    assert settled.refusal is not None
    assert settled.refusal.code == "unknown_account"
    assert settled.receipts == ()
    assert (await feed.page(database)).events == before


async def test_of_many_decisions_at_once_one_counts_and_acts(database: Database) -> None:
    await register(database)
    await opened(database, "c1", subject=LICENCE)
    commands = [ruled("c1", YES if number % 2 else NO, f"key_{number}") for number in range(8)]
    settled: list[cases.EnteredCase] = await asyncio.gather(
        *(records.execute(database, command) for command in commands)
    )
    [first] = [one for one in settled if one.refusal is None]
    assert {one.refusal.code for one in settled if one.refusal} == {"case_decided"}
    standing = await reading.standing_of(database, "a1")
    assert standing is not None
    assert standing.version == 1 + len(first.receipts)


async def test_a_closure_takes_two_people_and_then_closes(database: Database) -> None:
    await register(database)
    await opened(database, "c1", CaseKind.CLOSURE, subject=ClosureAsked(category=Category.MATRIX_MANIPULATION))
    proposed = await records.execute(database, ruled("c1", YES, "key_ann"))
    assert proposed.receipts == ()
    again = await records.execute(database, ruled("c1", YES, "key_ann"))
    assert again.refusal is not None
    assert again.refusal.code == "second_person_needed"
    await records.execute(database, ruled("c1", YES, "key_ben"))
    standing = await reading.standing_of(database, "a1")
    assert standing is not None
    assert standing.closed_at == NOON + HOUR


async def test_who_decides_and_who_enters_in_the_dossier_it_came_from_do_not_wait_for_each_other(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The decision writes in the notebook, and the notebook withdraws the case: each time one of them is first."""

    async def write_down(deciding: Deciding) -> None:
        origin = deciding.case.opening.origin
        assert origin is not None
        await deciding.enter(NOTEBOOK, origin.id, write("", Written(line="decided")).decide)

    monkeypatch.setitem(table.CONSEQUENCES, CaseKind.REPORT, write_down)

    async def settle_itself(book: str) -> None:
        async with database.transaction() as connection:
            await records.enter(connection, write(book, Written(line="settled")))
            await cases.needless(connection, f"c-{book}", "settled", actor="system", now=NOON + HOUR)

    books = [f"n{number}" for number in range(12)]
    for book in books:
        await records.execute(database, write(book, Written(line="begun")))
        await opened(database, f"c-{book}", CaseKind.REPORT, origin=Reference(kind="notebook", id=book))
    done = Ruling(outcome=Outcome.DONE)
    await asyncio.gather(
        *(work for book in books for work in (records.execute(database, ruled(f"c-{book}", done)), settle_itself(book)))
    )
    for book in books:
        notebook = (await records.state_of(database, NOTEBOOK, book)).state
        assert notebook is not None
        decided = (await state(database, f"c-{book}")).status == CaseStatus.DECIDED
        assert ("decided" in notebook.lines) == decided
        assert "settled" in notebook.lines


async def test_opened_twice_about_the_same_it_is_one_case(database: Database) -> None:
    name = cases.case_id("late", "d" * 64)
    await opened(database, name, CaseKind.DIRECTIVE)
    async with database.transaction() as connection:
        again = await cases.opened(connection, name, opening(CaseKind.DIRECTIVE, NOON), actor="system", now=NOON + HOUR)
    assert again.refusal is not None
    assert again.refusal.code == "duplicate_id"
    assert again.version == 1


async def test_the_queue_is_ordered_by_priority_then_due_time_and_continues_where_it_stopped(
    database: Database,
) -> None:
    for number, (priority, due) in enumerate(
        [
            (Priority.NORMAL, 3),
            (Priority.URGENT, 9),
            (Priority.NORMAL, 1),
            (Priority.HIGH, 5),
            (Priority.NORMAL, 3),
            (Priority.LOW, 1),
            (Priority.HIGH, 2),
        ]
    ):
        made = opening(CaseKind.REPORT, NOON, priority=priority, due_at=NOON + due * HOUR)
        await opened(database, f"c{number}", opening=made)
    expected = ["c1", "c6", "c3", "c2", "c0", "c4", "c5"]

    async def walked(size: int) -> list[str]:
        found = pages.every(lambda after: queue.listed(database, now=NOON, after=after, most=size))
        return [one.id async for one in found]

    for size in (1, 2, 3, 7):
        assert await walked(size) == expected, size


async def test_the_queue_is_filtered_and_sees_that_a_lease_has_lapsed(database: Database) -> None:
    for name, kind in (("c1", CaseKind.REPORT), ("c2", CaseKind.REPORT), ("c3", CaseKind.RUMOUR)):
        await opened(database, name, kind)
    for name in ("c1", "c3"):
        taken = CaseCommand(CASE, name, claim("key_ann"), actor="key_ann", now=NOON)
        await records.execute(database, taken)

    async def found(after: timedelta = timedelta(0), **filters: Any) -> list[str]:
        return [one.id for one in await queue.listed(database, CaseFilters(**filters), now=NOON + after)]

    assert await found(kind=(CaseKind.REPORT,)) == ["c1", "c2"]
    assert await found(claimed_by="key_ann") == ["c3", "c1"]
    assert await found(account="nobody") == []
    assert await found(status=(CaseStatus.OPEN,)) == ["c2"]
    assert await found(HOUR, status=(CaseStatus.OPEN,)) == ["c3", "c1", "c2"]
    assert await found(HOUR, claimed_by="key_ann") == []


async def test_what_a_note_says_is_not_told_in_the_feed(database: Database) -> None:
    await opened(database, "c1", CaseKind.REPORT)
    await records.execute(database, CaseCommand(CASE, "c1", note("between us"), actor="key_ann", now=NOON))
    told = [feed.announced(event) for event in (await feed.page(database)).events]
    assert [one.type for one in told] == ["case.opened", "case.noted"]
    assert "between us" not in told[1].model_dump_json()
    entries = await records.entries_of(database, CASE, "c1")
    assert "between us" in entries[1].model_dump_json()


async def test_evidence_lies_with_the_case(database: Database) -> None:
    piece = Evidence(kind=EvidenceKind.LINK, link="https://example.cn/x")
    async with database.transaction() as connection:
        await cases.opened(connection, "c1", opening(CaseKind.REPORT, NOON), [piece], actor="system", now=NOON)
    assert (await state(database, "c1")).evidence == (piece,)


def test_every_kind_has_a_consequence() -> None:
    assert set(table.CONSEQUENCES) == set(CaseKind)
