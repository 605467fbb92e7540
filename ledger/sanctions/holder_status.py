"""Status of an account for its holder, and the appeal that the holder opens under a status link."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.accounts import holding, reading
from ledger.sanctions import appeals
from ledger.store.database import Database
from ledger.streams.records import Act, Command, Entered
from models.accounts.commands import Refusal
from models.accounts.standing import Standing
from models.cases.cases import Case, CaseBody
from models.names import HolderRef
from models.sanctions.holder_status import HolderStatus
from regulation.accounts import holder_status as rules
from regulation.holders.inheritance import attributed


async def status_of(
    database: Database, account: str, *, now: datetime, window: timedelta, holder: HolderRef | None = None
) -> HolderStatus | None:
    """Return the status for the account's holder of now; None for an unknown account, and for one that has another
    holder than the one named.
    """
    async with database.snapshot() as connection:
        found = await _holding(connection, account)
        if found is None or holder not in {None, found[0].holder}:
            return None
        standing, holders = found
        # Now is never before the last fact, which another process's clock may have recorded slightly ahead of ours.
        at = max(now, standing.as_of)
        statements = await appeals.statements_within(connection, account, now=at, window=window)
    return rules.holder_status(standing, statements, holders, at)


async def _holding(connection: AsyncConnection, account: str) -> tuple[Standing, dict[str, HolderRef]] | None:
    """Return the standing, and the holder who answers for each action on the account."""
    standing = await reading.standing_within(connection, account)
    return None if standing is None else (standing, attributed(await holding.facts_about(connection, account)))


def appeal_of_holder(
    account: str, action: str, says: str, links: tuple[str, ...], window: timedelta, holder: HolderRef
) -> Act[CaseBody, Case]:
    """Return the act by which this holder appeals: against an action that the holder answers for, while the holder has
    the account.
    """
    opening = appeals.opening_of(account, action, says, links, window)

    async def act(connection: AsyncConnection, command: Command[CaseBody, Case]) -> Entered[CaseBody, Case]:
        found = await _holding(connection, account)
        refusal = _refusal(account, action, holder, found)
        return (
            await opening(connection, command) if refusal is None else Entered(command.record, 0, None, refusal=refusal)
        )

    return act


def _refusal(
    account: str, action: str, holder: HolderRef, found: tuple[Standing, dict[str, HolderRef]] | None
) -> Refusal | None:
    if found is None or found[0].holder != holder:
        return Refusal(code="holder_changed", message=f"account {account} has another holder now")
    if not rules.is_own(*found, action):
        return Refusal(code="unknown_id", message=f"account {account} has no action {action!r} of this holder")
    return None
