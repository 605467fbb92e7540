"""Sanctions in the ledger: all of a finding in one transaction, what is opened with it, and all of it undone."""

import asyncio
from typing import Any

import pytest

from activities.follow_ups import FOLLOW_UPS, follow_up
from activities.messages import RecordDue
from ledger.accounts import commands, group_commit, reactions
from ledger.accounts.commands import Request
from ledger.cases import cases
from ledger.followers import cleanups
from ledger.followers.cleanups import Report
from ledger.store.database import Database
from ledger.streams import records
from models import directives as d
from models.accounts import commands as c
from models.accounts.facts import MonetizationCancelled
from models.cases.cases import CaseKind, CaseStatus, Outcome, Ruling
from models.cases.subjects import ImitationSuspected
from models.followers import Gain
from models.words.privileges import Method
from models.words.sanctions import Basis, Consequences, MeasureKind
from models.words.scopes import Scope
from models.words.violations import Category
from regulation.cases.cases import decide_case, open_case, opening
from regulation.cases.reducer import CASE
from regulation.directives import DIRECTIVE, acknowledge
from regulation.followers.cleanups import cleanup_id
from regulation.followers.reducer import CLEANUP
from tests.ledger.doing import ENTERPRISE, NOON, days, do, everything, faults, key, registration, rows
from tests.persons import persons_of

CLOSING = Consequences(close=True, remove_followers=True)
ANN_AND_BEN = persons_of("ann", "ben")


def sanction(identifier: str, consequences: Consequences | None = None, **more: Any) -> c.Sanction:
    return c.Sanction(id=identifier, category=Category.MATRIX_MANIPULATION, consequences=consequences, **more)


async def order(database: Database, which: str, account: str, cause: str) -> d.Directive | None:
    return (await records.state_of(database, DIRECTIVE, f"{cleanup_id(account, cause)}-{which}")).state


async def reckoned(database: Database, account: str, cause: str) -> None:
    """The clean-up's workflow does its first step."""
    await follow_up(database, FOLLOW_UPS[CLEANUP.kind], RecordDue(record=cleanup_id(account, cause), at=NOON))


async def barred(database: Database, holder: str) -> str | None:
    return (
        str(found)
        if (found := (await rows(database, "SELECT barred_by FROM holders WHERE holder = :h", h=holder))[0][0])
        else None
    )


async def test_a_dry_run_leaves_no_trace(database: Database) -> None:
    """What would follow is said, and not a row of any table is another one afterwards."""
    await do(database, "a1", registration())
    before = await everything(database)
    request = Request(account="a1", command=sanction("v1"), actor="somebody", now=NOON)
    foreseen = await commands.foreseen(database, request)

    assert foreseen.receipt.facts[0].body.type == "ban_imposed"
    assert await everything(database) == before
    carried = await do(database, "a1", sanction("v1"))
    assert [fact.body for fact in carried.facts] == [fact.body for fact in foreseen.receipt.facts]


async def test_a_closure_is_undone_with_everything_it_did(database: Database) -> None:
    """The holder is barred and the followers are ordered to be removed; after the overturn the seat is taken again, the
    holder may come back, and the order is withdrawn.
    """
    await do(database, "a1", registration("h1"))
    await do(database, "a1", sanction("v1", CLOSING))
    assert await barred(database, "h1") == "a1"
    assert (await do(database, "a2", registration("h1"))).refusal.code == "holder_barred"  # type: ignore[union-attr]
    await reckoned(database, "a1", "v1")
    issued = await order(database, "1", "a1", "v1")
    assert issued is not None
    assert (issued.terms.cause, issued.status) == ("v1", d.DirectiveStatus.OPEN)

    reopened = await do(database, "a1", c.Overturn(id="v1"), NOON + days(1))
    assert [fact.body.type for fact in reopened.facts] == ["overturned", "account_reopened"]
    assert await barred(database, "h1") is None
    withdrawn = await order(database, "1", "a1", "v1")
    assert withdrawn is not None
    assert withdrawn.status is d.DirectiveStatus.WITHDRAWN
    assert (await do(database, "a2", registration("h1"))).refusal.code == "quota_exceeded"  # type: ignore[union-attr]
    assert not await faults(database)


async def test_followers_removed_already_are_to_be_restored(database: Database) -> None:
    """What is done is not withdrawn: the platform is ordered to give back as many as it took."""
    await do(database, "a1", registration())
    await do(database, "a1", sanction("v1", Consequences(clear_followers=True)))
    await reckoned(database, "a1", "v1")
    done = acknowledge("done", "", d.Counts(done=120))
    identifier = f"{cleanup_id('a1', 'v1')}-1"
    command = records.Command(DIRECTIVE, identifier, done, actor="platform", now=NOON + days(1))
    await records.execute(database, command)
    await do(database, "a1", c.Overturn(id="v1"), NOON + days(2))

    restoring = await order(database, "back", "a1", "v1")
    assert restoring is not None
    assert (restoring.terms.order, restoring.terms.expected) == (d.Order.RESTORE_FOLLOWERS, 120)


@pytest.mark.parametrize("first", ["a1", "a2"])
async def test_a_holder_barred_by_two_accounts_stays_barred_by_the_other(database: Database, first: str) -> None:
    """Overturning one of two closures leaves the holder barred by the other, whichever came first; both: free again."""
    second = {"a1": "a2", "a2": "a1"}[first]
    registering = registration("h1", ENTERPRISE)
    for account in ("a1", "a2"):
        await do(database, account, registering)
    await do(database, "a1", c.Close(id="x1", category=Category.FABRICATION), NOON)
    await do(database, "a2", c.Close(id="x2", category=Category.FABRICATION), NOON + days(1))

    assert (await do(database, first, c.Reopen(), NOON + days(2))).outcome == "done"
    assert await barred(database, "h1") == second
    assert (await do(database, "a3", registering, NOON + days(2))).outcome == "refused"
    assert (await do(database, second, c.Reopen(), NOON + days(3))).outcome == "done"
    assert await barred(database, "h1") is None
    assert not await faults(database)


async def test_two_people_close_and_the_finding_still_takes_the_closure_along(database: Database) -> None:
    """A violation that leads to closure opens a case where two must decide; the closure bears the violation's
    identifier, so that overturning that opens the account again, if two have decided so.
    """
    await do(database, "a1", registration())
    await do(database, "a1", sanction("v1", CLOSING, closing="by_case"))
    case = reactions.pending_case(CaseKind.CLOSURE, "a1", "v1")
    yes = Ruling(outcome=Outcome.APPROVED)
    _, settled = [
        await records.execute(
            database,
            cases.CaseCommand(
                CASE, case, decide_case(actor, yes, persons=ANN_AND_BEN), actor=actor, now=NOON + days(1)
            ),
        )
        for actor in ("ann", "ben")
    ]
    assert [fact.body.type for fact in settled.receipts[0].facts] == ["account_closed"]
    assert await barred(database, "h1") == "a1"

    alone = await do(database, "a1", c.Overturn(id="v1"), NOON + days(2))
    assert alone.refusal is not None
    assert alone.refusal.code == "second_person_needed"
    await do(database, "a1", c.Overturn(id="v1"), NOON + days(2), two_persons=True)
    assert await barred(database, "h1") is None


async def test_two_people_cancel_what_is_granted_and_are_not_asked_about_nothing(database: Database) -> None:
    """Where nothing is granted it is withheld at once and nobody is asked; where something is, the rest is withheld at
    once and two people decide about the grant, under the finding's identifier.
    """
    persona = c.Sanction(id="v1", category=Category.VULGAR_PERSONA, cancelling="by_case")
    case = {account: reactions.pending_case(CaseKind.CANCELLATION, account, "v1") for account in ("a1", "a2")}
    for account in ("a1", "a2"):
        await do(database, account, registration(f"h-{account}"))
    await do(database, "a2", c.ApplyMonetization(methods=(Method.ADVERTISING,)))
    done = {account: await do(database, account, persona) for account in ("a1", "a2")}

    for account, waits in (("a1", ()), ("a2", ("cancellation",))):
        basis = done[account].facts[0].body.basis  # type: ignore[union-attr]
        assert basis is not None
        assert basis.by_case == waits
        opened = (await records.state_of(database, CASE, case[account])).state
        assert (opened is not None) == bool(waits)
        assert [f.body.type for f in done[account].facts] == ["ban_imposed", "measure_imposed", "measure_imposed"]

    yes = Ruling(outcome=Outcome.APPROVED)
    _, settled = [
        await records.execute(
            database,
            cases.CaseCommand(
                CASE, case["a2"], decide_case(actor, yes, persons=ANN_AND_BEN), actor=actor, now=NOON + days(1)
            ),
        )
        for actor in ("ann", "ben")
    ]
    (cancelled,) = settled.receipts[0].facts
    assert isinstance(cancelled.body, MonetizationCancelled)
    assert (cancelled.body.id, cancelled.body.methods) == ("v1", (Method.ADVERTISING,))
    assert not await faults(database)


async def test_a_case_about_an_overturned_violation_needs_no_decision(database: Database) -> None:
    """When the violation falls before two people have decided, their case is withdrawn."""
    await do(database, "a1", registration())
    await do(database, "a1", sanction("v1", CLOSING, closing="by_case"))
    await do(database, "a1", c.Overturn(id="v1"), NOON + days(1))
    found = (await records.state_of(database, CASE, reactions.pending_case(CaseKind.CLOSURE, "a1", "v1"))).state
    assert found is not None
    assert found.status is CaseStatus.WITHDRAWN


async def test_a_single_measure_orders_the_removal_too(database: Database) -> None:
    """Clearing followers by itself is the same order as by a violation."""
    await do(database, "a1", registration())
    clear = c.ImposeMeasure(id="m1", measure=MeasureKind.CLEAR_FOLLOWERS, category=Category.FRAUDULENT_FOLLOWERS)
    await do(database, "a1", clear)
    await reckoned(database, "a1", "m1")
    assert await order(database, "1", "a1", "m1") is not None


async def test_the_finding_says_what_it_brought_and_that_is_ordered_away(database: Database) -> None:
    """Contents named with the violation are what the clean-up reckons with."""
    await do(database, "a1", registration())
    gain = Gain(id="g1", begins=NOON - days(2), ends=NOON - days(1), gained=900, content="p1")
    other = Gain(id="g2", begins=NOON - days(2), ends=NOON - days(1), gained=70, content="p2")
    await cleanups.report(database, Report("a1", (gain, other), None, actor="key_p", now=NOON))
    basis = Basis(gained=Scope(contents=("p1",)))
    await do(database, "a1", sanction("v1", Consequences(remove_followers=True), basis=basis))
    await reckoned(database, "a1", "v1")
    removal = await order(database, "1", "a1", "v1")
    assert removal is not None
    assert (removal.terms.expected, removal.terms.targets) == (900, ("p1",))


async def test_a_case_about_an_imitation_that_is_found_already_is_closed_without_a_second_finding(
    database: Database,
) -> None:
    """The decision stands, the case is closed, and the account has one finding on its record."""
    await do(database, "a1", registration())
    imitated = ImitationSuspected(imitated="东海日报", finding="f" * 32)
    opened = opening(CaseKind.IMPERSONATION, NOON, account="a1", subject=imitated)
    await records.execute(database, records.Command(CASE, "c1", open_case(opened), actor="ann", now=NOON))
    await do(database, "a1", c.FindImpersonation(id="i1", imitated="东海日报"))
    confirmed = decide_case("ben", Ruling(outcome=Outcome.CONFIRMED, reason="the same"))
    settled = await records.execute(database, cases.CaseCommand(CASE, "c1", confirmed, actor="ben", now=NOON + days(1)))

    assert settled.refusal is None
    found = await rows(database, "SELECT ref FROM facts WHERE type = 'impersonation_found'")
    assert [row[0] for row in found] == ["i1"]


@pytest.mark.parametrize("rounds", [3])
async def test_the_same_offence_found_by_many_at_once_is_one_finding(database: Database, rounds: int) -> None:
    """Each process finds it by another command, under an identifier of its own, in the same moment: one is recorded,
    and the others are told of that one; the account that a second would have closed is open.
    """
    basis = Basis(gained=Scope(contents=("p1",)), evidence=("https://files.example.cn/1",))
    rumour: dict[str, Any] = {"category": Category.RUMOUR_MAKING, "basis": basis}
    for turn in range(rounds):
        account = f"a{turn}"
        await do(database, account, registration(f"h-{account}"))
        others = [Database(database.url) for _ in range(3)]
        try:
            desks = [group_commit.GroupCommit(one) for one in (database, *others)]
            finders: list[c.Command] = []
            for number in range(8):
                finders += [
                    c.Sanction(id=f"s{number}", **rumour),
                    c.RecordViolation(id=f"v{number}", **rumour),
                    c.ImposeBan(id=f"b{number}", duration=days(3), **rumour),
                ]
            receipts = [
                done.receipt
                for done in await asyncio.gather(
                    *(
                        desks[place % len(desks)].executed(
                            Request(account=account, command=finder, actor="somebody", now=NOON)
                        )
                        for place, finder in enumerate(finders)
                    )
                )
            ]
        finally:
            for one in others:
                await one.close()
        (first,) = [receipt.facts[0].body for receipt in receipts if receipt.facts]
        refused = [receipt.refusal for receipt in receipts if receipt.refusal is not None]
        assert {(one.code, one.finding and one.finding.id) for one in refused} == {
            ("same_offence", getattr(first, "id"))  # noqa: B009 - of several types
        }
        assert len(refused) == len(finders) - 1
        found = await rows(database, "SELECT count(*) FROM facts WHERE account = :a AND type LIKE '%closed'", a=account)
        assert found[0][0] == 0
    assert not await faults(database)


async def test_a_repetition_told_under_its_key_is_told_the_same_again(database: Database) -> None:
    """The refusal with the finding it names is what the key keeps; the first one's key still gives the first answer."""
    basis = Basis(gained=Scope(contents=("p1",)))
    await do(database, "a1", registration())
    finders = {name: c.Sanction(id=name, category=Category.DISTORTION, basis=basis) for name in ("v1", "v2")}
    first = {name: await do(database, "a1", one, key=key(name)) for name, one in finders.items()}
    again = {name: await do(database, "a1", one, key=key(name)) for name, one in finders.items()}
    assert first["v2"].refusal is not None
    assert first["v2"].refusal.finding is not None
    assert first["v2"].refusal.finding.id == "v1"
    assert [one.model_copy(update={"replayed": False}) for one in again.values()] == list(first.values())
    assert all(one.replayed for one in again.values())
