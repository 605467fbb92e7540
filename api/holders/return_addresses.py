"""Ways back from a status page to the platform's app: only those under an address in the settings."""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import SplitResult, urlsplit

from models.accounts.status_links import RETURN_PATTERN

EXECUTED: Final = frozenset({"about", "blob", "data", "file", "filesystem", "javascript", "vbscript", "view-source"})
"""Schemes that never lead to an app; some of them execute what they hold."""

_WRITTEN: Final = re.compile(RETURN_PATTERN)
_CLIMBING: Final = re.compile(r"(?:^|/)(?:\.|%2e){1,2}(?:/|$)|%2f|%5c", re.IGNORECASE)
"""Segments that a browser resolves to another path than the one that is compared."""


def fault_of(address: str) -> str | None:
    """Return why the address cannot be a way back at all; None when it can."""
    if not _WRITTEN.fullmatch(address):
        return "is no address such as https://app.example.cn/account/ or exampleapp://account"
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - raises for a port that is none
    except ValueError:
        return "is no address such as https://app.example.cn/account/ or exampleapp://account"
    if parts.scheme in EXECUTED:
        return f"has the scheme {parts.scheme}, which leads to no app"
    if not parts.hostname or "@" in parts.netloc:
        return "needs a host, and no user before it"
    if _CLIMBING.search(parts.path):
        return "has a path with dots or escaped slashes, which browsers read differently"
    return None


def is_allowed(address: str, allowed: Iterable[str]) -> bool:
    """Return whether the address lies under one of the allowed ones: the same scheme, host and port, and its path or
    one below it.
    """
    if fault_of(address) is not None:
        return False
    asked = urlsplit(address)
    return any(_lies_under(asked, urlsplit(one)) for one in allowed)


def _lies_under(asked: SplitResult, base: SplitResult) -> bool:
    if (asked.scheme, asked.netloc.lower()) != (base.scheme, base.netloc.lower()):
        return False
    path, below = asked.path or "/", base.path or "/"
    return path == below or path.startswith(below if below.endswith("/") else f"{below}/")
