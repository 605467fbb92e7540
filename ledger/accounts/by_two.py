"""What two persons have decided about accounts, read from the cases in which they did."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store.statements import either, fixed, one_of
from models.accounts.commands import Command
from models.cases.cases import KIND, CaseStatus
from models.cases.rulings import DecidedByTwo
from models.tables import RECORDS
from regulation.cases.reducer import CASE
from regulation.sanctions.by_two import BY_CASE, UNDOING, decided_by_two

_D: Final = RECORDS.c
_DECIDED: Final = (
    select(_D.account, _D.state)
    .where(
        one_of(_D.account, "accounts"),
        _D.kind == fixed(KIND),
        either(_D.label, *BY_CASE),
        either(_D.status, CaseStatus.DECIDED, CaseStatus.CORRECTING),
    )
    .order_by(_D.account, _D.opened_at, _D.id)
)


async def on_accounts(connection: AsyncConnection, accounts: Sequence[str]) -> Mapping[str, tuple[DecidedByTwo, ...]]:
    """Return what two persons have decided about each account of which they have decided anything, as the caller's
    transaction sees it. A caller that decides by it holds the accounts' locks: a case locks its account when it is
    decided, so nothing comes between.
    """
    if not accounts:
        return {}
    rows = await connection.execute(_DECIDED, {"accounts": list(accounts)})
    by_account = groupby(rows, key=lambda row: str(row.account))
    return {
        account: decided_by_two(CASE.state.model_validate(row.state) for row in group) for account, group in by_account
    }


async def needed_by(
    connection: AsyncConnection, commands: Iterable[tuple[str, Command]]
) -> Mapping[str, tuple[DecidedByTwo, ...]]:
    """Return what two persons have decided about the accounts on which a command may take it back."""
    return await on_accounts(connection, [account for account, command in commands if isinstance(command, UNDOING)])
