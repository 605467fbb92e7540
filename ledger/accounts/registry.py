"""The registry of holders: seats of each holder, and holders who are barred (article 7).

A holder's row is locked before its seats are read, so that two commands for one holder wait for each other; the primary
key of `holder_seats` is the second safeguard.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import Text, bindparam, delete, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.accounts import exemptions, likenesses
from ledger.store.statements import given, one_of
from ledger.streams.envelope import Recorded
from models.accounts.commands import Seats
from models.accounts.facts import (
    AccountClosed,
    AccountRegistered,
    AccountReopened,
    ConsequenceWithdrawn,
    HolderChanged,
    Overturned,
    RegistrationRejected,
    RejectionLifted,
)
from models.accounts.standing import Standing
from models.tables import CLOSED_ACCOUNTS, HOLDER_SEATS, HOLDERS

_SEAT: Final = HOLDER_SEATS.c
_CLOSED: Final = CLOSED_ACCOUNTS.c
_WANTED: Final = insert(HOLDERS).from_select(["holder"], select(given(holder=("holders", Text())).c.holder))
_LOCK: Final = _WANTED.on_conflict_do_update(
    index_elements=["holder"], set_={"holder": _WANTED.excluded.holder}
).returning(HOLDERS.c.holder, HOLDERS.c.barred_by)
_SEATS: Final = (
    select(_SEAT.holder, _SEAT.seat, _SEAT.account)
    .where(one_of(_SEAT.holder, "holders"))
    .order_by(_SEAT.holder, _SEAT.seat)
)
_TAKE: Final = text(
    """
    INSERT INTO holder_seats (holder, seat, account)
    SELECT :holder, coalesce(min(free), 1), :account
    FROM generate_series(1, (SELECT count(*) + 1 FROM holder_seats WHERE holder = :holder)) AS free
    WHERE NOT EXISTS (SELECT 1 FROM holder_seats WHERE holder = :holder AND seat = free)
    """
)
_RELEASE: Final = delete(HOLDER_SEATS).where(_SEAT.account == bindparam("account"))
# A barred holder stays barred by the first account that caused it.
_BAR: Final = (
    update(HOLDERS)
    .where(HOLDERS.c.holder == bindparam("of_holder"), HOLDERS.c.barred_by.is_(None))
    .values(barred_by=bindparam("account"), barred_at=bindparam("at"))
)
_KEEP_CLOSED: Final = insert(CLOSED_ACCOUNTS)
_FORGET_CLOSED: Final = (
    delete(CLOSED_ACCOUNTS)
    .where(_CLOSED.account == bindparam("account"), _CLOSED.cause == bindparam("cause"))
    .returning(_CLOSED.holder)
)
_CAUSE: Final = (
    select(_CLOSED.cause)
    .where(_CLOSED.account == bindparam("account"))
    .order_by(_CLOSED.closed_at, _CLOSED.cause)
    .limit(1)
)
_BARRED: Final = select(_CLOSED.holder).where(_CLOSED.account == bindparam("account")).distinct()
# Another account of the holder may have been closed too, or this one twice: then that closure is the bar from now on.
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
    """Lock the holders in the order of their names, and return the seats and the bar of each."""
    names = sorted(set(holders))
    barred = {row.holder: row.barred_by for row in await connection.execute(_LOCK, {"holders": names})}
    accounts: dict[str, list[str]] = {name: [] for name in names}
    for row in await connection.execute(_SEATS, {"holders": names}):
        accounts[row.holder].append(row.account)
    # A holder without an account needs no exemption for the first.
    crowded = [name for name in names if accounts[name]]
    extra = await exemptions.seats(connection, crowded) if crowded else {}
    return {
        name: Seats(holder=name, open_accounts=tuple(accounts[name]), barred_by=barred[name], extra=extra.get(name, ()))
        for name in names
    }


async def cause_of_closure(connection: AsyncConnection, account: str) -> str | None:
    """Return the finding for which the account is closed; None when it is not closed as a sanction."""
    cause: str | None = (await connection.execute(_CAUSE, {"account": account})).scalar()
    return cause


async def barred_by(connection: AsyncConnection, account: str) -> set[str]:
    """Return the holders whom closures of the account bar: those who had it at the time of the offence."""
    return set((await connection.execute(_BARRED, {"account": account})).scalars())


async def update_registry(recorded: Recorded) -> None:
    """React to facts about the account's holder: update the registry."""
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
            case RejectionLifted():
                await _take_again(connection, account, before)
            case AccountClosed() as closed:
                await connection.execute(_RELEASE, {"account": account})
                if closed.category is not None and before is not None:
                    await _bar(connection, account, before, closed, recorded.at)
            case Overturned() | ConsequenceWithdrawn() as ended:
                if not recorded.alone:
                    await _unbar(connection, account, ended)
            case AccountReopened():
                await _take_again(connection, account, before)
                await likenesses.reopened(connection, account)
            case _:
                raise AssertionError(f"the registry has no reaction to {fact.body.type}")


async def _take_again(connection: AsyncConnection, account: str, before: Standing | None) -> None:
    """Take a seat of the holder for an account that had lost it."""
    await connection.execute(_TAKE, {"holder": None if before is None else before.holder, "account": account})


async def _bar(
    connection: AsyncConnection, account: str, before: Standing, closed: AccountClosed, at: datetime
) -> None:
    """Bar the holder who had the account at the time of the offence: it was closed as a sanction."""
    holder = closed.holder or before.holder
    await connection.execute(_BAR, {"of_holder": holder, "account": account, "at": at})
    category = "" if closed.category is None else closed.category.value
    kept = {"account": account, "holder": holder, "category": category, "cause": closed.id, "closed_at": at}
    await connection.execute(_KEEP_CLOSED, kept)
    await likenesses.closed(connection, account, before.name)


async def _unbar(connection: AsyncConnection, account: str, ended: Overturned | ConsequenceWithdrawn) -> None:
    """Lift the bar of a closure that was overturned or withdrawn; another finding bars nobody."""
    if isinstance(ended, ConsequenceWithdrawn) and ended.consequence != "closure":
        return
    for holder in (await connection.execute(_FORGET_CLOSED, {"account": account, "cause": ended.id})).scalars().all():
        await connection.execute(_UNBAR, {"holder": holder, "account": account})
        if await cause_of_closure(connection, account) is None:
            await likenesses.reopened(connection, account)
