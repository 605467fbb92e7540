"""Upkeep of the rows by which accounts are searched, and actions and certifications listed: rows without the words that
have passed, rows of accounts from before an upgrade, and rows that a process of an earlier version left behind.

A search is right without it where rows exist: which words hold is read from the instant. The upkeep adds rows that are
missing, and keeps the index small.
"""

from datetime import datetime
from typing import Final

import structlog
from pydantic import ValidationError
from sqlalchemy import and_, bindparam, or_, select, update

from ledger.store.database import Database, Size
from ledger.store.statements import as_text, instant
from ledger.streams import list_rows, search_rows
from models.accounts.standing import Standing
from models.tables import ACCOUNT_NAMES, ACCOUNT_STATES, STANDINGS
from regulation.accounts.searching import EDITION

_ACCOUNTS: Final = STANDINGS.c
_N: Final = ACCOUNT_NAMES.c
_S: Final = ACCOUNT_STATES.c
_LOOKED_AT: Final = 20_000
"""Accounts compared in one transaction."""
_DUE: Final = (
    select(_ACCOUNTS.account, as_text(_ACCOUNTS.snapshot), _S.due_at)
    .join(ACCOUNT_STATES, _S.account == _ACCOUNTS.account)
    .where(_S.due_at <= instant("now"))
    .order_by(_S.due_at)
    .limit(bindparam("most"))
    .with_for_update(of=STANDINGS, skip_locked=True)
)
_SET_ASIDE: Final = update(ACCOUNT_STATES).where(_S.account == bindparam("unreadable")).values(due_at=None)
_BEHIND: Final = (
    select(
        _ACCOUNTS.account,
        or_(_S.version.is_distinct_from(_ACCOUNTS.version), _N.edition.is_distinct_from(EDITION)).label("behind"),
    )
    .outerjoin(ACCOUNT_STATES, _S.account == _ACCOUNTS.account)
    .outerjoin(ACCOUNT_NAMES, and_(_N.account == _ACCOUNTS.account))
    .where(_ACCOUNTS.account > bindparam("after"))
    .order_by(_ACCOUNTS.account)
    .limit(_LOOKED_AT)
)

log = structlog.get_logger("ledger")


async def write_due(database: Database, now: datetime, *, most: int = 500) -> int:
    """Write the rows that are due at `now`, of at most this many accounts. Returns the number written; accounts locked
    by a running command are left for the next call.
    """
    async with database.transaction(Size.SLICE) as connection:
        rows = (await connection.execute(_DUE, {"now": now, "most": most})).all()
        standings: list[tuple[Standing, datetime]] = []
        for row in rows:
            try:
                standing = Standing.model_validate_json(row.snapshot)
            except ValidationError:
                log.exception("a snapshot cannot be read: run `standing ledger verify`", account=row.account)
                await connection.execute(_SET_ASIDE, {"unreadable": row.account})
            else:
                standings.append((standing, max(now, standing.as_of)))
        await search_rows.put(connection, standings)
        await list_rows.put(connection, [row.account for row in rows if row.due_at == search_rows.UNWRITTEN])
    return len(rows)


async def mark_behind(database: Database) -> int:
    """Mark the accounts whose rows are missing, of another edition, or of another version than the standing: they are
    written with the next that are due. Returns their number.
    """
    marked, after = 0, ""
    while True:
        async with database.transaction(Size.SLICE) as connection:
            rows = (await connection.execute(_BEHIND, {"after": after})).all()
            behind = [row.account for row in rows if row.behind]
            if behind:
                await connection.execute(search_rows.UNWRITE, {"accounts": behind})
        marked += len(behind)
        if len(rows) < _LOOKED_AT:
            return marked
        after = rows[-1].account
