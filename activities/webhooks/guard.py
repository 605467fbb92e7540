"""The guard: no request to an address that is not public, whatever name, redirect or spelling leads to it.

Names are resolved here, every answer is checked, and the connection goes to the very address that was checked: a second
look-up could come to another one. Redirects are not followed at all.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import urlsplit

import httpcore2
import httpx2

RESOLVE_WITHIN_S: Final = 5.0

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_TRANSLATED: Final = ipaddress.ip_network("64:ff9b::/96")
"""IPv6 addresses that stand for IPv4 ones behind a translator."""


class ForbiddenAddressError(OSError):
    """The address is not a public one, or not written as we want it."""


def is_public(address: Address) -> bool:
    """Whether everybody may be reached there: not loopback, private, link-local, shared, multicast or reserved."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address.teredo is not None or address.is_site_local:
            return False
    return address.is_global and not address.is_multicast


def require_sendable(url: str, *, allow_private: bool) -> None:
    """Nothing, when an address may be used as far as its text tells.

    Raises:
        ForbiddenAddressError: with what is wrong, and what would be right.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ForbiddenAddressError(f"it is not a URL: {error}") from None
    if not host:
        raise ForbiddenAddressError("it names no host: write https://host/path")
    if parts.username or parts.password:
        raise ForbiddenAddressError("it holds a user name or a password: deliveries are signed instead")
    if parts.fragment:
        raise ForbiddenAddressError("it has a fragment (#…), which is never sent")
    if parts.scheme != "https" and not allow_private:
        raise ForbiddenAddressError("it must begin with https://")
    try:
        literal = ipaddress.ip_address(host)
    except ValueError:
        return
    _require_public([literal], host, allow_private=allow_private)


async def resolved(host: str, port: int, *, allow_private: bool) -> list[Address]:
    """Every address that the name stands for, all of them public.

    Raises:
        ForbiddenAddressError: when one of them is not.
        OSError: when there is none.
    """
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(RESOLVE_WITHIN_S):
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [ipaddress.ip_address(str(where[4][0]).partition("%")[0]) for where in found]
    _require_public(addresses, host, allow_private=allow_private)
    return addresses


def _require_public(addresses: Iterable[Address], host: str, *, allow_private: bool) -> None:
    for address in addresses:
        if not allow_private and not is_public(address):
            raise ForbiddenAddressError(
                f"{host} is {address}, which is not a public address; STANDING_WEBHOOK_ALLOW_PRIVATE=true allows it"
            )


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Connects to the addresses that were looked at, never to a name."""

    def __init__(self, plain: httpcore2.AsyncNetworkBackend, *, allow_private: bool) -> None:
        self._plain = plain
        self._allow_private = allow_private

    async def connect_tcp(self, host: str, port: int, *args: Any, **more: Any) -> httpcore2.AsyncNetworkStream:
        """To the first address of the name that answers, if all of them are public."""
        failure: Exception | None = None
        for address in await resolved(host, port, allow_private=self._allow_private):
            try:
                return await self._plain.connect_tcp(str(address), port, *args, **more)
            except (OSError, httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure or OSError(f"{host} has no address")

    async def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore2.AsyncNetworkStream:
        """Never."""
        raise ForbiddenAddressError("a webhook is not a socket on this machine")

    async def sleep(self, seconds: float) -> None:
        """As the event loop does."""
        await asyncio.sleep(seconds)


class GuardedTransport(httpx2.AsyncHTTPTransport):
    """HTTP to public addresses only."""

    def __init__(self, *, allow_private: bool, connections: int, idle: int) -> None:
        super().__init__(trust_env=False)
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=httpx2.create_ssl_context(trust_env=False),
            max_connections=connections,
            max_keepalive_connections=idle,
            keepalive_expiry=30.0,
            network_backend=GuardedBackend(httpcore2.AnyIOBackend(), allow_private=allow_private),
        )
