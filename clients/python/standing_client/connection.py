"""What both clients share around the network: the address, the key, limits in time, and the words of a failure."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

import httpx2

from standing_client.calls import USER_AGENT, Call, Reply
from standing_client.problems import ConnectionLostError
from standing_client.retries import Course

Key = str | Callable[[], str] | None
"""An API key, a function that returns the current one, or none."""

Listener = Callable[[Call, Reply], None]
"""Function that is told of a successful call."""

SHORTEST_S: Final = 0.001
"""A timeout of zero would mean none."""


def address(base_url: str) -> str:
    """Return the server's address without a trailing slash.

    Raises:
        ValueError: when it is no http or https address.
    """
    url = httpx2.URL(base_url)
    if url.scheme not in {"http", "https"} or not url.host:
        raise ValueError(f"the address begins with http:// or https://, such as http://127.0.0.1:8000: {base_url}")
    return base_url.rstrip("/")


def sent_headers(call: Call, key: Key) -> Mapping[str, str]:
    """Return the headers of an attempt, with the key as it is now."""
    current = key() if callable(key) else key
    own = {"User-Agent": USER_AGENT, **call.headers}
    return own if current is None else {"Authorization": f"Bearer {current}", **own}


def timeout_of(attempt_s: float, course: Course) -> float:
    """Return the seconds that an attempt may take: never more than the call has left."""
    return max(SHORTEST_S, min(attempt_s, course.left_s()))


def failure(call: Call, error: httpx2.TransportError, course: Course) -> ConnectionLostError:
    """Return the exception for a call without an answer."""
    times = f" after {course.repeated + 1} attempts" if course.repeated else ""
    said = str(error) or type(error).__name__
    return ConnectionLostError(f"{call.method} {call.path}: no answer{times}: {said}", call.idempotency_key)


def told(listeners: Iterable[Listener], call: Call, reply: Reply) -> Reply:
    """Return the reply after telling the listeners."""
    for listener in tuple(listeners):
        listener(call, reply)
    return reply
