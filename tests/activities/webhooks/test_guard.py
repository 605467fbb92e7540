"""Guard against internal addresses: whatever spelling, name, second lookup or redirect leads inside, nothing is sent
there.
"""

import asyncio
import ipaddress
import logging
import socket
import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

import httpcore2
import pytest

from activities.webhooks.envelope import a_test
from activities.webhooks.guard import ForbiddenAddressError, GuardedBackend, is_public, require_sendable, resolved
from activities.webhooks.sending import Sender, Sent
from tests.activities.webhooks.receiver import KEY, Receiver, answering, receiving
from tests.regulation.test_webhooks import NOON, subscribed

PUBLIC = "93.184.216.34"
QUICKLY_S = 0.2


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:0:a00:1::a247:27dd",
        "2001:0:5db8:d822::f5ff:fffe",
        "::127.0.0.1",
        "::10.0.0.1",
        "::a9fe:a9fe",
        "::ffff:0:10.0.0.1",
        "64:ff9b::10.0.0.1",
        "64:ff9b::169.254.169.254",
        "64:ff9b:1::5db8:d822",
        "64:ff9b:1::7f00:1",
        "64:ff9b:1:a00:0:100::",
        "2002:a00:1::1",
        "2606:2800:220:1:0:5efe:10.0.0.1",
        "2606:2800:220:1:200:5efe:127.0.0.1",
        "fe80::5efe:93.184.216.34",
        "100::1",
        "3fff::1",
        "5f00::1",
        "4000::1",
        "2001:db8::1",
        "192.88.99.1",
        "192.0.0.8",
        "192.0.0.100",
        "64:ff9b::c000:8",
        "2002:c000:8::",
        "2001:1::1",
    ],
)
def test_addresses_inside_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        PUBLIC,
        "2606:2800:220:1::1",
        "::ffff:93.184.216.34",
        "64:ff9b::5db8:d822",
        "::93.184.216.34",
        "::ffff:0:93.184.216.34",
        "2002:5db8:d822::1",
        "2001:0:5db8:d822::a247:27dd",
        "2606:2800:220:1:0:5efe:93.184.216.34",
    ],
)
def test_addresses_outside_are(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("http://platform.example/hook", "https://"),
        ("https://ann:secret@platform.example/hook", "user name"),
        ("https://platform.example/hook#top", "fragment"),
        ("https:///hook", "no host"),
        ("https://[::1/hook", "not a URL"),
        ("https://platform.example:99999/", "not a URL"),
        ("https://127.0.0.1/hook", "not a public address"),
        ("https://[::ffff:10.0.0.1]/hook", "not a public address"),
        ("https://[::10.0.0.1]/hook", "not a public address"),
        ("https://[64:ff9b::10.0.0.1]/hook", "not a public address"),
        ("https://[64:ff9b:1::93.184.216.34]/hook", "not a public address"),
    ],
)
def test_a_url_is_refused_with_what_would_be_right(url: str, hint: str) -> None:
    with pytest.raises(ForbiddenAddressError, match=hint):
        require_sendable(url, allow_private=False)


@pytest.fixture
async def inside() -> AsyncIterator[Receiver]:
    """Yield a listener on this machine that must receive nothing."""
    async with receiving() as receiver:
        yield receiver


async def sent(url: str, *, allow_private: bool = False) -> Sent:
    sender = Sender(KEY, clock=partial(datetime.now, UTC), allow_private=allow_private, resolve_within_s=QUICKLY_S)
    try:
        return await sender.send(subscribed(url=url), a_test(NOON))
    finally:
        await sender.close()


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f000001", "0", "[::ffff:7f00:1]"])
async def test_no_spelling_of_this_machine_is_sent_to(inside: Receiver, host: str) -> None:
    """The machine's own resolver resolves the host; the receiver listens and receives nothing."""
    port = inside.url.rsplit(":", 1)[1].partition("/")[0]
    answer = await sent(f"https://{host}:{port}/hook")
    assert answer.error is not None
    assert "not a public address" in answer.error or "does not resolve to a public address" in answer.error
    assert inside.got == []


async def test_the_same_is_allowed_where_it_is_configured(inside: Receiver) -> None:
    assert (await sent(inside.url, allow_private=True)).error is None
    assert inside.types == ["webhook.test"]


async def test_a_redirect_is_not_followed(inside: Receiver) -> None:
    async with receiving() as first:
        first.answer = lambda _: answering(307, b"", f"Location: {inside.url}")
        answer = await sent(first.url, allow_private=True)
    assert answer.status == 307
    assert answer.error == "answered 307: redirects are not followed, give the final address"
    assert (len(first.got), inside.got) == (1, [])


class Connections(httpcore2.AsyncNetworkBackend):
    """Network backend that stores the target of each connection; nothing is connected."""

    def __init__(self) -> None:
        self.to: list[str] = []

    async def connect_tcp(self, host: str, port: int, *_: Any, **__: Any) -> httpcore2.AsyncNetworkStream:
        self.to.append(f"{host}:{port}")
        raise httpcore2.ConnectError("nobody is reached in a test")


class Resolver:
    """Name server with the answers to the first, second and later lookups. None: there is no such name."""

    def __init__(self, *answers: list[str] | None) -> None:
        self.answers = list(answers)
        self.asked = 0

    def __call__(self, *_: Any, **__: Any) -> list[Any]:
        found = self.answers[min(self.asked, len(self.answers) - 1)]
        self.asked += 1
        if found is None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in found]


async def test_a_name_that_changes_its_answer_gains_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is looked up once; the connection goes to the checked address, not to the name."""
    resolver, connections = Resolver([PUBLIC], ["127.0.0.1"]), Connections()
    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    guarded = GuardedBackend(connections, allow_private=False, resolve_within_s=QUICKLY_S)
    with pytest.raises(httpcore2.ConnectError):
        await guarded.connect_tcp("rebinding.example", 443)
    assert (connections.to, resolver.asked) == ([f"{PUBLIC}:443"], 1)
    with pytest.raises(ForbiddenAddressError, match=r"rebinding.example does not resolve to a public"):
        await guarded.connect_tcp("rebinding.example", 443)
    assert connections.to == [f"{PUBLIC}:443"]


@pytest.mark.parametrize(
    "answers", [[PUBLIC, "10.0.0.1"], ["10.0.0.1"], ["::7f00:1"], ["64:ff9b:1::1"], [], None], ids=str
)
async def test_a_refused_name_is_told_nothing_about(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, answers: list[str] | None
) -> None:
    """The message is the same for every refused name, known or unknown, and never earlier; the log has the details."""
    monkeypatch.setattr(socket, "getaddrinfo", Resolver(answers))
    with caplog.at_level(logging.INFO):
        answer = await sent("https://payroll.example/hook")
    assert (answer.status, answer.error) == (None, "payroll.example does not resolve to a public address")
    assert answer.took_ms >= QUICKLY_S * 1000
    [said] = [record.getMessage() for record in caplog.records if record.name == "activities.webhooks.guard"]
    inside = [address for address in answers or () if address != PUBLIC]
    assert all(address in said for address in inside)
    assert ("not public" in said) is bool(inside)


async def test_a_name_server_that_says_nothing_is_told_no_more_of(monkeypatch: pytest.MonkeyPatch) -> None:
    ends = threading.Event()

    def silent(*_: Any, **__: Any) -> list[Any]:
        ends.wait()
        return []

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    try:
        answer = await sent("https://payroll.example/hook")
    finally:
        ends.set()
    assert answer.error == "payroll.example does not resolve to a public address"


async def test_a_refusal_is_never_before_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", Resolver(["10.0.0.1"], None))
    loop = asyncio.get_running_loop()
    for _ in range(2):
        began = loop.time()
        with pytest.raises(ForbiddenAddressError):
            await resolved("payroll.example", 443, allow_private=False, within_s=QUICKLY_S)
        assert loop.time() - began >= QUICKLY_S


async def test_where_everything_is_allowed_the_reason_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Development and closed networks may call any address, so the reason is not hidden."""
    monkeypatch.setattr(socket, "getaddrinfo", Resolver(None, ["10.0.0.1"]))
    with pytest.raises(ForbiddenAddressError, match="Name or service not known"):
        await resolved("payroll.example", 443, allow_private=True)
    assert await resolved("payroll.example", 443, allow_private=True) == [ipaddress.ip_address("10.0.0.1")]


async def test_a_socket_on_this_machine_is_no_webhook() -> None:
    with pytest.raises(ForbiddenAddressError):
        await GuardedBackend(Connections(), allow_private=True).connect_unix_socket("/run/standing.sock")
