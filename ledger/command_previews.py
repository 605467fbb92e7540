"""Previews of commands on accounts: the real transaction of a command, rolled back (dry run).

The command goes through `commands.carry_out` with all reactions, so that a preview and the command itself cannot
differ; what it left is read within the transaction, then nothing of it is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from ledger import rehearsing
from ledger.accounts import commands
from ledger.accounts.commands import Executed, Request
from ledger.accounts.reading import standings_within
from ledger.events import feed
from ledger.sanctions import appeals
from ledger.store.database import Database
from models.accounts.commands import Receipt
from models.accounts.facts import reference_of
from regulation.cases.previews import AccountEffect, EventForeseen, StatementForeseen


@dataclass(frozen=True)
class Foreseen:
    """What a command would do."""

    executed: Executed
    accounts: tuple[AccountEffect, ...] = ()
    """The account of the command first, then accounts that the command reaches through the holder."""
    events: tuple[EventForeseen, ...] = ()
    statements: tuple[StatementForeseen, ...] = ()


async def preview(database: Database, request: Request, *, appeal_window: timedelta) -> Foreseen:
    """Return what the command would do now; nothing of it is recorded, and its idempotency key stays free.

    Raises:
        VersionConflictError: the account is at another version than expected.
        DatabaseAwayError: PostgreSQL cannot be reached.
    """
    return await rehearsing.rehearsed(
        database, lambda connection: _rehearsed(connection, replace(request, key=None), appeal_window)
    )


async def _rehearsed(connection: AsyncConnection, request: Request, window: timedelta) -> Foreseen:
    newest = await feed.newest_within(connection)
    savepoint = await connection.begin_nested()
    executed = await commands.carry_out(connection, request)
    receipts = [receipt for receipt in (executed.receipt, *executed.others) if receipt.facts]
    accounts = list(dict.fromkeys(receipt.account for receipt in receipts))
    after = await standings_within(connection, accounts)
    events = await feed.written_within(connection, newest)
    statements = await _statements(connection, request, receipts, window)
    await savepoint.rollback()
    before = await standings_within(connection, accounts)
    return Foreseen(
        executed,
        accounts=tuple(rehearsing.effect_of(before[one.account], after[one.account], one.facts) for one in receipts),
        events=tuple(map(rehearsing.foreseen, events)),
        statements=statements,
    )


async def _statements(
    connection: AsyncConnection, request: Request, receipts: Sequence[Receipt], window: timedelta
) -> tuple[StatementForeseen, ...]:
    """Return the statements of reasons of the actions concerned, as their holders would read them."""
    named = dict.fromkeys((one.account, reference_of(fact.body)) for one in receipts for fact in one.facts)
    found: list[StatementForeseen] = []
    for account, action in named:
        stated = action and await appeals.statement_within(connection, account, action, now=request.now, window=window)
        if stated:
            found.append(StatementForeseen(account=account, action=stated.id, zh=stated.zh, en=stated.en))
    return tuple(found)
