"""Security headers, borne by every answer: of a route, of a refusal, of the server itself, of a stream."""

from collections.abc import Sequence
from typing import Final

Raw = tuple[bytes, bytes]

CONTENT_SECURITY_POLICY: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""No answer needs more: none is HTML, the drawings (SVG) and the feed (Atom) load nothing and style by attributes."""

_SECURITY: Final[tuple[Raw, ...]] = (
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-frame-options", b"DENY"),  # for browsers that know no frame-ancestors
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_HSTS: Final[Raw] = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
NOT_STORED: Final[Raw] = (b"cache-control", b"no-store")
"""An answer is about an instant, and often about a person: no cache may keep it, unless the answer itself says so."""


def security_headers(*, behind_tls: bool) -> tuple[Raw, ...]:
    """The headers of every answer. `behind_tls`: callers reach us over TLS only, and browsers shall insist on it."""
    return (*_SECURITY, _HSTS) if behind_tls else _SECURITY


def with_security(given: Sequence[Raw], always: Sequence[Raw], request_id: str) -> list[Raw]:
    """An answer's own headers, the ones of every answer, and the request's identifier."""
    headers = [*given, *always, (b"x-request-id", request_id.encode())]
    if not any(name.lower() == NOT_STORED[0] for name, _ in given):
        headers.append(NOT_STORED)
    return headers
