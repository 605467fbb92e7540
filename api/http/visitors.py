"""Callers that the process itself names: a visitor of a mounted application, whose session was checked there.

The visitor is an entry of the ASGI scope. A server builds the scope of a request from outside and copies nothing of the
request's own into it but path, headers and addresses, so that no request can bring a visitor along.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, cast

from starlette.types import Scope

from api.http.authentication import require
from api.http.permissions import Roles
from ledger.people.callers import Caller

VISITOR: Final = "standing.visitor"
"""Name of the entry in the scope."""


@dataclass(frozen=True)
class Visitor:
    """A caller that was authenticated by a mounted application."""

    caller: Caller
    again: Callable[[], Awaitable[Caller]]
    """Checks the session anew for a long answer; raises when it has ended."""


def visitor_in(scope: Scope) -> Visitor | None:
    """Return the visitor of a request made in process; None for every request from outside."""
    return cast("Visitor | None", scope.get(VISITOR))


async def still_admitted(visitor: Visitor, roles: Roles) -> None:
    """Check the session and the roles of a visitor anew.

    Raises:
        ProblemError: when the session has ended, or has lost its roles.
    """
    require(await visitor.again(), roles)
