"""Which routes of the server take an idempotency key, and which may be repeated without one."""

from collections import defaultdict
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from standing_client.routes_table import COMMANDS, QUESTIONS, WITHOUT_KEY


class Route(StrEnum):
    """Kind of a route that is not read only."""

    COMMAND = "command"
    """It takes an idempotency key, and is carried out once for each key."""
    QUESTION = "question"
    """It takes no key, and repeating it has no further effect."""
    WITHOUT_KEY = "without_key"
    """It takes no key, and may not be repeated blindly: creating an API key is such a route."""


_Pattern = tuple[tuple[str, ...], Route]


def _patterns() -> Mapping[int, list[_Pattern]]:
    found: dict[int, list[_Pattern]] = defaultdict(list)
    for route, paths in ((Route.COMMAND, COMMANDS), (Route.QUESTION, QUESTIONS), (Route.WITHOUT_KEY, WITHOUT_KEY)):
        for path in paths:
            steps = tuple("" if step.startswith("{") else step for step in path.split("/")[1:])
            found[len(steps)].append((steps, route))
    # More literal steps first: /v1/sessions/end is not a session named `end`.
    return {length: sorted(some, key=lambda one: one[0].count("")) for length, some in found.items()}


_PATTERNS: Final = _patterns()


def route_of(method: str, path: str) -> Route | None:
    """Return the kind of a POST route; None for one that this version of the client does not know."""
    if method != "POST":
        return None
    steps = path.split("?", maxsplit=1)[0].split("/")[1:]
    for pattern, route in _PATTERNS.get(len(steps), ()):
        if all(not wanted or wanted == step for wanted, step in zip(pattern, steps, strict=True)):
            return route
    return None
