"""Security headers of every response: of routes, refusals, the server itself, and streams."""

from collections.abc import Sequence
from typing import Final

Raw = tuple[bytes, bytes]

CONTENT_SECURITY_POLICY: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""Strictest policy: no response is HTML, and the drawings (SVG) and the feed (Atom) load nothing."""

_SECURITY: Final[tuple[Raw, ...]] = (
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-frame-options", b"DENY"),  # for browsers without frame-ancestors
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_HSTS: Final[Raw] = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
NOT_STORED: Final[Raw] = (b"cache-control", b"no-store")
"""Default cache policy: an answer is about an instant and often a person, so no cache may store it unless it
says so.
"""


def security_headers(*, behind_tls: bool) -> tuple[Raw, ...]:
    """Return the headers of every response. `behind_tls` adds HSTS, where callers reach us over TLS only."""
    return (*_SECURITY, _HSTS) if behind_tls else _SECURITY


def with_security(given: Sequence[Raw], always: Sequence[Raw], request_id: str) -> list[Raw]:
    """Return the headers of a response: its own, those of every response that it does not set itself, and the request
    identifier.
    """
    named = {name.lower() for name, _ in given}
    headers = [*given, *(header for header in always if header[0] not in named), (b"x-request-id", request_id.encode())]
    if NOT_STORED[0] not in named:
        headers.append(NOT_STORED)
    return headers
