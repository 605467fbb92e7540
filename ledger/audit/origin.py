"""Where an act came from: set around a request or a command, and taken by every event that does not say it itself."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, NamedTuple, TypeVar

from models.audit import AuditEvent, Via

E = TypeVar("E", bound=AuditEvent)


class Origin(NamedTuple):
    """Way, client's address and identifier of the request."""

    via: Via
    address: str = ""
    request: str = ""


_ORIGIN: Final[ContextVar[Callable[[], Origin] | None]] = ContextVar("origin", default=None)


@contextmanager
def coming_from(origin: Callable[[], Origin]) -> Iterator[None]:
    """Set the origin of everything that is recorded in the block; the function is called only when it is needed."""
    token = _ORIGIN.set(origin)
    try:
        yield
    finally:
        _ORIGIN.reset(token)


def with_origin(event: E) -> E:
    """Return the event with the origin of the current request or command, unless it has one."""
    origin = _ORIGIN.get()
    if origin is None or event.via:
        return event
    return event.model_copy(update=origin()._asdict())
