"""Sign-ins on their way to the provider and back: the secrets that connect the end with its beginning.

An attempt counts once, for ten minutes, and only in the browser that began it: `browser` is a random value in a cookie
of that browser. Of state and browser only the SHA-256 is kept.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, delete, insert

from ledger.people.sessions import digest_of
from ledger.store.clock import recording_instant
from ledger.store.database import Database
from models.tables import SIGN_IN_ATTEMPTS

LASTS: Final = timedelta(minutes=10)

_A: Final = SIGN_IN_ATTEMPTS.c
_BEGIN: Final = insert(SIGN_IN_ATTEMPTS)
_PRUNE: Final = delete(SIGN_IN_ATTEMPTS).where(_A.ends_at <= bindparam("now"))
_TAKE: Final = (
    delete(SIGN_IN_ATTEMPTS)
    .where(_A.state == bindparam("state_hash"), _A.browser == bindparam("browser_hash"), _A.ends_at > bindparam("now"))
    .returning(_A.nonce, _A.verifier, _A.next, _A.fresh, _A.began_at)
)


@dataclass(frozen=True)
class Begun:
    """An attempt as it was begun."""

    state: str
    nonce: str
    verifier: str
    next: str
    """Path of the console to which the person goes afterwards."""
    fresh: bool
    """Whether the person must sign in anew at the provider."""
    began_at: datetime


async def begin(database: Database, begun: Begun, browser: str) -> None:
    """Keep an attempt; those that are too old are removed."""
    async with database.transaction() as connection:
        at = await recording_instant(connection, begun.began_at)
        await connection.execute(_PRUNE, {"now": at})
        await connection.execute(
            _BEGIN,
            {
                "state": digest_of(begun.state),
                "browser": digest_of(browser),
                "nonce": begun.nonce,
                "verifier": begun.verifier,
                "next": begun.next,
                "fresh": begun.fresh,
                "began_at": at,
                "ends_at": at + LASTS,
            },
        )


async def take(database: Database, state: str, browser: str, now: datetime) -> Begun | None:
    """Return an attempt and remove it; None where this browser has begun none with this state, or too long ago."""
    async with database.transaction() as connection:
        named = {
            "state_hash": digest_of(state),
            "browser_hash": digest_of(browser),
            "now": await recording_instant(connection, now),
        }
        row = (await connection.execute(_TAKE, named)).one_or_none()
    return None if row is None else Begun(state, row.nonce, row.verifier, row.next, row.fresh, row.began_at)
