"""The start and the undoing of follower clean-ups in the transaction of their cause: a sanction, or its overturn.

    await reactions.start(connection, terms, actor=fact.actor, now=fact.recorded_at)
    await reactions.overturned(connection, account, violation, reason, actor=fact.actor, now=fact.recorded_at)

Neither locks an account. A caller that locks accounts and overturns something calls `reactions.hold` first.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.cases import escalations
from ledger.followers import gains
from ledger.streams import records
from ledger.streams.records import Command, Entered, Happened
from models import directives
from models.cases.subjects import Reference
from models.directives import Order, Terms
from models.followers import KIND, Cleanup, CleanupBody, CleanupStatus, CleanupTerms, Ordered, RestoreOrdered
from models.tables import RECORD_ENTRIES, RECORDS
from regulation.directives import DIRECTIVE, ORDERS, issue, withdraw
from regulation.followers.cleanups import cleanup_id, keeping, open_cleanup, overturn, take_over
from regulation.followers.reckoning import UNDONE, Taken, kept_away, ordered_away, taken_over
from regulation.followers.reducer import CLEANUP

CleanupCommand = Command[CleanupBody, Cleanup]
EnteredCleanup = Entered[CleanupBody, Cleanup]

_D: Final = RECORDS.c
_ENTRY: Final = RECORD_ENTRIES.c
_OF_ACCOUNT: Final = (_D.kind == bindparam("kind")) & (_D.account == bindparam("account"))
_ALL: Final = select(_D.id).where(_OF_ACCOUNT).order_by(_D.id).with_for_update()
_OTHERS: Final = (
    select(_D.state).where(_OF_ACCOUNT, _D.id != bindparam("cleanup")).order_by(_D.id).with_for_update(skip_locked=True)
)
_HISTORY: Final = (
    select(_ENTRY.kind, _ENTRY.dossier, _ENTRY.seq, _ENTRY.recorded_at, _ENTRY.actor, _ENTRY.body)
    .where(_ENTRY.kind == bindparam("kind"), _ENTRY.dossier == bindparam("cleanup"))
    .order_by(_ENTRY.seq)
)

REMOVING: Final = "remove the followers gained through the violation"
CLEARING: Final = "clear all followers of the account"


async def start(connection: AsyncConnection, terms: CleanupTerms, *, actor: str, now: datetime) -> EnteredCleanup:
    """Open a clean-up of the followers gained through a violation; its workflow reckons and orders. A second time it is
    refused as `duplicate_id`, which a caller that reacts to an event may ignore.
    """
    cleanup = cleanup_id(terms.account, terms.violation)
    return await records.enter(connection, Command(CLEANUP, cleanup, open_cleanup(terms), actor=actor, now=now))


async def hold(connection: AsyncConnection, account: str, violation: str) -> None:
    """Lock the clean-up of a violation and its order, before an account is locked; and the account's other clean-ups,
    which may take over what it has claimed.
    """
    await connection.execute(_ALL, {"kind": KIND, "account": account})
    found = (await records.state_within(connection, CLEANUP, cleanup_id(account, violation))).state
    if found is not None and found.directive is not None:
        await records.lock(connection, directives.KIND, found.directive)


async def overturned(
    connection: AsyncConnection, account: str, violation: str, reason: str, *, actor: str, now: datetime
) -> EnteredCleanup | None:
    """Undo the clean-up of an overturned violation: stop what is not done yet, and order the restoration of followers
    that no other violation taints. None: there was no clean-up.
    """
    cleanup = cleanup_id(account, violation)
    if (await records.state_within(connection, CLEANUP, cleanup)).state is None:
        return None
    return await _undo(connection, Command(CLEANUP, cleanup, overturn(reason), actor=actor, now=now))


async def undo(connection: AsyncConnection, command: CleanupCommand) -> EnteredCleanup:
    """Undo a clean-up by a command that overturns."""
    found = (await records.state_within(connection, CLEANUP, command.record)).state
    if found is not None:
        await hold(connection, found.terms.account, found.terms.violation)
    return await _undo(connection, command)


async def _undo(connection: AsyncConnection, command: CleanupCommand) -> EnteredCleanup:
    before = (await records.state_within(connection, CLEANUP, command.record)).state
    if before is None or before.status in UNDONE:
        return await records.enter(connection, command)
    await gains.lock_gains(connection, before.terms.account)
    away, takers = await _taken_over(connection, before)
    kept = kept_away(before, away, takers)
    # Followers that another clean-up takes over are not restored.
    spared = frozenset(content for taken in takers for content in taken.cleanup.terms.scope.contents)
    undoing = replace(command, decide=keeping(kept, command.decide), besides=spared)
    entered = await records.enter(connection, undoing)
    if entered.entries:
        await gains.release(connection, command.record)
        for taken in takers:
            await gains.claim(connection, before.terms.account, taken.cleanup.id, taken.gains)
            taking = Command(CLEANUP, taken.cleanup.id, take_over(taken.entry(before)), command.actor, command.now)
            await records.enter(connection, taking)
    return entered


async def _taken_over(connection: AsyncConnection, undone: Cleanup) -> tuple[int, list[Taken]]:
    """Return the number of followers removed by a clean-up, and the clean-ups that take over a part of them."""
    account = undone.terms.account
    history = (await connection.execute(_HISTORY, {"kind": KIND, "cleanup": undone.id})).mappings().all()
    away = ordered_away(CLEANUP.entry.model_validate(dict(row)) for row in history)
    concerned, freed = await gains.claimed(connection, undone.id)
    claims = await gains.claims_on(connection, account, freed)
    # Locked rows are skipped: a clean-up that is opened at this moment reckons itself what is free then.
    rows = await connection.execute(_OTHERS, {"kind": KIND, "account": account, "cleanup": undone.id})
    standing = [CLEANUP.state.model_validate(state) for state in rows.scalars()]
    return away, taken_over(undone, away, freed, concerned, [(one, claims.get(one.id, {})) for one in standing])


async def give_order(happened: Happened[CleanupBody, Cleanup]) -> None:
    """React to an order: issue it to the platform."""
    terms = happened.state.terms
    spared: Collection[str] = happened.command.besides or ()
    for entry in happened.entries:
        body = entry.body
        if not isinstance(body, Ordered | RestoreOrdered):
            continue
        removing = isinstance(body, Ordered)
        order = Order.REMOVE_FOLLOWERS if removing else Order.RESTORE_FOLLOWERS
        scope, row = terms.scope, ORDERS[order]
        wanted = Terms(
            order=order,
            article=row.article,
            due_at=entry.recorded_at + row.due.at(entry.recorded_at),
            account=terms.account,
            targets=tuple(content for content in scope.contents if removing or content not in spared),
            expected=body.remove if isinstance(body, Ordered) else body.restore,
            instructions=(CLEARING if scope.everything else REMOVING) if removing else happened.state.reason,
            cause=terms.violation,
            origin=Reference(kind=KIND, id=happened.record),
        )
        await records.enter(
            happened.connection,
            Command(DIRECTIVE, body.directive, issue(wanted), actor=entry.actor, now=entry.recorded_at),
        )


async def call_off(happened: Happened[CleanupBody, Cleanup]) -> None:
    """React to an end or an overturn: withdraw the pending order, and close the case about the clean-up."""
    before, state, now = happened.before, happened.state, happened.command.now
    if before is None:
        return
    reason = "a person has dealt with it" if state.status is CleanupStatus.SETTLED else state.reason
    if before.status is CleanupStatus.ORDERED and before.directive is not None:
        withdrawn = Command(DIRECTIVE, before.directive, withdraw(reason), actor=happened.actor, now=now)
        await records.enter(happened.connection, withdrawn)
    await escalations.close_cases_about(
        happened.connection, Reference(kind=KIND, id=before.id), reason, actor=happened.actor, now=now
    )
