"""Accounts that were closed before the import: later registrations are compared with them (article 7).

Does for many accounts, in one statement each, what `ledger/accounts/registry.py` does when an account is closed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Text, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.importing.planning import Plan
from ledger.store.statements import INSTANT, given, one_of
from models.tables import CLOSED_ACCOUNTS, CLOSED_NAMES, HOLDERS
from models.words.violations import Category
from regulation.articles.a07_one_holder import likenesses_of

_KEEP: Final = insert(CLOSED_ACCOUNTS).from_select(
    ["account", "holder", "category", "cause", "closed_at"],
    select(
        given(
            account=("accounts", Text()),
            holder=("holders", Text()),
            category=("categories", Text()),
            cause=("causes", Text()),
            closed_at=("ats", INSTANT),
        )
    ),
)
# The earliest closure bars, whichever was recorded first: accounts that the holder got before it stay allowed.
_BAR: Final = text(
    """
    UPDATE holders SET (barred_by, barred_at) = (first.account, first.closed_at)
    FROM (
        SELECT DISTINCT ON (holder) holder, account, closed_at FROM closed_accounts
        WHERE holder = ANY(CAST(:holders AS text[])) ORDER BY holder, closed_at, account
    ) AS first
    WHERE holders.holder = first.holder AND (holders.barred_at IS NULL OR holders.barred_at > first.closed_at)
    """
)
_NAMES: Final = (
    insert(CLOSED_NAMES)
    .from_select(["form", "account"], select(given(form=("forms", Text()), account=("accounts", Text()))))
    .on_conflict_do_nothing()
)
_BARRED: Final = select(HOLDERS.c.holder, HOLDERS.c.barred_by, HOLDERS.c.barred_at).where(
    one_of(HOLDERS.c.holder, "holders"), HOLDERS.c.barred_by.is_not(None)
)

Bar = tuple[datetime, str]
"""Instant since which a holder may get no account, and the account whose closure is the reason."""


class _Closed(NamedTuple):
    """A plan whose account was closed as a sanction."""

    plan: Plan
    at: datetime
    category: Category
    cause: str


async def keep_closed(connection: AsyncConnection, plans: Sequence[Plan]) -> None:
    """Store those of the plans that were closed as a sanction: their holders are barred, their names recognised."""
    found = [closed for plan in plans if (closed := _sanction(plan)) is not None]
    if not found:
        return
    holders = [one.plan.holder for one in found]
    await connection.execute(
        _KEEP,
        {
            "accounts": [one.plan.account for one in found],
            "holders": holders,
            "categories": [one.category.value for one in found],
            "causes": [one.cause for one in found],
            "ats": [one.at for one in found],
        },
    )
    await connection.execute(_BAR, {"holders": holders})
    forms = [(form, one.plan.account) for one in found for form in sorted(likenesses_of(one.plan.name))]
    named = {"forms": [form for form, _ in forms], "accounts": [account for _, account in forms]}
    await connection.execute(_NAMES, named)


async def bars_of(connection: AsyncConnection, plans: Sequence[Plan]) -> dict[str, Bar]:
    """Return the bar of each holder, by the ledger or by one of the plans. The holders are locked by now."""
    rows = await connection.execute(_BARRED, {"holders": [plan.holder for plan in plans]})
    bars: dict[str, Bar] = {row.holder: (row.barred_at, row.barred_by) for row in rows}
    for plan in plans:
        if (closed := _sanction(plan)) is not None:
            bar = (closed.at, plan.account)
            bars[plan.holder] = min(bars.get(plan.holder, bar), bar)
    return bars


def bar_at(bars: Mapping[str, Bar], plan: Plan) -> str | None:
    """Return the account whose closure barred the plan's holder when the holder got the plan's account; None without
    one.
    """
    bar = bars.get(plan.holder)
    return None if bar is None or plan.held_since < bar[0] else bar[1]


def _sanction(plan: Plan) -> _Closed | None:
    closed = plan.closed
    return None if closed is None or closed.category is None else _Closed(plan, closed.at, closed.category, closed.id)
