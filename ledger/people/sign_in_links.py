"""One-time links with which a person signs in where there is no provider; whoever can run the command line makes them.

A link counts once and for a quarter of an hour, and a newer one for the same person ends it. Only the SHA-256 of its
token is kept.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.audit import appending
from ledger.people.sessions import digest_of, fresh_token
from ledger.store.clock import recording_instant
from ledger.store.database import Database
from models.audit import SignInLinkMade
from models.tables import SIGN_IN_LINKS

LASTS: Final = timedelta(minutes=15)
KEPT_FOR: Final = timedelta(days=1)

_L: Final = SIGN_IN_LINKS.c
_USABLE: Final = _L.used_at.is_(None)
_MAKE: Final = insert(SIGN_IN_LINKS)
_END: Final = update(SIGN_IN_LINKS).where(_L.person == bindparam("whose"), _USABLE).values(used_at=bindparam("now"))
_PRUNE: Final = delete(SIGN_IN_LINKS).where(_L.ends_at < bindparam("before"))
_PEEK: Final = select(_L.person).where(_L.hash == bindparam("hash"), _USABLE, _L.ends_at > bindparam("now"))
_USE: Final = (
    update(SIGN_IN_LINKS)
    .where(_L.hash == bindparam("digest"), _USABLE, _L.ends_at > bindparam("now"))
    .values(used_at=bindparam("now"))
    .returning(_L.person)
)


async def make(database: Database, person: str, now: datetime, *, actor: str) -> str:
    """Make a link for a person and return its token, which cannot be read again. Earlier ones count no more."""
    token = fresh_token()
    async with database.transaction() as connection:
        at = await recording_instant(connection, now)
        await connection.execute(_END, {"whose": person, "now": at})
        await connection.execute(_PRUNE, {"before": at - KEPT_FOR})
        row = {"hash": digest_of(token), "person": person, "made_at": at, "ends_at": at + LASTS}
        await connection.execute(_MAKE, row)
        made = SignInLinkMade(actor=actor, via="cli", person=person, ends_at=at + LASTS)
        await appending.append(connection, made, now=now)
    return token


async def person_of(database: Database, token: str, now: datetime) -> str | None:
    """Return the person whom a usable link signs in; the link stays usable."""
    async with database.transaction() as connection:
        named = {"hash": digest_of(token), "now": now}
        found: str | None = (await connection.execute(_PEEK, named)).scalar_one_or_none()
    return found


async def use(connection: AsyncConnection, token: str, now: datetime) -> str | None:
    """Use up a link and return its person; None where it was used, replaced or is too old."""
    named = {"digest": digest_of(token), "now": await recording_instant(connection, now)}
    used: str | None = (await connection.execute(_USE, named)).scalar_one_or_none()
    return used
