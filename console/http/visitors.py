"""The visitor of a request.

For now a visitor shows an API key as the API's callers do; sessions replace this function.
"""

from fastapi import Request

from api.http.addresses import address_of
from api.http.budgets import Use
from api.http.problems import ProblemError
from api.http.visitors import Visitor
from console.http.state import console_of
from ledger.people.callers import Caller
from models.roles import Role

_ANY = frozenset(Role)


class SignInNeededError(ProblemError):
    """Raised where a page needs a visitor and there is none."""

    def __init__(self) -> None:
        super().__init__("unauthenticated", "sign in to see this page")


async def visitor_of(request: Request) -> Caller:
    """Return the visitor of a request.

    Raises:
        SignInNeededError: when nobody is signed in.
        ProblemError: when the credentials are not known, or too many unknown ones came from this address.
        DatabaseAwayError: when the credentials cannot be checked.
    """
    app_state = console_of(request).app_state
    authorization = request.headers.get("authorization")
    host = request.client.host if request.client else ""
    if authorization is None:
        app_state.budgets.spend(Use.STRANGERS, address_of(host))
        raise SignInNeededError
    return await app_state.authentication.admit(authorization, _ANY, host)


async def visitor_for_calls(request: Request) -> Visitor:
    """Return the visitor in the form that calls of the API carry.

    Raises:
        ProblemError: as `visitor_of`.
        DatabaseAwayError: as `visitor_of`.
    """

    async def again() -> Caller:
        return await visitor_of(request)

    return Visitor(await visitor_of(request), again)
