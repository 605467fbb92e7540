"""The visitor of a request: the person whose session the cookie names.

A page asks `visitor_of(request)`; what a stolen or forgotten session must not do asks `require_fresh(request)` first.
What they raise becomes a way to the sign-in and back (`console.signin.needed`).
"""

from typing import Final

from fastapi import Request

from api.http.addresses import address_of
from api.http.budgets import Use
from api.http.problems import ProblemError
from api.http.visitors import Visitor
from console.http.state import console_of
from ledger.people.callers import Caller
from ledger.people.sessions import Visit as Session

COOKIE: Final = "__Host-standing"
"""Cookie with the token of the session. By its prefix browsers take it from this host alone, over TLS or on this
machine.
"""
UNATTENDED: Final = "x-unattended"
"""Header of requests that an open page makes by itself: they are no sign of a person, and put off no end."""
LIVE: Final = "/console/live"
"""Stream to which every open page listens."""


class SignInNeededError(ProblemError):
    """Raised where a page needs a visitor and there is none, or no longer."""

    def __init__(self) -> None:
        super().__init__("unauthenticated", "sign in to see this page")


class FreshSignInNeededError(Exception):
    """Raised where the person must prove anew who it is: the sign-in is too long ago for what is asked."""


async def session_of(request: Request, *, counts: bool = True) -> Session:
    """Return the session of a request.

    `counts` says whether the request puts off the end by idleness; one that the page makes by itself never does.

    Raises:
        SignInNeededError: when there is none in force.
        ProblemError: when too many strangers came from this address.
        DatabaseAwayError: when sessions cannot be read.
    """
    app_state, token = console_of(request).app_state, request.cookies.get(COOKIE, "")
    if not token or not app_state.sessions.knows(token):
        app_state.budgets.spend(Use.STRANGERS, address_of(request.client.host if request.client else ""))
    found = await app_state.sessions.visit(token, counts=counts and not unattended(request)) if token else None
    if found is None:
        raise SignInNeededError
    return found


def unattended(request: Request) -> bool:
    """Return whether a page made the request by itself: nobody pressed anything."""
    return UNATTENDED in request.headers or request.url.path == LIVE


async def visitor_of(request: Request) -> Caller:
    """Return the visitor of a request.

    Raises:
        SignInNeededError: when nobody is signed in.
        ProblemError: as `session_of`.
        DatabaseAwayError: as `session_of`.
    """
    return (await session_of(request)).caller


async def visitor_for_calls(request: Request) -> Visitor:
    """Return the visitor in the form that calls of the API carry.

    Raises:
        ProblemError: as `visitor_of`.
        DatabaseAwayError: as `visitor_of`.
    """

    async def again() -> Caller:
        return (await session_of(request, counts=False)).caller

    return Visitor(await visitor_of(request), again)


async def require_fresh(request: Request) -> None:
    """Require that the person has signed in just now (`STANDING_FRESH_SIGN_IN`): before an account is closed, a report
    released or a key made. Otherwise the person is led through a sign-in and back, and what was typed is kept.

    Raises:
        FreshSignInNeededError: when the sign-in is older.
        ProblemError: as `visitor_of`.
    """
    console, session = console_of(request), await session_of(request)
    at = session.authenticated_at
    if at is None or console.app_state.clock() - at > console.settings.fresh_sign_in:
        raise FreshSignInNeededError
