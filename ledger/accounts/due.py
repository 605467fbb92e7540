"""Fields that accounts have declared and are not certified in, across all accounts (article 2)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import text

from ledger.store import pages
from ledger.store.database import Database
from ledger.store.pages import Order, Page, Position
from models.accounts.standing import Standing
from models.tables import STANDINGS
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
"""Query of accounts by declared field, using the index `facts_by_declared_field`. An account declares its fields when
it registers.
"""

AT_A_TIME: Final = 500
MOST_LOOKED_AT: Final = 5_000
"""Greatest number of accounts searched for one page: where almost all are certified a page is short, and the next page
continues.
"""


@dataclass(frozen=True)
class Due:
    """A field of an account in which a certification is due."""

    account: str
    name: str
    field: UncertifiedField


BY_ACCOUNT: Final = Order("due", (STANDINGS.c.account,))


async def uncertified(
    database: Database,
    at: datetime,
    *,
    field: Field | None = None,
    after: Position | None = None,
    most: int = pages.USUAL,
) -> Page[Due]:
    """Return a page of the fields declared and not certified at the instant: at most `most` accounts, in the order of
    their identifiers. A page may be empty without being the last.

    Raises:
        DatabaseAwayError: PostgreSQL cannot be reached.
    """
    found: list[Due] = []
    last: str | None = None if after is None else str(BY_ACCOUNT.key_of(after)[0])
    accounts, looked_at = 0, 0
    async with database.snapshot() as connection:
        while looked_at < MOST_LOOKED_AT:
            named = {"after": last or "", "field": None if field is None else field.value, "most": AT_A_TIME}
            rows = (await connection.execute(_DECLARED, named)).all()
            for row in rows:
                standing = Standing.model_validate_json(row.snapshot)
                lacking = [one for one in due(standing, at) if field in {None, one.field}]
                if lacking and accounts == most:
                    return Page(tuple(found), BY_ACCOUNT.behind(last))
                accounts += bool(lacking)
                found += [Due(row.account, standing.name, one) for one in lacking]
                last = row.account
            looked_at += len(rows)
            if len(rows) < AT_A_TIME:
                return Page(tuple(found))
    return Page(tuple(found), BY_ACCOUNT.behind(last))
