"""Fields that accounts have declared and are not certified in, across all accounts (article 2)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import text

from ledger.store.database import Database
from models.accounts.standing import Standing
from models.words.privileges import Field
from regulation.accounts.homepage import UncertifiedField, due

_DECLARED: Final = text(
    """
    SELECT f.account, CAST(s.snapshot AS text) AS snapshot
    FROM facts f JOIN standings s ON s.account = f.account
    WHERE f.type = 'account_registered' AND f.body -> 'fields' <> '[]'::jsonb AND f.account > :after
      AND (CAST(:field AS text) IS NULL OR jsonb_exists(f.body -> 'fields', CAST(:field AS text)))
    ORDER BY f.account LIMIT :most
    """
)
"""`facts_by_declared_field` finds them. An account declares its fields when it registers."""

AT_A_TIME: Final = 500
MOST_LOOKED_AT: Final = 5_000
"""Accounts in one page's search: where almost all are certified a page is short, and the next one goes on."""


@dataclass(frozen=True)
class Due:
    """A field of an account in which a certification is due."""

    account: str
    name: str
    field: UncertifiedField


@dataclass(frozen=True)
class DuePage:
    """Some of them, by account; `after` is where the next page begins, None at the end."""

    found: tuple[Due, ...]
    after: str | None


async def uncertified(
    database: Database, at: datetime, *, field: Field | None = None, after: str = "", most: int = 100
) -> DuePage:
    """Declared and not certified at the instant, at most so many accounts, in the order of their identifiers.

    Raises:
        DatabaseAwayError: PostgreSQL cannot be reached.
    """
    found: list[Due] = []
    accounts, looked_at, last = 0, 0, after
    async with database.snapshot() as connection:
        while looked_at < MOST_LOOKED_AT:
            named = {"after": last, "field": None if field is None else field.value, "most": AT_A_TIME}
            rows = (await connection.execute(_DECLARED, named)).all()
            for row in rows:
                standing = Standing.model_validate_json(row.snapshot)
                lacking = [one for one in due(standing, at) if field in {None, one.field}]
                if lacking and accounts == most:
                    return DuePage(tuple(found), last)
                accounts += bool(lacking)
                found += [Due(row.account, standing.name, one) for one in lacking]
                last = row.account
            looked_at += len(rows)
            if len(rows) < AT_A_TIME:
                return DuePage(tuple(found), None)
    return DuePage(tuple(found), last)
