"""Previews of bulk actions and of their reversal: the result that each account would have now; nothing is recorded."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, or_, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from ledger.accounts import commands, holding, together
from ledger.accounts.commands import Executed, Request
from ledger.sanctions.bulk import failed, result_of
from ledger.store.database import Database, Size
from ledger.streams.envelope import table
from models.accounts.commands import GROUPED, Command, Overturn
from models.sanctions.bulk import Bulk, Measure, Member
from models.tables import BULK_ACCOUNTS
from regulation.sanctions.bulk import command_of, reversal_of

MOST: Final = 500
"""Accounts in one preview: a second or two of work."""
_REHEARSED: Final = 20
"""Accounts that are rehearsed in one transaction: their locks are short."""
_TRIES: Final = 3

_B: Final = BULK_ACCOUNTS.c
_DONE: Final = (
    select(_B.account)
    .where(
        _B.bulk == bindparam("bulk"),
        _B.outcome == "done",
        or_(_B.reversal.is_(None), _B.reversal == "cancelled"),
        _B.account > bindparam("after"),
    )
    .order_by(_B.account)
    .limit(bindparam("most"))
)


async def foresee(
    database: Database, measure: Measure, bulk: str, reason: str, accounts: Sequence[str], *, actor: str, now: datetime
) -> list[Member]:
    """Return what the bulk action would come to for each account, in their order.

    Raises:
        DatabaseAwayError: PostgreSQL cannot be reached.
    """
    return await _foreseen(database, command_of(measure, bulk, reason), accounts, actor=actor, now=now)


async def foresee_reversal(
    database: Database, bulk: Bulk, reason: str, *, after: str, most: int, actor: str, now: datetime
) -> list[Member]:
    """Return what the reversal would come to for the next accounts on which the action was carried out.

    Raises:
        ValueError: the action cannot be reversed in bulk.
        DatabaseAwayError: PostgreSQL cannot be reached.
    """
    async with database.snapshot() as connection:
        rows = await connection.execute(_DONE, {"bulk": bulk.id, "after": after, "most": most})
        accounts = list(rows.scalars())
    return await _foreseen(database, reversal_of(bulk.measure, bulk.id, reason), accounts, actor=actor, now=now)


async def _foreseen(
    database: Database, command: Command, accounts: Sequence[str], *, actor: str, now: datetime
) -> list[Member]:
    table()
    requests = [Request(account=account, command=command, actor=actor, now=now) for account in accounts]
    alone = await _alone(database, requests)
    plain = [request for request in requests if request.account not in alone]
    async with database.snapshot(Size.SLICE) as connection:
        found = await together.foreseen_together(connection, plain)
    results = {request.account: _result(request, one) for request, one in zip(plain, found, strict=True)}
    rehearsed = [request for request in requests if request.account in alone]
    for begin in range(0, len(rehearsed), _REHEARSED):
        results |= await _rehearsed(database, rehearsed[begin : begin + _REHEARSED])
    return [results[account] for account in accounts]


async def _alone(database: Database, requests: Sequence[Request]) -> frozenset[str]:
    """Return the accounts whose command locks more than the account itself, and so is rehearsed. Overturning something
    locks heirs, which cannot refuse it, and holders only where it reopens the account.
    """
    if not requests or isinstance(requests[0].command, GROUPED):
        return frozenset()
    accounts = {request.account for request in requests}
    if not isinstance(requests[0].command, Overturn):
        return frozenset(accounts)
    async with database.snapshot() as connection:
        known = await holding.standings(connection, accounts)
    return frozenset(
        account for account, one in known.items() if one.standing is not None and one.standing.closed_at is not None
    )


async def _rehearsed(database: Database, requests: Sequence[Request]) -> dict[str, Member]:
    """Carry commands out in a transaction that is rolled back, each undone before the next."""
    for left in reversed(range(_TRIES)):
        try:
            results: dict[str, Member] = {}
            async with database.rehearsal(Size.SLICE) as connection:
                for request in requests:
                    savepoint = await connection.begin_nested()
                    done = await commands.carry_out(connection, request)
                    await savepoint.rollback()
                    results[request.account] = _result(request, done)
        except (IntegrityError, DBAPIError):  # another transaction changed meanwhile what this one locks
            if not left:
                raise
        else:
            return results
    raise AssertionError("the last attempt returns or raises")


def _result(request: Request, found: Executed | Exception) -> Member:
    member = result_of(found.receipt) if isinstance(found, Executed) else failed(request.account, found)
    return member.model_copy(update={"version": None})
