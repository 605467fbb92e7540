"""The registry of holders: who holds which seats, and who may not come back (article 7).

A holder's row is locked before its seats are read, so two commands for one holder wait for each other; the key of
`holder_seats` is the second lock on the same door.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger import exemptions, likenesses
from ledger.reacting import Recorded
from models.commands import Seats
from models.facts import (
    AccountClosed,
    AccountRegistered,
    AccountReopened,
    HolderChanged,
    Overturned,
    RegistrationRejected,
)
from models.standing import Standing

_LOCK: Final = text(
    """
    INSERT INTO holders (holder) SELECT unnest(CAST(:holders AS text[])) ON CONFLICT (holder)
    DO UPDATE SET holder = excluded.holder RETURNING holder, barred_by
    """
)
_SEATS: Final = text(
    "SELECT holder, seat, account FROM holder_seats WHERE holder = ANY(CAST(:holders AS text[])) ORDER BY holder, seat"
)
_TAKE: Final = text(
    """
    INSERT INTO holder_seats (holder, seat, account)
    SELECT :holder, coalesce(min(free), 1), :account
    FROM generate_series(1, (SELECT count(*) + 1 FROM holder_seats WHERE holder = :holder)) AS free
    WHERE NOT EXISTS (SELECT 1 FROM holder_seats WHERE holder = :holder AND seat = free)
    """
)
_RELEASE: Final = text("DELETE FROM holder_seats WHERE account = :account")
# Who is barred stays barred by the first account that did it.
_BAR: Final = text(
    "UPDATE holders SET barred_by = :account, barred_at = :at WHERE holder = :holder AND barred_by IS NULL"
)
_KEEP_CLOSED: Final = text(
    """
    INSERT INTO closed_accounts (account, holder, category, cause, closed_at)
    VALUES (:account, :holder, :category, :cause, :at)
    """
)
_FORGET_CLOSED: Final = text("DELETE FROM closed_accounts WHERE account = :account AND cause = :cause RETURNING holder")
_CAUSE: Final = text("SELECT cause FROM closed_accounts WHERE account = :account ORDER BY closed_at, cause LIMIT 1")
_BARRED: Final = text("SELECT DISTINCT holder FROM closed_accounts WHERE account = :account")
# Another account of the holder may have been closed too, or this one twice: then that closure bars from now on.
_UNBAR: Final = text(
    """
    UPDATE holders SET (barred_by, barred_at) = (
        SELECT min(first.account), min(first.closed_at) FROM (
            SELECT account, closed_at FROM closed_accounts WHERE holder = :holder ORDER BY closed_at, account LIMIT 1
        ) AS first
    ) WHERE holder = :holder AND barred_by = :account
    """
)


async def lock(connection: AsyncConnection, holders: Iterable[str]) -> dict[str, Seats]:
    """Lock the holders, in one order for everybody, and say what is known of each."""
    names = sorted(set(holders))
    barred = {row.holder: row.barred_by for row in await connection.execute(_LOCK, {"holders": names})}
    accounts: dict[str, list[str]] = {name: [] for name in names}
    for row in await connection.execute(_SEATS, {"holders": names}):
        accounts[row.holder].append(row.account)
    # Who has no account yet needs no exemption for the first.
    crowded = [name for name in names if accounts[name]]
    extra = await exemptions.seats(connection, crowded) if crowded else {}
    return {
        name: Seats(holder=name, open_accounts=tuple(accounts[name]), barred_by=barred[name], extra=extra.get(name, ()))
        for name in names
    }


async def cause_of_closure(connection: AsyncConnection, account: str) -> str | None:
    """The finding for which the account is closed, if it is closed as a sanction."""
    cause: str | None = (await connection.execute(_CAUSE, {"account": account})).scalar()
    return cause


async def barred_by(connection: AsyncConnection, account: str) -> set[str]:
    """The holders whom closures of the account bar: whoever had it at the time of the offence."""
    return set((await connection.execute(_BARRED, {"account": account})).scalars())


async def follow(recorded: Recorded) -> None:
    """React to facts about who holds the account: bring the registry in line with them."""
    connection, account, before = recorded.connection, recorded.account, recorded.before
    for fact in recorded.facts:
        match fact.body:
            case AccountRegistered() as registered:
                await connection.execute(_TAKE, {"holder": registered.holder, "account": account})
                await likenesses.remember(connection, account, registered.contacts)
            case HolderChanged() as changed:
                await connection.execute(_RELEASE, {"account": account})
                await connection.execute(_TAKE, {"holder": changed.holder, "account": account})
            case RegistrationRejected():
                await connection.execute(_RELEASE, {"account": account})
            case AccountClosed() as closed:
                await connection.execute(_RELEASE, {"account": account})
                if closed.category is not None and before is not None:
                    await _bar(connection, account, before, closed, recorded.at)
            case Overturned() as overturned:
                await _unbar(connection, account, overturned.id)
            case AccountReopened():
                holder = None if before is None else before.holder
                await connection.execute(_TAKE, {"holder": holder, "account": account})
                await likenesses.reopened(connection, account)
            case _:
                raise AssertionError(f"nothing in the registry follows from {fact.body.type}")


async def _bar(
    connection: AsyncConnection, account: str, before: Standing, closed: AccountClosed, at: datetime
) -> None:
    """The account was closed as a sanction: whoever had it at the time of the offence may not come back."""
    named = {"holder": closed.holder or before.holder, "account": account, "at": at}
    await connection.execute(_BAR, named)
    category = "" if closed.category is None else closed.category.value
    await connection.execute(_KEEP_CLOSED, {**named, "category": category, "cause": closed.id})
    await likenesses.closed(connection, account, before.name)


async def _unbar(connection: AsyncConnection, account: str, overturned: str) -> None:
    """Nobody is barred by a closure that was overturned; another finding bars nobody."""
    for holder in (await connection.execute(_FORGET_CLOSED, {"account": account, "cause": overturned})).scalars().all():
        await connection.execute(_UNBAR, {"holder": holder, "account": account})
        if await cause_of_closure(connection, account) is None:
            await likenesses.reopened(connection, account)
