"""Links between accounts (shared devices, phones …) and signatures of their posts, as platforms report them (article
7): hashed when they arrive, written in bulk.
"""

import hmac
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Boolean, LargeBinary, Text, bindparam, delete, func, literal_column, or_, select, text
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from coordination import texts
from coordination.clusters import Shared
from ledger.store.clock import require_same_time
from ledger.store.database import Database, Size
from ledger.store.statements import INSTANT, given
from models.coordination import LinkRow, PostRow, TieKind
from models.tables import LINKS, POSTS
from models.texts.folding import folded
from regulation.coordination import LOOKED_BACK, POSTS_KEPT, TEXT_WINDOW, TIES
from regulation.holders.identifiers import contact_form

TOKEN_BYTES: Final = 16
_SHOWN: Final = 10
"""Hexadecimal digits of a token that people see: enough to distinguish those of one case."""
_PAGE: Final = 20_000

_SEEN: Final = given(
    kind=("kinds", Text()), token=("tokens", LargeBinary()), account=("accounts", Text()), seen=("seen", INSTANT)
).c
_LINK_KEY: Final = (_SEEN.kind, _SEEN.token, _SEEN.account)
_NEW_LINKS: Final = insert(LINKS).from_select(
    ["kind", "token", "account", "first_seen", "last_seen"],
    select(*_LINK_KEY, func.min(_SEEN.seen), func.max(_SEEN.seen)).group_by(*_LINK_KEY).order_by(*_LINK_KEY),
)
_NEW: Final = _NEW_LINKS.excluded
_LINKS: Final = _NEW_LINKS.on_conflict_do_update(
    index_elements=["kind", "token", "account"],
    set_={
        "first_seen": func.least(LINKS.c.first_seen, _NEW.first_seen),
        "last_seen": func.greatest(LINKS.c.last_seen, _NEW.last_seen),
    },
    where=or_(LINKS.c.first_seen > _NEW.first_seen, LINKS.c.last_seen < _NEW.last_seen),
).returning(literal_column("xmax = 0", Boolean).label("fresh"))
_PUBLISHED: Final = given(
    account=("accounts", Text()),
    post=("posts", Text()),
    at=("published", INSTANT),
    signature=("signatures", LargeBinary()),
).c
_POSTS: Final = (
    insert(POSTS)
    .from_select(
        ["account", "post", "published_at", "edition", "signature"],
        select(
            _PUBLISHED.account,
            _PUBLISHED.post,
            _PUBLISHED.at,
            bindparam("edition", type_=POSTS.c.edition.type),
            _PUBLISHED.signature,
        )
        .ext(distinct_on(_PUBLISHED.account, _PUBLISHED.post))
        .order_by(_PUBLISHED.account, _PUBLISHED.post),
    )
    .on_conflict_do_nothing(index_elements=["account", "post"])
    .returning(POSTS.c.post)
)
# A value of one account alone is no link: PostgreSQL drops it, and the hubs, while it reads the index.
_SHARED: Final = """
    SELECT kind, token, CASE WHEN count(*) <= hub THEN string_agg(account, ' ') END AS accounts
    FROM links JOIN unnest($1::text[], $2::int[]) AS known (kind, hub) USING (kind)
    WHERE last_seen >= $3 GROUP BY kind, token, hub HAVING count(*) > 1
"""
_SIGNED: Final = """
    SELECT account, extract(epoch FROM published_at)::float8 AS published, signature FROM posts
    WHERE published_at >= $1 AND edition = $2
"""
_PRUNE: Final = delete(POSTS).where(POSTS.c.published_at < bindparam("before"))


@dataclass(frozen=True)
class Taken:
    """Result of a bulk of rows."""

    new: int
    known: int
    too_short: int = 0


def token_of(key: bytes, kind: TieKind, value: str) -> bytes:
    """Return a device, a phone … as a keyed hash: equal for equal values, however spelt, and not traceable to
    anybody.
    """
    form = _FORMS[kind](value) if kind in _FORMS else "".join(folded(value).split()).casefold()
    return hmac.new(key, f"{kind.value}:{form}".encode(), sha256).digest()[:TOKEN_BYTES]


_FORMS: Final[Mapping[TieKind, Callable[[str], str]]] = {
    TieKind.PHONE: partial(contact_form, "phone"),
    TieKind.PAYOUT: partial(contact_form, "payout_account"),
}
"""Kinds that a registration uses too, with the same spelling rules."""


async def add_links(database: Database, rows: Sequence[LinkRow]) -> Taken:
    """Write links in one statement; for a known link only its first and last time change."""
    if not rows:
        return Taken(0, 0)
    named = {
        "kinds": [row.kind.value for row in rows],
        "tokens": [row.token for row in rows],
        "accounts": [row.account for row in rows],
        "seen": [row.seen_at for row in rows],
    }
    async with database.transaction() as connection:
        await require_same_time(connection)
        fresh = sum((await connection.execute(_LINKS, named)).scalars())
    return Taken(fresh, len(rows) - fresh)


async def add_posts(database: Database, rows: Sequence[PostRow], too_short: int = 0) -> Taken:
    """Write posts in one statement; a known post stays as it is."""
    if not rows:
        return Taken(0, 0, too_short)
    named = {
        "accounts": [row.account for row in rows],
        "posts": [row.post for row in rows],
        "published": [row.published_at for row in rows],
        "signatures": [row.signature for row in rows],
        "edition": texts.EDITION,
    }
    async with database.transaction() as connection:
        await require_same_time(connection)
        fresh = len((await connection.execute(_POSTS, named)).all())
    return Taken(fresh, len(rows) - fresh, too_short)


async def prune_posts(database: Database, now: datetime) -> int:
    """Delete signatures that no sweep reads any more."""
    async with database.transaction(Size.LONG) as connection:
        return (await connection.execute(_PRUNE, {"before": now - POSTS_KEPT.at(now)})).rowcount


@dataclass(frozen=True)
class Signed:
    """Posts prepared for comparison."""

    accounts: list[str]
    published: NDArray[np.float64]
    signatures: texts.Signatures


async def shared(database: Database, now: datetime) -> tuple[Shared, int]:
    """Return the links that two accounts or more share, and the number of hubs left out."""
    found, hubs = Shared(), 0
    kinds = [kind.value for kind in TIES]
    async for row in _rows(database, _SHARED, kinds, [TIES[TieKind(kind)].hub for kind in kinds], _since(now)):
        if row["accounts"] is None:
            hubs += 1
        else:
            found.add(TieKind(row["kind"]), row["token"].hex()[:_SHOWN], row["accounts"].split(" "))
    return found, hubs


async def signed(database: Database, now: datetime) -> Signed:
    """Return the posts that are recent enough."""
    accounts: list[str] = []
    published: list[float] = []
    signatures: list[bytes] = []
    async for row in _rows(database, _SIGNED, now - POSTS_KEPT.at(now), texts.EDITION):
        accounts.append(row["account"])
        published.append(row["published"])
        signatures.append(row["signature"])
    return Signed(accounts, np.array(published, np.float64), texts.unpacked(signatures))


def add_texts(found: Shared, posts: Signed, now: datetime) -> tuple[int, int]:
    """Add each text that several accounts published at about the same time, as a tie; return their number, and the
    number of hubs.
    """
    ties = hubs = 0
    for number, group in enumerate(texts.alike_groups(posts.signatures, posts.published, TEXT_WINDOW.at(now))):
        accounts = sorted({posts.accounts[post] for post in group.tolist()})
        if len(accounts) > TIES[TieKind.TEXT].hub:
            hubs += 1
        elif len(accounts) > 1:
            ties += 1
            found.add(TieKind.TEXT, f"text {number + 1}", accounts)
    return ties, hubs


def _since(now: datetime) -> datetime:
    return now - LOOKED_BACK.at(now)


async def _rows(database: Database, statement: str, *given: Any) -> AsyncIterator[Any]:
    """Yield rows from a cursor, some thousands at a time, so that a million rows are never in memory at once."""
    async with database.snapshot(Size.LONG) as connection, _driver(connection) as driver:
        async for row in driver.cursor(statement, *given, prefetch=_PAGE):
            yield row


@asynccontextmanager
async def _driver(connection: AsyncConnection) -> AsyncIterator[Any]:
    # SQLAlchemy begins its transaction with the first statement; asyncpg's cursor needs to be inside it.
    await connection.execute(text("SELECT 1"))
    yield (await connection.get_raw_connection()).driver_connection
