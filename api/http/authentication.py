"""Authentication by API key, and authorisation by role.

A key that was found is cached for a second; an unknown key is cached to spare the database repeated lookups.
"""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from time import monotonic
from typing import Final

from api.http.permissions import ROLES_OF, Roles
from api.http.problems import ProblemError
from api.http.sessions import Sessions
from ledger import keys
from ledger.people.callers import Caller
from ledger.people.sessions import TERMINAL_PATTERN
from ledger.store.database import Database, DatabaseAwayError
from ledger.store.deadlines import within
from models.roles import Role

TRUST_S: Final = 1.0
"""Maximum seconds for which a key revoked directly in the database is still accepted. A regular revocation notifies
every process at once.
"""
REMEMBERED_S: Final = 10.0
"""Seconds for which an unknown key is refused without another lookup."""
MOST_REMEMBERED: Final = 10_000

_BEARER: Final = re.compile(rf"[Bb]earer +({keys.PATTERN}) *")
_TERMINAL: Final = re.compile(rf"[Bb]earer +({TERMINAL_PATTERN}) *")


@dataclass(frozen=True)
class _Found:
    caller: Caller
    until: float


class Authentication:
    """Authenticates callers by their API key and checks their roles."""

    def __init__(
        self,
        database: Database,
        elapsed: Callable[[], float] = monotonic,
        *,
        trust_while_away_s: float = 0.0,
        guess: Callable[[str], object] = lambda _: None,
        sessions: Sessions | None = None,
    ) -> None:
        """Create the authentication over a database; `sessions` also admits the tokens of terminals.

        While the database is unavailable, a known key is accepted for `trust_while_away_s` seconds more. `guess` is
        called before the lookup of a key never seen before, with the client's host; it may refuse.
        """
        self._database = database
        self._trust_while_away_s = trust_while_away_s
        self._elapsed = elapsed
        self._guess = guess
        self._sessions = sessions
        self._found: dict[bytes, _Found] = {}
        self._unknown: OrderedDict[bytes, float] = OrderedDict()
        self._told: OrderedDict[bytes, None] = OrderedDict()
        """Keys that were created or revoked and not looked up since."""
        self._looking: dict[bytes, asyncio.Task[Caller | None]] = {}
        self._watched = False
        self._watch = 0

    def knows(self, authorization: str | None) -> bool:
        """Return whether the key is known to this process: accepted before, announced by a notification, or being
        looked up for a concurrent request.
        """
        if (token := _token(authorization)) is not None:
            return self._sessions is not None and self._sessions.knows(token)
        secret = _secret(authorization)
        if secret is None:
            return False
        digest = _digest(secret)
        return digest in self._found or digest in self._looking or digest in self._told

    async def admit(self, authorization: str | None, roles: Roles, host: str = "") -> Caller:
        """Return the caller of a request, who may do it.

        Raises:
            ProblemError: as `identified`, or when none of the caller's roles suffices.
            DatabaseAwayError: when the keys cannot be read.
        """
        caller = await self.identified(authorization, host, counts=False)
        require(caller, roles)
        return caller

    async def identified(self, authorization: str | None, host: str = "", *, counts: bool = True) -> Caller:
        """Return the caller of a request, whatever the caller may do. `counts` says whether the request puts off the
        end of a terminal's session by idleness.

        Raises:
            ProblemError: when the key is unknown, or the address has sent too many unknown keys.
            DatabaseAwayError: when the keys cannot be read.
        """
        if self._sessions is not None and (token := _token(authorization)) is not None:
            if not self._sessions.knows(token):
                self._guess(host)
            visit = await self._sessions.visit(token, counts=counts)
            if visit is None:
                raise _unauthenticated("this terminal's session has ended, or is not confirmed: `standing sign-in`")
            return visit.caller
        secret = _secret(authorization)
        if secret is None:
            raise _unauthenticated("send your API key as `Authorization: Bearer sk_…`")
        caller = await self._caller(secret, host)
        if caller is None:
            raise _unauthenticated("this API key is not known or was revoked: make one with `standing keys create`")
        return caller

    # --- notifications of the watch on the database ------------------------------------------------------------------

    def begun(self) -> None:
        """Start of the watch: every key that is created or revoked from now on is announced."""
        self._watched = True
        self._forget()

    def ended(self) -> None:
        """End of the watch: the cache of unknown keys is cleared, as their creation is no longer announced."""
        self._watched = False
        self._forget()

    def changed(self, digest: bytes) -> None:
        """Invalidate the key with this hash, which was created or revoked."""
        self._found.pop(digest, None)
        self._unknown.pop(digest, None)
        self._looking.pop(digest, None)  # the lookup in progress may be outdated
        # The key counts as known, even where unknown keys flood the same address: a new key works at once.
        self._told[digest] = None
        if len(self._told) > MOST_REMEMBERED:
            self._told.popitem(last=False)

    def _forget(self) -> None:
        self._watch += 1
        self._unknown.clear()

    # --- lookups -----------------------------------------------------------------------------------------------------

    async def _caller(self, secret: str, host: str) -> Caller | None:
        digest = _digest(secret)
        now = self._elapsed()
        known = self._found.get(digest)
        if known is not None and now < known.until:
            return known.caller
        if now < self._unknown.get(digest, now):
            return None
        looking = self._looking.get(digest)
        if looking is None:
            if known is None and digest not in self._told:
                self._guess(host)
            looking = self._looking[digest] = asyncio.create_task(self._looked_up(secret, digest))
            looking.add_done_callback(lambda done: self._over(digest, done))
        try:
            # Several requests share a lookup: cancelling one of them must not cancel it for the others.
            return await asyncio.shield(looking)
        except DatabaseAwayError:
            if known is None or now >= known.until + self._trust_while_away_s:
                raise
            return known.caller

    async def _looked_up(self, secret: str, digest: bytes) -> Caller | None:
        watch, now = self._watch, self._elapsed()
        with within(self._database.deadlines.read_s):
            caller = await keys.find(self._database, secret)
        if self._looking.get(digest) is not asyncio.current_task():
            return caller  # the key was created or revoked meanwhile: this result may be outdated
        self._told.pop(digest, None)
        if caller is None:
            self._found.pop(digest, None)
            if self._watched and watch == self._watch:
                self._unknown[digest] = now + REMEMBERED_S
                if len(self._unknown) > MOST_REMEMBERED:
                    self._unknown.popitem(last=False)
        else:
            self._found[digest] = _Found(caller, now + TRUST_S)
        return caller

    def _over(self, digest: bytes, done: "asyncio.Task[Caller | None]") -> None:
        if self._looking.get(digest) is done:
            del self._looking[digest]
        if not done.cancelled():
            done.exception()  # retrieved, so that asyncio does not log it when no request waits


def _secret(authorization: str | None) -> str | None:
    presented = _BEARER.fullmatch(authorization or "")
    return None if presented is None else presented[1]


def _token(authorization: str | None) -> str | None:
    presented = _TERMINAL.fullmatch(authorization or "")
    return None if presented is None else presented[1]


def _digest(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


def require(caller: Caller, roles: Roles) -> None:
    """Require one of the roles.

    Raises:
        ProblemError: which names the permitted roles.
    """
    if not caller.roles & roles:
        raise ProblemError(
            "forbidden",
            f"this takes a key with the role {_either(roles)}; yours has {_either(caller.roles, 'and')}",
        )


def require_part(caller: Caller, part: str) -> None:
    """Require the roles of a part of an operation, which are stricter than those of the whole."""
    require(caller, ROLES_OF[part])


def _either(roles: Roles, joint: str = "or") -> str:
    named = [role.value for role in Role if role in roles]
    return f" {joint} ".join(filter(None, (", ".join(named[:-1]), *named[-1:]))) or "none"


def _unauthenticated(detail: str) -> ProblemError:
    return ProblemError("unauthenticated", detail, headers={"WWW-Authenticate": 'Bearer realm="standing"'})
