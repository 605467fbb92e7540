"""Bulk actions in the ledger: their accounts are rows of a table, processed in slices; a fact and its row are one
transaction.

A repetition finds nothing left to do: a row holds the result of its account, and waits no more once it has one.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any, Final

import structlog
from sqlalchemy import (
    Boolean,
    ColumnElement,
    Integer,
    Select,
    Text,
    bindparam,
    case,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.accounts import commands, entanglements, together
from ledger.accounts.commands import Request
from ledger.store import pages
from ledger.store.database import Database, DatabaseAwayError, Size
from ledger.store.pages import Order, Page, Position
from ledger.store.slices import Pace
from ledger.store.statements import fixed, given, one_of, unless_none
from ledger.streams import records
from ledger.streams.envelope import table
from ledger.streams.records import Entered, Happened
from models.accounts.commands import GROUPED, Command, Overturn, Receipt
from models.sanctions.bulk import KIND, Bulk, BulkBody, BulkStatus, Member, Outcome, Progress, Totals
from models.tables import BULK_ACCOUNTS, RECORDS
from regulation.sanctions.bulk import BULK, OF_REVERSAL, command_of, finish, reversal_of

BulkCommand = records.Command[BulkBody, Bulk]
EnteredBulk = Entered[BulkBody, Bulk]

SLICE: Final = 20
"""Accounts in the first slice; the next ones grow as long as they take a tenth of a second (`Pace`)."""
LARGEST_SLICE: Final = 500
"""Accounts in one transaction at most."""
SLICES_AT_ONCE: Final = 2
"""Slices of one action under way at the same time."""

_B: Final = BULK_ACCOUNTS.c
_INSERT: Final = insert(BULK_ACCOUNTS).from_select(
    ["bulk", "account", "outcome"],
    select(bindparam("bulk", type_=Text), *given(account=("accounts", Text())).c, literal("waiting")),
    include_defaults=False,
)
_BEGIN_REVERSAL: Final = (
    update(BULK_ACCOUNTS)
    .where(
        _B.bulk == bindparam("action"),
        _B.outcome == "done",
        or_(_B.reversal.is_(None), _B.reversal == "cancelled"),
    )
    .values(reversal="waiting")
)
_STAGE: Final = case((bindparam("reverting", type_=Boolean), _B.reversal), else_=_B.outcome)
_OUTCOME_WAITS: Final = _B.outcome == fixed("waiting")
_REVERSAL_WAITS: Final = _B.reversal == fixed("waiting")
_MARKED_AT_ONCE: Final = 2_000
"""Accounts marked as cancelled in one transaction."""


def _waiting_by(waits: ColumnElement[bool], status: BulkStatus) -> Select[Any]:
    """Return the query of the next accounts, using the partial index on those that wait. There are none once the action
    has another status: after a cancellation no slice begins.
    """
    at_work = exists().where(
        RECORDS.c.kind == fixed(KIND), RECORDS.c.id == bindparam("bulk"), RECORDS.c.status == fixed(status.value)
    )
    return (
        select(_B.account)
        .where(_B.bulk == bindparam("bulk"), waits, at_work)
        .order_by(_B.account)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
    )


_WAITING: Final = {
    False: _waiting_by(_OUTCOME_WAITS, BulkStatus.RUNNING),
    True: _waiting_by(_REVERSAL_WAITS, BulkStatus.REVERTING),
}
"""Query of the next accounts of the action, and of its reversal."""
_NOW: Final = given(
    account=("accounts", Text()),
    outcome=("outcomes", Text()),
    code=("codes", Text()),
    message=("messages", Text()),
    version=("versions", Integer()),
).c
_OF_NOW: Final = update(BULK_ACCOUNTS).where(_B.bulk == bindparam("action"), _B.account == _NOW.account)
_DONE: Final = _OF_NOW.values(outcome=_NOW.outcome, code=_NOW.code, message=_NOW.message, version=_NOW.version)
_REVERTED: Final = _OF_NOW.values(
    reversal=_NOW.outcome,
    reversal_code=_NOW.code,
    reversal_message=_NOW.message,
    version=func.coalesce(_NOW.version, _B.version),
)
_LEFT: Final = {
    reverting: select(_B.account)
    .where(_B.bulk == bindparam("action"), waits)
    .order_by(_B.account)
    .limit(_MARKED_AT_ONCE)
    .with_for_update(skip_locked=True)
    for reverting, waits in ((False, _OUTCOME_WAITS), (True, _REVERSAL_WAITS))
}
"""Query of the accounts that are left when the action, or its reversal, is cancelled."""
_COUNTS: Final = (
    select(_STAGE.label("outcome"), func.count().label("accounts")).where(_B.bulk == bindparam("bulk")).group_by(_STAGE)
)
MEMBERS: Final = Order("bulk accounts", (_B.account,))
_MEMBERS: Final = select(
    _B.account, _B.outcome, _B.code, _B.message, _B.version, _B.reversal, _B.reversal_code, _B.reversal_message
).where(_B.bulk == bindparam("bulk"), unless_none(_B.outcome, "outcome"), unless_none(_B.reversal, "reversal"))

log = structlog.get_logger("bulk")


async def keep_accounts(happened: Happened[BulkBody, Bulk]) -> None:
    """React to the start of a bulk action: store its accounts (`Command.besides`), one row each."""
    accounts: Sequence[str] | None = happened.command.besides
    if accounts is not None:  # those of a draft are stored already
        await happened.connection.execute(_INSERT, {"bulk": happened.record, "accounts": list(accounts)})


async def mark_reversal(happened: Happened[BulkBody, Bulk]) -> None:
    """React to a reversal: mark every account on which the action was carried out; after a cancelled reversal, those
    whose turn had not come.
    """
    await happened.connection.execute(_BEGIN_REVERSAL, {"action": happened.record})


@dataclass(frozen=True)
class Advanced:
    """A bulk action after a slice."""

    entered: EnteredBulk
    progress: Progress


async def advance(database: Database, bulk: str, *, now: datetime, actor: str, most: int = SLICE) -> Advanced:
    """Process the next slice of accounts; with none left, enter that the action has finished.

    Raises:
        ValueError: there is no such bulk action.
        DatabaseAwayError: PostgreSQL cannot be reached; what was committed stays, and is not done again.
    """
    known = await _state(database, bulk)
    part = None if known.state is None else _Part.of(known.state)
    if part is not None and not await _slice(database, part, now=now, most=most):
        return await _finish(database, part, now=now, actor=actor)
    return await _shown(database, bulk)


async def advance_for(
    database: Database, bulk: str, *, now: datetime, actor: str, pace: Pace, within_s: float
) -> Advanced:
    """Process slices of accounts for some seconds, as `advance` does. They are counted once, at the end.

    Raises:
        ValueError: there is no such bulk action.
        DatabaseAwayError: PostgreSQL cannot be reached; what was committed stays, and is not done again.
    """
    table()
    known = await _state(database, bulk)
    part = None if known.state is None else _Part.of(known.state)
    if part is None:
        return await _shown(database, bulk)
    until = monotonic() + within_s
    # While one slice waits for PostgreSQL, the other is decided.
    await asyncio.gather(*(_slices(database, part, now=now, pace=pace, until=until) for _ in range(SLICES_AT_ONCE)))
    if monotonic() < until:
        return await _finish(database, part, now=now, actor=actor)
    return await _shown(database, bulk)


async def _slices(database: Database, part: "_Part", *, now: datetime, pace: Pace, until: float) -> None:
    """Process slices until none is left, or the time is over."""
    while (begun := monotonic()) < until:
        done = await _slice(database, part, now=now, most=pace.most)
        if not done:
            return
        pace.learn(done, monotonic() - begun)


async def _state(database: Database, bulk: str) -> EnteredBulk:
    known = await records.state_of(database, BULK, bulk)
    if known.state is None:
        raise ValueError(f"there is no bulk action {bulk}: is this the right database?")
    return known


async def _shown(database: Database, bulk: str) -> Advanced:
    known = await _state(database, bulk)
    if known.state is None:
        raise AssertionError("a known action has a state")
    return Advanced(known, await progress_of(database, known.state))


@dataclass(frozen=True)
class _Part:
    """The current work: the action, its cancellation or its reversal, its actor, and the command for each account."""

    bulk: str
    reverting: bool
    actor: str
    command: Command | None
    """None for a cancellation, which commands nothing."""

    @classmethod
    def of(cls, state: Bulk) -> "_Part | None":
        if state.status is BulkStatus.RUNNING:
            command = command_of(state.measure, state.id, state.reason)
            return cls(state.id, reverting=False, actor=state.started_by, command=command)
        if state.status is BulkStatus.CANCELLING:
            return cls(state.id, reverting=False, actor=state.cancelled_by or state.started_by, command=None)
        if state.status is BulkStatus.REVERTING:
            command = reversal_of(state.measure, state.id, state.reversal_reason)
            return cls(state.id, reverting=True, actor=state.reversal_by or state.started_by, command=command)
        if state.status is BulkStatus.REVERSAL_CANCELLING:
            return cls(state.id, reverting=True, actor=state.reversal_cancelled_by or state.started_by, command=None)
        return None

    def request(self, account: str, now: datetime) -> Request:
        if self.command is None:
            raise AssertionError("a cancellation commands nothing")
        return Request(account=account, command=self.command, actor=self.actor, now=now, later=True)


async def _slice(database: Database, part: _Part, *, now: datetime, most: int) -> int:
    """Process the next accounts; return their number, 0 when none are left."""
    if part.command is None:
        return await _mark_cancelled(database, part)
    if isinstance(part.command, GROUPED):
        return await _transaction(database, part, now=now, most=most)
    if isinstance(part.command, Overturn):
        return await _overturns(database, part, now=now, most=most)
    # Commands that lock more than their account are carried out alone: two of them must never wait for each other.
    done = 0
    while done < min(most, SLICE) and await _transaction(database, part, now=now, most=1):
        done += 1
    return done


async def _mark_cancelled(database: Database, part: _Part) -> int:
    """Mark the next accounts that wait as cancelled, but for those of slices that are under way still."""
    async with database.transaction(Size.SLICE) as connection:
        accounts = (await connection.execute(_LEFT[part.reverting], {"action": part.bulk})).scalars().all()
        if accounts:
            cancelled = [Member.trusted(account=account, outcome=Outcome.CANCELLED) for account in accounts]
            await _store_results(connection, part, cancelled)
    return len(accounts)


async def _overturns(database: Database, part: _Part, *, now: datetime, most: int) -> int:
    """Overturn together on the accounts that concern nothing else, and on each of the others alone."""
    async with database.transaction() as connection:
        accounts = await _waiting(connection, part, most)
        requests = [part.request(account, now) for account in accounts]
        apart = await entanglements.entangled(connection, requests)
    plain = [account for account in accounts if account not in apart]
    try:
        await _together(database, part, now=now, only=plain)
    except DatabaseAwayError:
        raise
    except Exception as error:  # an account may be the cause, or have become entangled meanwhile
        log.warning("overturns of a bulk action are carried out one by one", bulk=part.bulk, error=repr(error))
        apart = frozenset(accounts)
    for account in sorted(apart):
        await _alone(database, part, account, now=now)
    return len(accounts)


async def _transaction(database: Database, part: _Part, *, now: datetime, most: int) -> int:
    try:
        return await _together(database, part, now=now, most=most)
    except DatabaseAwayError:
        raise
    except Exception as error:  # one account may be the cause; nothing was done, so try each alone
        log.warning("a slice of a bulk action is carried out one by one", bulk=part.bulk, error=str(error))
        return await _one_by_one(database, part, now=now, most=most)


async def _together(
    database: Database, part: _Part, *, now: datetime, most: int = 0, only: Sequence[str] | None = None
) -> int:
    async with database.transaction(Size.SLICE) as connection:
        accounts = await _waiting(connection, part, most, only=only)
        if not accounts:
            return 0
        requests = [part.request(account, now) for account in accounts]
        if isinstance(part.command, Overturn):
            done = await together.overturn_together(connection, requests)
        elif len(requests) > 1:
            done = await together.carry_out_together(connection, requests)
        else:
            done = [await commands.carry_out(connection, requests[0])]
        results = [
            result_of(one.receipt) if isinstance(one, commands.Executed) else failed(account, one)
            for account, one in zip(accounts, done, strict=True)
        ]
        await _store_results(connection, part, results)
    return len(accounts)


async def _one_by_one(database: Database, part: _Part, *, now: datetime, most: int) -> int:
    async with database.transaction() as connection:
        accounts = await _waiting(connection, part, most)
    for account in accounts:
        await _alone(database, part, account, now=now)
    return len(accounts)


async def _alone(database: Database, part: _Part, account: str, *, now: datetime) -> None:
    """Process one account in a transaction of its own, unless another worker has processed it meanwhile."""
    try:
        async with database.transaction() as connection:
            if await _waiting(connection, part, only=[account]):
                done = await commands.carry_out(connection, part.request(account, now))
                await _store_results(connection, part, [result_of(done.receipt)])
    except DatabaseAwayError:
        raise
    except Exception as error:
        log.exception("an account of a bulk action failed", bulk=part.bulk, account=account)
        async with database.transaction() as connection:
            if await _waiting(connection, part, only=[account]):
                await _store_results(connection, part, [failed(account, error)])


async def _waiting(
    connection: AsyncConnection, part: _Part, most: int = 0, *, only: Sequence[str] | None = None
) -> list[str]:
    """Lock and return the next accounts that wait; `only`: those of these that still wait."""
    statement = _WAITING[part.reverting]
    named: dict[str, Any] = {"bulk": part.bulk, "most": most}
    if only is not None:
        statement = statement.where(one_of(_B.account, "only"))
        named = {"bulk": part.bulk, "most": len(only), "only": list(only)}
    return list((await connection.execute(statement, named)).scalars())


def result_of(receipt: Receipt) -> Member:
    """Return the result of a command on one account."""
    refusal = receipt.refusal
    return Member(
        account=receipt.account,
        outcome=Outcome.DONE if refusal is None else Outcome.REFUSED,
        code=None if refusal is None else refusal.code,
        message="" if refusal is None else refusal.message,
        version=receipt.version or None,
    )


def failed(account: str, error: Exception) -> Member:
    """Return the result of an account whose command failed with an error of ours."""
    message = f"an internal error ({type(error).__name__}): `standing ledger verify` may say more; nothing was recorded"
    return Member(account=account, outcome=Outcome.REFUSED, code="internal_error", message=message)


async def _store_results(connection: AsyncConnection, part: _Part, members: Sequence[Member]) -> None:
    await connection.execute(
        _REVERTED if part.reverting else _DONE,
        {
            "action": part.bulk,
            "accounts": [member.account for member in members],
            "outcomes": [member.outcome.value for member in members],
            "codes": [member.code for member in members],
            "messages": [member.message for member in members],
            "versions": [member.version for member in members],
        },
    )


async def _finish(database: Database, part: _Part, *, now: datetime, actor: str) -> Advanced:
    async with database.transaction(Size.SLICE) as connection:
        await records.lock(connection, BULK.kind, part.bulk)
        progress = await _counted(connection, part.bulk, reverting=part.reverting)
        if progress.waiting:  # another worker had the slice, and rolled it back
            state = await records.state_within(connection, BULK, part.bulk)
            return Advanced(state, progress)
        totals = Totals(done=progress.done, refused=progress.refused, cancelled=progress.cancelled)
        entered = await records.enter(
            connection, records.Command(BULK, part.bulk, finish(totals), actor=actor, now=now)
        )
    return Advanced(entered, progress)


async def progress_of(database: Database, bulk: Bulk) -> Progress:
    """Return the progress of the current part, or of the last one."""
    reverting = bulk.status in OF_REVERSAL
    async with database.transaction() as connection:
        return await _counted(connection, bulk.id, reverting=reverting)


async def _counted(connection: AsyncConnection, bulk: str, *, reverting: bool) -> Progress:
    rows = (await connection.execute(_COUNTS, {"bulk": bulk, "reverting": reverting})).all()
    found: dict[str, int] = {row.outcome: row.accounts for row in rows if row.outcome is not None}
    return Progress(
        total=sum(found.values()),
        done=found.get("done", 0),
        refused=found.get("refused", 0),
        waiting=found.get("waiting", 0),
        cancelled=found.get("cancelled", 0),
    )


async def members(
    database: Database,
    bulk: str,
    *,
    outcome: str | None = None,
    reversal: str | None = None,
    after: Position | None = None,
    most: int = pages.USUAL,
) -> Page[Member]:
    """Return a page of the accounts in the order of their identifiers, with the result of each."""
    named = {"bulk": bulk, "outcome": outcome, "reversal": reversal}
    async with database.transaction() as connection:
        found = await pages.read(connection, _MEMBERS, MEMBERS, named, after=after, most=most)
    return found.of(lambda row: Member.model_validate(dict(row._mapping)))
