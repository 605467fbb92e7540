"""Locks of a command, and the data of the holder behind the account: a holder's actions follow the holder.

Lock order: records, then accounts in the order of their identifiers, then holders. A command that brings a holder to an
account locks every account that the holder has or had: it waits for a transaction that imposes an action on one of
them, and sees the action. A command that lessens an action locks the accounts that have inherited the action.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.accounts import registry
from ledger.store.chain import fact_from
from ledger.store.locked import Held, Locked
from ledger.store.statements import as_text, fixed, member, one_of
from models.accounts.commands import (
    LESSENING,
    ChangeHolder,
    Close,
    Command,
    CorrectRegistration,
    HolderAction,
    Overturn,
    Register,
    Reopen,
    Sanction,
    Seats,
    SettleRegistration,
    WithdrawConsequence,
)
from models.accounts.facts import AccountRegistered, Fact, HolderChanged, HolderRestricted, type_of, types_of
from models.accounts.standing import Standing
from models.tables import FACTS, STANDINGS
from models.words.sanctions import Finding
from regulation.holders import inheritance as rules
from regulation.holders.inheritance import ATTRIBUTING, Holding

COMING: Final = (Register, ChangeHolder, SettleRegistration, CorrectRegistration)
"""Commands that bring a holder to an account."""
REOPENING: Final = (Overturn, WithdrawConsequence, Reopen)
"""Commands that may reopen a closed account."""


_F: Final = FACTS.c
_S: Final = STANDINGS.c
_READ: Final = (
    select(_S.account, as_text(_S.snapshot), _S.head, _S.settled_until, _S.next_boundary)
    .where(one_of(_S.account, "accounts"))
    .order_by(_S.account)
)
_LOCK: Final = _READ.with_for_update()
_OF_HOLDER: Final = (
    select(_F.account)
    .distinct()
    .where(
        _F.type.in_(map(fixed, types_of(AccountRegistered, HolderChanged))),
        one_of(member(_F.body, "holder"), "holders"),
    )
)
"""Query of a holder's accounts, using the index `facts_by_holder`: only the facts say who had which account."""
_OF_EACH_HOLDER: Final = _OF_HOLDER.add_columns(member(_F.body, "holder").label("holder"))
_HEIRS: Final = (
    select(_F.account)
    .distinct()
    .where(_F.type == fixed(type_of(HolderRestricted)), one_of(member(_F.body, "origin", "account"), "accounts"))
)
"""Query of the accounts that inherited an action, using the index `facts_by_origin`."""
_HOLDER: Final = select(_S.snapshot["holder"].astext).where(_S.account == bindparam("account"))
_FACTS: Final = (
    select(_F.account, _F.seq, _F.effective_at, _F.recorded_at, _F.actor, _F.body)
    .where(one_of(_F.account, "accounts"), one_of(_F.type, "types"))
    .order_by(_F.account, _F.seq)
)


async def hold(connection: AsyncConnection, account: str, command: Command) -> Held:
    """Lock the account, and the accounts and holders that the command concerns besides."""
    if not isinstance(command, (*COMING, *LESSENING)):
        locked = await lock(connection, {account})
        return Held(locked, await _seats(connection, account, command, locked))
    while True:
        holder = await _coming(connection, account, command)
        wanted = await _concerned(connection, account, holder)
        # Accounts that were missing from the first lock must be locked with the others, in their order: release all and
        # repeat.
        savepoint = await connection.begin_nested()
        locked = await lock(connection, {account, *wanted})
        seats = await _seats(connection, account, command, locked)
        same = holder == await _coming(connection, account, command)
        if same and await _concerned(connection, account, holder) <= {account, *wanted}:
            await savepoint.commit()
            return Held(locked, seats, holder)
        await savepoint.rollback()


async def hold_all(connection: AsyncConnection, accounts: Collection[str], *, heirs: bool = False) -> None:
    """Lock several accounts at once, before the first command to one of them; with their heirs, where an action will be
    lessened.
    """
    while True:
        savepoint = await connection.begin_nested()
        wanted = {*accounts, *(await heirs_of(connection, accounts) if heirs else ())}
        await lock(connection, wanted)
        if not heirs or set(await heirs_of(connection, accounts)) <= wanted:
            await savepoint.commit()
            return
        await savepoint.rollback()


async def accounts_of(connection: AsyncConnection, *holders: str) -> set[str]:
    """Return every account that the holders have, or had."""
    return set((await connection.execute(_OF_HOLDER, {"holders": list(holders)})).scalars())


async def accounts_of_each(connection: AsyncConnection, holders: Collection[str]) -> dict[str, set[str]]:
    """Return, for each holder, every account that the holder has or had."""
    found: dict[str, set[str]] = {holder: set() for holder in holders}
    for row in await connection.execute(_OF_EACH_HOLDER, {"holders": list(holders)}):
        found[row.holder].add(row.account)
    return found


async def heirs_of(connection: AsyncConnection, accounts: Collection[str]) -> set[str]:
    """Return every account that has inherited an action from one of these, also where nothing is left of the action."""
    return set((await connection.execute(_HEIRS, {"accounts": list(accounts)})).scalars())


async def actions(connection: AsyncConnection, held: Held, account: str, at: datetime) -> tuple[HolderAction, ...]:
    """Return the actions in force on the other accounts of the holder whom the command brings to this one. All are
    locked.
    """
    if held.holder is None:
        return ()
    others = {name: one.standing for name, one in held.accounts.items() if name != account and one.standing}
    if not any(standing.restrictions for standing in others.values()):
        return ()
    facts = await facts_of(connection, others)
    holdings = [Holding(standing, facts.get(name, ())) for name, standing in others.items()]
    return rules.running(held.holder, holdings, at)


async def counted(connection: AsyncConnection, holder: str) -> tuple[Finding, ...]:
    """Return the findings of a holder on all accounts that the holder has, or had."""
    return rules.counted(holder, await facts_of(connection, await accounts_of(connection, holder)))


async def facts_about(connection: AsyncConnection, account: str) -> tuple[Fact, ...]:
    """Return the facts of an account that say who held it, and what was found on it."""
    return (await facts_of(connection, [account])).get(account, ())


async def facts_of(connection: AsyncConnection, accounts: Collection[str]) -> dict[str, tuple[Fact, ...]]:
    """Return, by account, the facts that say who held each account, and what was found on it."""
    if not accounts:
        return {}
    named = {"accounts": sorted(accounts), "types": list(ATTRIBUTING)}
    rows = (await connection.execute(_FACTS, named)).mappings().all()
    return {
        account: tuple(fact_from(dict(row)) for row in group)
        for account, group in groupby(rows, key=lambda row: row["account"])
    }


async def _coming(connection: AsyncConnection, account: str, command: Command) -> str | None:
    """Return the holder whom the command brings to the account; None when it brings none."""
    if isinstance(command, Register | ChangeHolder):
        return command.holder
    if not isinstance(command, SettleRegistration | CorrectRegistration):
        return None
    holder: str | None = (await connection.execute(_HOLDER, {"account": account})).scalar()
    return holder


async def _concerned(connection: AsyncConnection, account: str, holder: str | None) -> set[str]:
    return await heirs_of(connection, [account]) if holder is None else await accounts_of(connection, holder)


async def lock(connection: AsyncConnection, accounts: Collection[str]) -> dict[str, Locked]:
    """Lock accounts in the order of their identifiers, and return each that exists."""
    return await _read(connection, _LOCK, accounts)


async def standings(connection: AsyncConnection, accounts: Collection[str]) -> dict[str, Locked]:
    """Return each account that exists as `lock` does, without locking it: for what is only foreseen."""
    return await _read(connection, _READ, accounts)


async def _read(connection: AsyncConnection, statement: Select[Any], accounts: Collection[str]) -> dict[str, Locked]:
    rows = (await connection.execute(statement, {"accounts": sorted(accounts)})).all()
    return {
        row.account: Locked(Standing.model_validate_json(row.snapshot), row.head, row.settled_until, row.next_boundary)
        for row in rows
    }


async def _seats(
    connection: AsyncConnection, account: str, command: Command, locked: Mapping[str, Locked]
) -> dict[str, Seats]:
    """Lock the holders whose seats the command may change, or whom it may bar."""
    standing = locked.get(account, Locked()).standing
    names: set[str] = set()
    if isinstance(command, Register | ChangeHolder):
        names.add(command.holder)
    if isinstance(command, Close) and command.holder is not None:
        names.add(command.holder)
    closes_or_leaves = isinstance(command, ChangeHolder | Close | Sanction | SettleRegistration | CorrectRegistration)
    reopens = isinstance(command, REOPENING) and standing is not None and standing.closed_at is not None
    if standing is not None and (closes_or_leaves or reopens):
        names.add(standing.holder)
    if reopens:
        names |= await registry.barred_by(connection, account)
    return await registry.lock(connection, names) if names else {}
