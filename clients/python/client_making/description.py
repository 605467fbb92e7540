"""The server's description, and what this client adds to it."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from api.app import routed

HARMLESS: Final = frozenset(
    {
        "/v1/cases/{case}/presence",
        "/v1/cases/{case}/skip",
        "/v1/coordination/links",
        "/v1/coordination/posts",
        "/v1/decisions",
        "/v1/decisions/batch",
        "/v1/decisions/publish",
        "/v1/decisions/stream",
        "/v1/emblems",
        "/v1/evidence",
        "/v1/mirror/standings",
        "/v1/rumors/match",
        "/v1/screenings",
        "/v1/sessions/end",
        "/v1/sessions/{session}/end",
    }
)
"""Paths of POST operations without an idempotency key that may be repeated all the same."""


class Operation(NamedTuple):
    """One operation of the description."""

    name: str
    method: str
    path: str
    described: dict[str, Any]

    @property
    def takes_key(self) -> bool:
        """Return whether the operation takes an idempotency key."""
        return any(one["name"].lower() == "idempotency-key" for one in self.described.get("parameters", ()))


def description() -> dict[str, Any]:
    """Return the description as the server serves it."""
    return routed().openapi()


def operations(described: dict[str, Any]) -> Iterator[Operation]:
    """Yield every operation, in the order of the description."""
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield Operation(operation["operationId"], method.upper(), path, operation)
