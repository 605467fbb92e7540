"""Policy of status links: their key, validity, and addresses."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class StatusLinkPolicy:
    """Settings of the platform for links under which a holder reads the status of an account."""

    key_id: str
    """Identifier of the rotation of their key."""
    longest: timedelta
    """Longest validity of a link."""
    address: str | None = None
    """Address at which holders reach this API; None for the one at which the link was asked for."""
    return_urls: tuple[str, ...] = ()
    """Addresses under which the page may lead back to the app."""
