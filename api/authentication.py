"""Whose key it is, and whether its roles suffice. A key that was found is trusted for a second."""

import re
from collections.abc import Callable
from hashlib import sha256
from time import monotonic
from typing import Final

from api.permissions import ROLES_OF, Roles
from api.problems import ProblemError
from ledger import keys
from ledger.database import Database, DatabaseAwayError
from ledger.deadlines import within
from ledger.keys import Caller
from models.roles import Role

TRUST_S: Final = 1.0
"""How long a revoked key may still be let in."""

_BEARER: Final = re.compile(rf"[Bb]earer +({keys.PREFIX}[A-Za-z0-9_-]{{20,100}}) *")


class Door:
    """Lets callers in."""

    def __init__(
        self, database: Database, elapsed: Callable[[], float] = monotonic, *, trust_while_away_s: float = 0.0
    ) -> None:
        """While the database is away, a key that was found is trusted for `trust_while_away_s` seconds more."""
        self._database = database
        self._trust_while_away_s = trust_while_away_s
        self._elapsed = elapsed
        self._found: dict[bytes, tuple[Caller, float]] = {}

    async def admit(self, authorization: str | None, roles: Roles) -> Caller:
        """Who is calling.

        Raises:
            ProblemError: when nobody is known by this key, or none of its roles suffices.
            DatabaseAwayError: when the keys cannot be read.
        """
        presented = _BEARER.fullmatch(authorization or "")
        if presented is None:
            raise _unauthenticated("send your API key as `Authorization: Bearer sk_…`")
        caller = await self._caller(presented[1])
        if caller is None:
            raise _unauthenticated("this API key is not known or was revoked: make one with `standing keys create`")
        require(caller, roles)
        return caller

    async def _caller(self, secret: str) -> Caller | None:
        digest = sha256(secret.encode()).digest()
        now = self._elapsed()
        known = self._found.get(digest)
        if known is not None and now < known[1]:
            return known[0]
        try:
            with within(self._database.deadlines.read_s):
                caller = await keys.find(self._database, secret)
        except DatabaseAwayError:
            if known is None or now >= known[1] + self._trust_while_away_s:
                raise
            return known[0]
        if caller is None:
            self._found.pop(digest, None)
        else:
            self._found[digest] = (caller, now + TRUST_S)
        return caller


def require(caller: Caller, roles: Roles) -> None:
    """Nothing, when one of the caller's roles is among them.

    Raises:
        ProblemError: which names the roles that may.
    """
    if not caller.roles & roles:
        raise ProblemError(
            "forbidden",
            f"this takes a key with the role {_either(roles)}; yours has {_either(caller.roles, 'and')}",
        )


def require_part(caller: Caller, part: str) -> None:
    """As `require`, for a part of an operation that takes more than the whole of it."""
    require(caller, ROLES_OF[part])


def _either(roles: Roles, joint: str = "or") -> str:
    named = [role.value for role in Role if role in roles]
    return f" {joint} ".join(filter(None, (", ".join(named[:-1]), *named[-1:]))) or "none"


def _unauthenticated(detail: str) -> ProblemError:
    return ProblemError("unauthenticated", detail, headers={"WWW-Authenticate": 'Bearer realm="standing"'})
