"""Follower clean-ups, begun and undone within the transaction of what causes it: a sanction, or its overturn.

    await cleaning.start(connection, terms, actor=fact.actor, now=fact.recorded_at)
    await cleaning.overturned(connection, account, violation, reason, actor=fact.actor, now=fact.recorded_at)

Neither touches an account. Whoever locks accounts calls `cleaning.hold` before that, where something is overturned.
"""

from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from ledger import dossiers, gains
from ledger.dossiers import Command, Entered
from models import directives
from models.case_subjects import Reference
from models.directives import Order, Terms
from models.followers import KIND, Cleanup, CleanupBody, CleanupTerms, Ordered, RestoreOrdered, Status
from regulation.case_course import CASE
from regulation.cases import case_id
from regulation.cases import withdraw as withdraw_case
from regulation.cleanup_course import CLEANUP
from regulation.cleanups import cleanup_id, open_cleanup, overturn
from regulation.directives import DIRECTIVE, ORDERS, issue, withdraw

CleanupCommand = Command[CleanupBody, Cleanup]
EnteredCleanup = Entered[CleanupBody, Cleanup]

REMOVING: Final = "remove the followers gained through the violation"
CLEARING: Final = "clear all followers of the account"


async def start(connection: AsyncConnection, terms: CleanupTerms, *, actor: str, now: datetime) -> EnteredCleanup:
    """Have removed what a violation has brought; its workflow reckons and orders. A second time it is refused as
    `duplicate_id`, which whoever starts it on an event may pass over.
    """
    cleanup = cleanup_id(terms.account, terms.violation)
    return await dossiers.enter(connection, Command(CLEANUP, cleanup, open_cleanup(terms), actor=actor, now=now))


async def hold(connection: AsyncConnection, account: str, violation: str) -> None:
    """Lock the clean-up of a violation and its order, before an account is locked."""
    cleanup = cleanup_id(account, violation)
    await dossiers.lock(connection, KIND, cleanup)
    found = (await dossiers.state_within(connection, CLEANUP, cleanup)).state
    if found is not None and found.directive is not None:
        await dossiers.lock(connection, directives.KIND, found.directive)


async def overturned(
    connection: AsyncConnection, account: str, violation: str, reason: str, *, actor: str, now: datetime
) -> EnteredCleanup | None:
    """The violation is taken away: stop what is not done yet, order back what is. None: there was no clean-up."""
    cleanup = cleanup_id(account, violation)
    if (await dossiers.state_within(connection, CLEANUP, cleanup)).state is None:
        return None
    return await undo(connection, Command(CLEANUP, cleanup, overturn(reason), actor=actor, now=now))


async def undo(connection: AsyncConnection, command: CleanupCommand) -> EnteredCleanup:
    """The same for a command that overturns."""
    await dossiers.lock(connection, KIND, command.dossier)
    before = (await dossiers.state_within(connection, CLEANUP, command.dossier)).state
    entered = await dossiers.enter(connection, command)
    if entered.entries and entered.state is not None and before is not None:
        await _called_off(connection, before, entered.state.reason, actor=command.actor, now=command.now)
        await gains.release(connection, command.dossier)
        await ordered(connection, entered, actor=command.actor)
    return entered


async def ordered(connection: AsyncConnection, entered: EnteredCleanup, *, actor: str) -> None:
    """Give the orders that were entered."""
    for entry in entered.entries:
        body = entry.body
        if not isinstance(body, Ordered | RestoreOrdered) or entered.state is None:
            continue
        terms = entered.state.terms
        removing = isinstance(body, Ordered)
        order = Order.REMOVE_FOLLOWERS if removing else Order.RESTORE_FOLLOWERS
        scope, row = terms.scope, ORDERS[order]
        wanted = Terms(
            order=order,
            article=row.article,
            due_at=entry.recorded_at + row.due.at(entry.recorded_at),
            account=terms.account,
            targets=scope.contents,
            expected=body.remove if isinstance(body, Ordered) else body.restore,
            instructions=(CLEARING if scope.everything else REMOVING) if removing else entered.state.reason,
            cause=terms.violation,
            origin=Reference(kind=KIND, id=entered.dossier),
        )
        await dossiers.enter(
            connection, Command(DIRECTIVE, body.directive, issue(wanted), actor=actor, now=entry.recorded_at)
        )


async def _called_off(connection: AsyncConnection, before: Cleanup, reason: str, *, actor: str, now: datetime) -> None:
    """Withdraw the order that is under way, and the cases about it and about the clean-up."""
    cases = [case_id(KIND, before.id)]
    if before.status is Status.ORDERED and before.directive is not None:
        command = Command(DIRECTIVE, before.directive, withdraw(reason), actor=actor, now=now)
        await dossiers.enter(connection, command)
        cases.append(case_id(directives.KIND, before.directive))
    for case in cases:
        if (await dossiers.state_within(connection, CASE, case)).state is not None:
            await dossiers.enter(connection, Command(CASE, case, withdraw_case(reason), actor=actor, now=now))
