"""Execution of one command in one transaction: key, lock, decide, registry, facts, standing, outbox, event (invariant
3).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Text, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.accounts import boundaries, by_two, holding, reactions, reviews
from ledger.accounts.holding import COMING, REOPENING
from ledger.accounts.reviews import Screen
from ledger.store.chain import chained_all, fact_from
from ledger.store.clock import recording_instant
from ledger.store.database import Database
from ledger.store.idempotency import RequestKey
from ledger.store.locked import Held, Locked
from ledger.store.statements import given, one_of
from ledger.streams import envelope
from ledger.streams.appending import Page, append
from ledger.streams.envelope import Appended, Recorded, table
from models.accounts.commands import (
    LESSENING,
    OF_A_CASE,
    Command,
    FollowHolder,
    HolderAction,
    Overturn,
    Receipt,
    Reopen,
    Sanction,
    Seats,
    Timing,
)
from models.accounts.facts import Fact
from models.accounts.profiles import Grounds
from models.accounts.standing import Standing
from models.accounts.verdicts import Transition
from models.cases.rulings import DecidedByTwo
from models.tables import FACTS
from models.words.sanctions import Finding
from regulation.accounts.commands import decide
from regulation.catalogue.rulebook import IN_FORCE, Rulebook
from regulation.holders.findings import ON_RECORD, record_of
from regulation.holders.inheritance import holder_when, left_of
from regulation.holders.offences import compared
from regulation.standing.boundaries import transitions_between
from regulation.standing.fold import apply
from regulation.standing.requirements import Known
from regulation.tables.clocks import by_our_clock, dated_by_our_clock


class VersionConflictError(Exception):
    """Raised when the account is at another version than the caller expected; nothing was done."""

    def __init__(self, account: str, expected: int, actual: int) -> None:
        super().__init__(f"account {account} is at version {actual}, not {expected}")
        self.account, self.expected, self.actual = account, expected, actual


@dataclass(frozen=True)
class Request:
    """A command and its context."""

    account: str
    command: Command
    actor: str
    now: datetime
    """The caller's time. Facts carry the database's time, read once the account is locked (`ledger.store.clock`)."""
    effective_at: datetime | None = None
    key: RequestKey | None = None
    expected_version: int | None = None
    backdating_limit: timedelta | None = None
    tolerance: timedelta = timedelta(0)
    """Time by which the caller's clock may be ahead of the database's: a date within it counts as now."""
    rulebook: Rulebook = IN_FORCE
    screen: Screen | None = None
    """Screening of the profile that the command would show (article 1); None where there is none, as in an import."""
    two_persons: bool = False
    """Whether two persons have decided the command alike, in a case: they may take back what two have decided."""
    may_close: bool = True
    """Whether the command may close an account; False for a person who must prove anew who it is."""
    later: bool = False
    """Whether the news waits for Temporal behind that of other accounts: one of thousands of the same moment."""


RECORDED_BY: Final = "ledger"
"""Recorder named for the boundaries that were due when a fact was recorded."""

_F: Final = FACTS.c
_ASKED: Final = given(account=("accounts", Text()), ref=("refs", Text()))
_TYPES: Final = (
    select(_F.account, _F.type).distinct().join(_ASKED, and_(_F.account == _ASKED.c.account, _F.ref == _ASKED.c.ref))
)


@dataclass(frozen=True)
class Executed:
    """A receipt, and the resulting standing; None when nothing was recorded now."""

    receipt: Receipt
    standing: Standing | None = None
    others: tuple[Receipt, ...] = ()
    """Receipts for facts recorded for other accounts, for code that caches their standings."""


@dataclass(frozen=True)
class Concluded:
    """Decision of the rules on a command, and what is to be written for it."""

    request: Request
    before: Standing | None
    executed: Executed
    page: Page | None = None
    """Additions to the account; None when nothing is recorded."""
    due: Sequence[Transition] = ()
    """Boundaries that were due before the command: recorded before it, on the standing of that time."""


_RECORD: Final = (
    select(_F.account, _F.seq, _F.effective_at, _F.recorded_at, _F.actor, _F.body)
    .where(one_of(_F.account, "accounts"), one_of(_F.type, "types"))
    .order_by(_F.account, _F.seq)
)


async def execute(database: Database, request: Request) -> Receipt:
    """Carry the command out as `executed` does, and return the receipt only."""
    return (await executed(database, request)).receipt


async def executed(database: Database, request: Request) -> Executed:
    """Carry the command out, or refuse it; either way the answer is kept under its idempotency key.

    Raises:
        KeyReusedError: the idempotency key belongs to another request.
        VersionConflictError: the account is at another version than expected.
        ClosingNotPermittedError: an account would be closed, and the request may close none.
        DatabaseAwayError: PostgreSQL cannot be reached.
    """
    return await envelope.answered(
        database,
        request.key,
        request.now,
        lambda connection: carry_out(connection, request),
        kept=lambda done: done.receipt.model_dump_json(),
        again=_again,
    )


async def _again(_: AsyncConnection, given: dict[str, Any]) -> Executed:
    return replayed(given)


def replayed(given: Mapping[str, Any]) -> Executed:
    """Return the result of a command that was answered before, from the answer kept under its idempotency key."""
    return Executed(Receipt.model_validate({**given, "replayed": True}))


async def carry_out(connection: AsyncConnection, request: Request) -> Executed:
    """Carry the command out within the caller's transaction; the caller handles idempotency.

    The account stays locked until the transaction ends. A caller that takes several accounts locks them in the order of
    their identifiers, and the records before them. A command that registers fails with an `IntegrityError` when another
    transaction has created the same account meanwhile: the whole transaction must then be tried again.

    Raises:
        VersionConflictError: the account is at another version than expected.
        ClosingNotPermittedError: an account would be closed, and the request may close none.
    """
    await reactions.hold(connection, request.account, request.command)
    held = await holding.hold(connection, request.account, request.command)
    locked = held.accounts.get(request.account, Locked())
    require_version(request, locked)
    types = await recorded_types(connection, [request])
    findings = await _record(connection, request)
    noticed = None
    if request.screen is not None:
        noticed = await reviews.grounds(connection, request.command, locked.standing, request.screen, request.now)
    decided = await by_two.needed_by(connection, [(request.account, request.command)])
    now = await recording_instant(connection, request.now)
    if isinstance(request.command, COMING):
        # Facts of the holder's other accounts are always recorded before the holder gets this account.
        now = max(now, *(one.standing.as_of for one in held.accounts.values() if one.standing is not None), now)
    concluded = conclude(
        request,
        locked,
        now,
        recorded=types.get(request.account, frozenset()),
        record=findings,
        counted=await _counted(connection, request, locked),
        actions=await holding.actions(connection, held, request.account, now),
        seats=held.seats,
        grounds=noticed,
        decided=decided.get(request.account, ()),
    )
    executed = (await record(connection, [concluded], held))[0]
    if not request.may_close:
        envelope.require_open((executed.receipt, *executed.others))
    return executed


async def record(
    connection: AsyncConnection, concluded: Sequence[Concluded], held: Held | None = None, *, alone: bool = False
) -> list[Executed]:
    """Record concluded commands, each on another account: the boundaries that were due before, then the facts of all in
    one statement, then the reactions to them. Returns the result of each command, in their order.

    `alone`: the commands concern nothing but their accounts (`Recorded.alone`).
    """
    written = [(one, one.page, list[Receipt]()) for one in concluded if one.page is not None]
    if not written:
        return [one.executed for one in concluded]
    for one, page, _ in written:
        await boundaries.record(connection, one.due, now=page.settled_until, by=RECORDED_BY)
    refusal = await envelope.record(
        connection,
        lambda: append(connection, [page for _, page, _ in written]),
        [
            Appended(
                table().FACTS, one.executed.receipt.facts, partial(_told, connection, one, page, held, others, alone)
            )
            for one, page, others in written
        ],
    )
    if refusal is not None:
        raise AssertionError(f"a command was decided, so no reaction to its facts may refuse: {refusal.message}")
    reacted = {one.request.account: others for one, _, others in written if others}
    return [replace(one.executed, others=tuple(reacted.get(one.request.account, ()))) for one in concluded]


def _told(
    connection: AsyncConnection,
    concluded: Concluded,
    page: Page,
    held: Held | None,
    others: list[Receipt],
    alone: bool,
    facts: tuple[Fact, ...],
) -> Recorded:
    """Return the argument of a reaction to these facts."""
    return Recorded(
        connection,
        concluded.request.command,
        facts,
        finding=concluded.executed.receipt.facts[0],
        before=concluded.before,
        standing=page.standing,
        held=held,
        effective_at=concluded.request.effective_at,
        alone=alone,
        others=others,
    )


async def lessen_inherited(recorded: Recorded) -> None:
    """React to facts that lessen an action: update the accounts that have inherited the action, and that the command
    has locked (article 7).
    """
    if not isinstance(recorded.command, LESSENING) or recorded.held is None:
        return
    source, first = recorded.standing, recorded.finding
    for account, locked in recorded.held.accounts.items():
        heir = locked.standing
        if account == recorded.account or heir is None:
            continue
        origins = dict.fromkeys(r.origin for r in heir.restrictions if r.origin and r.origin.account == source.account)
        actions = tuple(
            HolderAction(origin=origin, restrictions=left_of(source, origin.action, first.recorded_at))
            for origin in origins
        )
        follows = Request(
            account=account,
            command=FollowHolder(actions=actions),
            actor=first.actor,
            now=first.recorded_at,
            effective_at=recorded.effective_at and max(first.effective_at, heir.registered_at),
        )
        concluded = conclude(follows, locked, first.recorded_at, recorded=frozenset())
        if concluded.page is not None:
            [done] = await record(recorded.connection, [concluded])
            recorded.others.append(done.receipt)


async def foreseen(database: Database, request: Request) -> Executed:
    """Return the result that a sanction would have now; nothing is written, and no lock outlasts the call."""
    async with database.transaction() as connection:
        locked = (await holding.lock(connection, {request.account})).get(request.account, Locked())
        require_version(request, locked)
        types = await recorded_types(connection, [request])
        findings = await _record(connection, request)
        now = await recording_instant(connection, request.now)
        counted = await _counted(connection, request, locked)
    recorded = types.get(request.account, frozenset())
    return conclude(request, locked, now, recorded=recorded, record=findings, counted=counted).executed


def conclude(
    request: Request,
    locked: Locked,
    now: datetime,
    *,
    recorded: frozenset[str],
    record: tuple[Finding, ...] = (),
    counted: tuple[Finding, ...] | None = None,
    actions: tuple[HolderAction, ...] = (),
    seats: Mapping[str, Seats] | None = None,
    grounds: Grounds | None = None,
    decided: tuple[DecidedByTwo, ...] = (),
) -> Concluded:
    """Decide the command on the locked account, to be recorded at `now`.

    Args:
        request: The command and its context.
        locked: The account as it is locked.
        now: The instant of recording.
        recorded: The types of the facts that carry the command's identifier already.
        record: The account's findings.
        counted: The findings on all accounts of its holder.
        actions: Actions in force on other accounts of the holder whom the command brings to this one.
        seats: The registry's data of the holders that the command names.
        grounds: Reasons for which a person must review the command first.
        decided: Decisions by two persons that the command may take back.
    """
    before = locked.standing
    recorded_at = _recorded_at(now, locked)
    effective_at = by_our_clock(request.effective_at or recorded_at, recorded_at, request.tolerance)
    timing = Timing(effective_at=effective_at, recorded_at=recorded_at)
    holder = _asking_for_a_seat(request.command, before)
    decision = decide(
        dated_by_our_clock(request.command, recorded_at, request.tolerance),
        Known(
            account=request.account,
            standing=before,
            timing=timing,
            seats=None if holder is None else (seats or {}).get(holder),
            recorded=recorded,
            record=record,
            counted=counted,
            actions=actions,
            grounds=grounds,
            by_two=decided,
            two_persons=request.two_persons,
            rulebook=request.rulebook,
            backdating_limit=request.backdating_limit,
        ),
    )
    version = 0 if before is None else before.version
    if not decision.facts:
        refused = Receipt(account=request.account, outcome=decision.outcome, version=version, refusal=decision.refusal)
        return Concluded(request, before, Executed(refused))
    facts = tuple(
        Fact(
            account=request.account,
            seq=version + place,
            effective_at=timing.effective_at,
            recorded_at=timing.recorded_at,
            actor=request.actor,
            body=body,
        )
        for place, body in enumerate(decision.facts, start=1)
    )
    standing = before
    for fact in facts:
        standing = apply(standing, fact)
    if standing is None:
        raise AssertionError("a decision with facts leaves a standing")
    receipt = Receipt(
        account=request.account,
        outcome=decision.outcome,
        version=standing.version,
        facts=facts,
        refusal=decision.refusal,
    )
    page = Page(chained_all(locked.head, facts), standing, settled_until=recorded_at, later=request.later)
    return Concluded(request, before, Executed(receipt, standing), page, _due(locked, recorded_at))


def _asking_for_a_seat(command: Command, standing: Standing | None) -> str | None:
    """Return the holder who would get one more account by the command; None when there is none."""
    if isinstance(command, COMING + REOPENING):
        return getattr(command, "holder", None if standing is None else standing.holder)
    return None


def require_version(request: Request, locked: Locked) -> None:
    """Check that the account is at the version that the caller expects.

    Raises:
        VersionConflictError: when it is not.
    """
    version = 0 if locked.standing is None else locked.standing.version
    if request.expected_version is not None and request.expected_version != version:
        raise VersionConflictError(request.account, request.expected_version, version)


def _recorded_at(now: datetime, locked: Locked) -> datetime:
    """Return the instant of recording. A clock may be set back a little; the order in which facts and boundaries are
    recorded may not change.
    """
    recorded = (locked.standing.as_of if locked.standing is not None else now, locked.settled_until or now)
    return max(now, *recorded)


async def recorded_types(connection: AsyncConnection, requests: Sequence[Request]) -> Mapping[str, frozenset[str]]:
    """Return, by account, the types of the facts that carry the commands' identifiers already. Call it after the locks
    and apart from them: a statement sees what was committed when it began.
    """
    asked = [(r.account, reference) for r in requests if (reference := getattr(r.command, "id", None)) is not None]
    if not asked:
        return {}
    named = {"accounts": [account for account, _ in asked], "refs": [reference for _, reference in asked]}
    found: dict[str, set[str]] = {}
    for row in await connection.execute(_TYPES, named):
        found.setdefault(row.account, set()).add(row.type)
    return {account: frozenset(types) for account, types in found.items()}


async def _record(connection: AsyncConnection, request: Request) -> tuple[Finding, ...]:
    """Return the account's findings for a command that is decided by them; empty for the others."""
    of_a_case = isinstance(request.command, OF_A_CASE) and request.command.holder is not None
    if not of_a_case and not needs_record(request.command):
        return ()
    return (await records(connection, [request.account])).get(request.account, ())


def needs_record(command: Command) -> bool:
    """Return whether the command is decided by the account's findings."""
    return isinstance(command, Sanction | Overturn | Reopen) or compared(command)


async def records(connection: AsyncConnection, accounts: Sequence[str]) -> Mapping[str, tuple[Finding, ...]]:
    """Return the findings of each account that has any. The caller holds the locks: everything committed by then is
    seen.
    """
    if not accounts:
        return {}
    rows = await connection.execute(_RECORD, {"accounts": list(accounts), "types": list(ON_RECORD)})
    facts = [fact_from(dict(row)) for row in rows.mappings()]
    return {account: record_of(group) for account, group in groupby(facts, key=lambda fact: fact.account)}


async def _counted(connection: AsyncConnection, request: Request, locked: Locked) -> tuple[Finding, ...] | None:
    """Return the holder's findings on all accounts for a command that is graded by them; its holder is locked."""
    if not isinstance(request.command, Sanction) or locked.standing is None:
        return None
    occurred = request.command.basis.occurred_at
    holder = None
    if occurred is not None:
        holder = holder_when(await holding.facts_about(connection, request.account), occurred)
    return await holding.counted(connection, holder or locked.standing.holder)


def _due(locked: Locked, now: datetime) -> Sequence[Transition]:
    if locked.standing is None or locked.settled_until is None:
        return ()
    if locked.next_boundary is None or locked.next_boundary > now:
        return ()
    return transitions_between(locked.standing, locked.settled_until, now)
