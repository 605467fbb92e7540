"""Guard against requests to addresses that are not public, whatever name, redirect or spelling leads to them.

Names are resolved here, every address is checked, and the connection goes to the checked address itself: a second
look-up could return another one. Redirects are not followed.

A refusal reveals nothing about a name; otherwise a subscriber could explore the internal network through our name
server. An unknown name and one that resolves to a private address are refused with the same message after the same
time; the log has the details.
"""

import asyncio
import ipaddress
import logging
import socket
from typing import Any, Final
from urllib.parse import urlsplit

import httpcore2
import httpx2

RESOLVE_WITHIN_S: Final = 5.0
"""Longest look-up of a name in seconds, and the time after which every refused name is refused."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_UNICAST: Final = ipaddress.IPv6Network("2000::/3")
"""Addresses that IANA has allocated for the Internet (RFC 4291)."""
_NOBODYS: Final = (
    ipaddress.IPv4Network("192.0.0.0/24"),  # IETF protocol assignments (RFC 6890)
    ipaddress.IPv4Network("192.88.99.0/24"),  # 6to4 relays, withdrawn (RFC 7526)
    ipaddress.IPv6Network("2001::/23"),  # IETF protocol assignments (RFC 2928); Teredo is checked before
    ipaddress.IPv6Network("3fff::/20"),  # documentation (RFC 9637)
)
"""Blocks that `ipaddress` takes for global although they are not assigned to any host."""
_IPV4_LAST: Final = (
    ipaddress.IPv6Network("::/96"),  # IPv4-compatible (RFC 4291, 2.5.5.1)
    ipaddress.IPv6Network("::ffff:0:0/96"),  # IPv4-mapped (RFC 4291, 2.5.5.2)
    ipaddress.IPv6Network("::ffff:0:0:0/96"),  # IPv4-translated (RFC 2765)
    ipaddress.IPv6Network("64:ff9b::/96"),  # NAT64 (RFC 6052)
)
"""IPv6 addresses that stand for the IPv4 address in their last 32 bits. The local-use prefix 64:ff9b:1::/48 (RFC 8215)
is not among them: only its own network knows where its translator leads, so it is refused as a whole."""
_ISATAP: Final = frozenset({0x00005EFE, 0x02005EFE})
"""Bits 64 to 95 of an address that tunnels to the IPv4 address in its last 32 bits, under any prefix (RFC 5214)."""
_LAST_32: Final = 0xFFFFFFFF

log: Final = logging.getLogger(__name__)


class ForbiddenAddressError(OSError):
    """Raised when an address is not public, or not written in the required form."""


def is_public(address: Address) -> bool:
    """Return whether an address is public: not loopback, private, link-local, shared, multicast or reserved.

    An IPv6 address that leads to an IPv4 address is as public as that one.
    """
    if isinstance(address, ipaddress.IPv6Address):
        if any(address in network for network in _IPV4_LAST):
            return is_public(ipaddress.IPv4Address(int(address) & _LAST_32))
        relayed = address.teredo or (address.sixtofour and (address.sixtofour,))
        if relayed:
            return all(map(is_public, relayed))
        if address not in _UNICAST:
            return False
        if int(address) >> 32 & _LAST_32 in _ISATAP and not is_public(ipaddress.IPv4Address(int(address) & _LAST_32)):
            return False
    return address.is_global and not address.is_multicast and not any(address in network for network in _NOBODYS)


def require_sendable(url: str, *, allow_private: bool) -> None:
    """Check an address as far as its text allows.

    Raises:
        ForbiddenAddressError: it may not be used; the message says what is wrong and what would be right.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ForbiddenAddressError(f"it is not a URL: {error}") from None
    if not host:
        raise ForbiddenAddressError("it names no host: write https://host/path")
    if parts.username or parts.password:
        raise ForbiddenAddressError("it contains a user name or a password: deliveries are signed instead")
    if parts.fragment:
        raise ForbiddenAddressError("it has a fragment (#…), which is never sent")
    if parts.scheme != "https" and not allow_private:
        raise ForbiddenAddressError("it must begin with https://")
    try:
        literal = ipaddress.ip_address(host)
    except ValueError:
        return
    if not allow_private and not is_public(literal):
        raise ForbiddenAddressError(f"{host} is not a public address")


async def resolved(host: str, port: int, *, allow_private: bool, within_s: float = RESOLVE_WITHIN_S) -> list[Address]:
    """Return the addresses to which a name resolves, all of them public.

    Raises:
        ForbiddenAddressError: there is none, or one of them is not public; after `within_s` seconds in both cases, so
            that neither the message nor the time tells which.
    """
    loop = asyncio.get_running_loop()
    refused_at = loop.time() + within_s
    found: list[Address] = []
    why = "it is unknown"
    try:
        async with asyncio.timeout_at(refused_at):
            answers = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        found = [ipaddress.ip_address(str(where[4][0]).partition("%")[0]) for where in answers]
    except (OSError, ValueError) as error:
        why = str(error) or f"no answer within {within_s:g} s"
    if allow_private:
        if found:
            return found
        raise ForbiddenAddressError(f"{host} does not resolve: {why}")
    inside = [str(address) for address in found if not is_public(address)]
    if found and not inside:
        return found
    log.info("refused to deliver to %s: %s", host, f"not public: {', '.join(inside)}" if inside else why)
    await asyncio.sleep(refused_at - loop.time())
    raise ForbiddenAddressError(f"{host} does not resolve to a public address")


class GuardedBackend(httpcore2.AsyncNetworkBackend):
    """Network backend that connects to checked addresses, never to a name."""

    def __init__(
        self,
        plain: httpcore2.AsyncNetworkBackend,
        *,
        allow_private: bool,
        resolve_within_s: float = RESOLVE_WITHIN_S,
    ) -> None:
        self._plain = plain
        self._allow_private = allow_private
        self._resolve_within_s = resolve_within_s

    async def connect_tcp(self, host: str, port: int, *args: Any, **more: Any) -> httpcore2.AsyncNetworkStream:
        """Connect to the first address of the name that answers, if all of them are public."""
        failure: Exception | None = None
        addresses = await resolved(host, port, allow_private=self._allow_private, within_s=self._resolve_within_s)
        for address in addresses:
            try:
                return await self._plain.connect_tcp(str(address), port, *args, **more)
            except (OSError, httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure or OSError(f"{host} has no address")

    async def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore2.AsyncNetworkStream:
        """Refuse: a webhook never uses a local socket."""
        raise ForbiddenAddressError("a webhook never uses a local socket")

    async def sleep(self, seconds: float) -> None:
        """Sleep as the event loop does."""
        await asyncio.sleep(seconds)


class GuardedTransport(httpx2.AsyncHTTPTransport):
    """HTTP transport that connects to public addresses only."""

    def __init__(
        self, *, allow_private: bool, connections: int, idle: int, resolve_within_s: float = RESOLVE_WITHIN_S
    ) -> None:
        super().__init__(trust_env=False)
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=httpx2.create_ssl_context(trust_env=False),
            max_connections=connections,
            max_keepalive_connections=idle,
            keepalive_expiry=30.0,
            network_backend=GuardedBackend(
                httpcore2.AnyIOBackend(), allow_private=allow_private, resolve_within_s=resolve_within_s
            ),
        )
