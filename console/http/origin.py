"""Protection against forged requests: whoever changes something comes from a page of this console."""

from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def from_here(method: str, headers: Headers) -> bool:
    """Return whether a request may be answered: it only reads, or a page of the same origin sent it.

    Browsers say where a request comes from by `Sec-Fetch-Site`; older ones by `Origin`, which is then compared with the
    host that was addressed. A request without either comes from no browser's page and is refused.
    """
    if method in SAFE:
        return True
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = urlsplit(headers.get("origin", ""))
    return bool(origin.netloc) and origin.scheme in {"http", "https"} and origin.netloc == headers.get("host")
