"""Strangers on the socket: what is too large, too slow, too much or not HTTP is answered and ended (FAULTS 5.14)."""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from api.http.addresses import address_of
from api.http.connections import MOST_FIELDS, ConnectionLimits, ServerConnections
from api.http.headers import CONTENT_SECURITY_POLICY, security_headers
from api.http.measures import Measures
from api.http.problems import MEDIA_TYPE, TYPE_PREFIX, ProblemError
from api.server import serve
from embedded import free_port
from ledger import keys
from ledger.store.database import Database
from models.roles import Role
from tests.api.conftest import MORNING, settings_for

QUICK = {"head_within_s": 0.3, "body_within_s": 0.3, "stream_idle_s": 0.5}
"""The real numbers are seconds to minutes; what follows from them is the same."""


@dataclass
class Answer:
    """What came back on a socket until it was closed, or until one whole answer had come."""

    status: int
    headers: dict[str, str]
    body: bytes

    def require(self, status: int, code: str) -> None:
        """A problem in our form, with the headers of every answer."""
        assert self.status == status, self
        problem = json.loads(self.body)
        assert problem["type"] == f"{TYPE_PREFIX}{code}"
        assert problem["status"] == status
        assert problem["detail"]
        assert problem["instance"] == f"urn:standing:request:{self.headers['x-request-id']}"
        assert self.headers["content-type"] == MEDIA_TYPE
        assert self.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
        assert (self.headers["cache-control"], self.headers["connection"]) == ("no-store", "close")


@dataclass
class Served:
    """A server, and how to reach it below HTTP."""

    port: int
    secret: str

    @asynccontextmanager
    async def socket(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            yield reader, writer
        finally:
            writer.transport.abort()

    async def said(self, *parts: bytes) -> Answer:
        """The first answer to what is sent."""
        async with self.socket() as (reader, writer):
            for part in parts:
                writer.write(part)
                await writer.drain()
            return await answer_of(reader)

    async def refused(self) -> str:
        """What was counted as refused."""
        async with self.socket() as (reader, writer):
            writer.write(b"GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n")
            found = await answer_of(reader)
        return "\n".join(line for line in found.body.decode().splitlines() if line.startswith("standing_api_refused"))


async def answer_of(reader: asyncio.StreamReader) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Answer(int(head[0].split()[1]), headers, body)


@asynccontextmanager
async def served(url: str, **more: Any) -> AsyncIterator[Served]:
    database = Database(url, pool_size=1, times_given=True)
    _, secret = await keys.create(database, "operator", [Role.OPERATOR], MORNING)
    await database.close()
    settings = settings_for(url, api_port=free_port(), shutdown_grace_s=5, **more)
    ready = asyncio.Event()
    serving = asyncio.create_task(serve(settings, on_ready=ready.set))
    await ready.wait()
    try:
        yield Served(settings.api_port, secret)
    finally:
        serving.cancel()
        await asyncio.wait({serving})


@pytest.fixture(scope="module")
async def server(module_url: str) -> AsyncIterator[Served]:
    """With times short enough to be waited for."""
    async with served(module_url, **QUICK) as found:
        yield found


async def fed(writer: asyncio.StreamWriter, piece: bytes, stop: Callable[[], bool]) -> int:
    """Send the piece again and again until the other end has had enough, or it is enough for us; says how much."""
    sent = 0
    try:
        while not stop():
            writer.write(piece)
            await writer.drain()
            sent += len(piece)
            await asyncio.sleep(0)
    except OSError:
        pass
    return sent


@pytest.mark.parametrize(
    "head",
    [b"GET / HTTP/1.1\r\nHost: a\r\nX-Large: ", b"GET /", b"GET / HTTP/1.1\r\nHost: a\r\nX-"],
    ids=["value", "line", "name"],
)
async def test_a_head_without_end_is_cut_off(server: Served, head: bytes) -> None:
    """Of 100 MB in one header, its name or the request line, no more is taken than the limit and what was under way."""
    async with server.socket() as (reader, writer):
        writer.write(head)
        taking = asyncio.create_task(answer_of(reader))
        sent = await fed(writer, b"a" * 65536, taking.done)
        (await taking).require(431, "head-too-large")
        assert sent < 20_000_000
    assert 'why="head-too-large"' in await server.refused()


@pytest.mark.parametrize(
    ("size", "status"), [(16_384 - 30, 404), (16_384 + 30, 431), (200_000, 431)], ids=["just", "above", "at once"]
)
async def test_a_head_is_bounded_however_it_is_cut(server: Served, size: int, status: int) -> None:
    """In one piece, or in many; with a body behind it, or none."""
    head = b"GET /nowhere HTTP/1.1\r\nHost: a\r\nX: "
    whole = head + b"a" * (size - len(head) - 4) + b"\r\n\r\n"
    assert (await server.said(whole)).status == status
    assert (await server.said(*(whole[at : at + 5_000] for at in range(0, len(whole), 5_000)))).status == status


async def test_fields_are_counted(server: Served) -> None:
    """A hundred, the host among them."""
    for fields, status in ((MOST_FIELDS - 1, 404), (MOST_FIELDS, 431)):
        lines = b"".join(b"X-%d: a\r\n" % number for number in range(fields))
        assert (await server.said(b"GET /nowhere HTTP/1.1\r\nHost: a\r\n%s\r\n" % lines)).status == status


async def test_trailers_and_chunk_extensions_are_bounded_and_never_headers(server: Served) -> None:
    """What follows a chunked body stands among no headers, and neither it nor what is written beside sizes grows."""
    head = (
        b"POST /v1/decisions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        b"Transfer-Encoding: chunked\r\nAuthorization: Bearer %s\r\n\r\n" % server.secret.encode()
    )
    body = b'{"account": "nobody", "privilege": "publish"}'
    twice = b"Authorization: Bearer other\r\nIf-Match: no\r\n"
    assert (await server.said(head, b"%x\r\n%s\r\n0\r\n%s\r\n" % (len(body), body, twice))).status == 404
    for endless in (b"5;x=", b"%x\r\n%s\r\n0\r\nX: " % (len(body), body)):
        async with server.socket() as (reader, writer):
            writer.write(head + endless)
            taking = asyncio.create_task(answer_of(reader))
            await fed(writer, b"a" * 65536, taking.done)
            (await taking).require(431, "head-too-large")


async def test_half_a_request_is_ended_in_time(server: Served) -> None:
    """Three hundred at once, each in another half: all are answered 408 and closed; nothing sent, nothing answered."""
    halves = [b"G", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: a\r\nX-Half: ", b"\r\n"]
    answers = await asyncio.gather(*(server.said(halves[number % len(halves)]) for number in range(300)))
    for answer in answers:
        answer.require(408, "request-timeout")
    async with server.socket() as (reader, _):
        assert await reader.read() == b""


async def test_a_head_that_trickles_is_no_head(server: Served) -> None:
    """A byte now and then does not begin the time anew."""
    async with server.socket() as (reader, writer):
        writer.write(b"GET / HTTP/1.1\r\nHost: a\r\nX: ")
        taking = asyncio.create_task(answer_of(reader))
        while not taking.done():
            writer.write(b"a")
            await asyncio.wait({taking}, timeout=0.05)
        (await taking).require(408, "request-timeout")


@pytest.mark.parametrize("length", [b"Content-Length: 1000", b"Transfer-Encoding: chunked"])
async def test_a_body_that_does_not_come_is_not_waited_for(server: Served, length: bytes) -> None:
    """Of a caller with a key, whose body is read."""
    head = b"POST /v1/decisions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nAuthorization: Bearer %s\r\n%s"
    (await server.said(head % (server.secret.encode(), length) + b"\r\n\r\n")).require(408, "request-timeout")


async def test_a_stream_may_pause_but_not_for_ever(server: Served) -> None:
    """Longer than a body may take, and then it is ended."""
    async with server.socket() as (reader, writer):
        writer.write(
            b"POST /v1/decisions/stream HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\n"
            b"Transfer-Encoding: chunked\r\nAuthorization: Bearer %s\r\n\r\n" % server.secret.encode()
        )
        line = b'{"account": "nobody", "privilege": "publish"}\n'
        for _ in range(3):
            writer.write(b"%x\r\n%s\r\n" % (len(line), line))
            await reader.readuntil(b"there is no account nobody")
            await asyncio.sleep(0.3)
        with pytest.raises((asyncio.IncompleteReadError, ConnectionError)):
            await reader.readuntil(b"nothing of the kind")


async def test_strangers_bodies_are_not_read(server: Served) -> None:
    """Without a key the answer is there before the body; then the connection is kept for a moment only."""
    async with server.socket() as (reader, writer):
        writer.write(b"POST /v1/decisions HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        assert (await answer_of(reader)).status == 401
        ended = asyncio.create_task(reader.read())
        await fed(writer, b"1000\r\n" + b"a" * 4096 + b"\r\n", ended.done)
        [found] = await asyncio.gather(ended, return_exceptions=True)
        assert found == b"" or isinstance(found, ConnectionError)


async def test_a_body_above_the_limit_without_a_length_is_cut_off(server: Served) -> None:
    """Chunked, a body says no length beforehand; the limit of the route holds all the same."""
    async with server.socket() as (reader, writer):
        writer.write(
            b"POST /v1/decisions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            b"Transfer-Encoding: chunked\r\nAuthorization: Bearer %s\r\n\r\n" % server.secret.encode()
        )
        taking = asyncio.create_task(answer_of(reader))
        sent = await fed(writer, b"1000\r\n" + b" " * 4096 + b"\r\n", taking.done)
        assert (await taking).status == 413
        assert sent < 20_000_000


AMBIGUOUS = [
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\na",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\na",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n0\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\na\r\n0\r\n\r\n",
    b"POST / HTTP/1.1\nHost: a\n\n",
    b"GET / HTTP/1.1\r\nHost : a\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n folded\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nX: a\x00b\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    b"GET / HTTP/3.7\r\nHost: a\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n",
]


@pytest.mark.parametrize("sent", AMBIGUOUS, ids=range(len(AMBIGUOUS)))
async def test_what_two_might_read_differently_is_not_read(server: Served, sent: bytes) -> None:
    """Lengths given twice or with chunks, odd codings, hosts and line ends: the ways to smuggle a request."""
    (await server.said(sent)).require(400, "malformed-request")


async def test_a_second_request_that_is_none_is_not_answered_in_place_of_the_first(server: Served) -> None:
    """An error of the second must not be taken for the answer to the first, which is still under way."""
    async with server.socket() as (reader, writer):
        writer.write(b"GET /readyz HTTP/1.1\r\nHost: a\r\n\r\nnonsense\r\n\r\n")
        assert b"malformed-request" not in await reader.read()


async def test_requests_one_after_the_other_go_on_as_long_as_they_come(server: Served) -> None:
    """Kept open, pipelined, cut in pieces: the timers of one do not touch the next."""
    body = b'{"account": "nobody", "privilege": "publish"}'
    request = (
        b"POST /v1/decisions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nAuthorization: Bearer %s\r\n"
    )
    whole = request % server.secret.encode() + b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
    async with server.socket() as (reader, writer):
        for _ in range(4):
            writer.write(whole[:100])
            await asyncio.sleep(0.1)
            writer.write(whole[100:-5])
            await asyncio.sleep(0.1)
            writer.write(whole[-5:] + whole + whole[:50])
            await asyncio.sleep(0.1)
            writer.write(whole[50:])
            for _ in range(3):
                assert (await answer_of(reader)).status == 404


async def test_an_answer_that_nobody_reads_is_not_kept_for_ever(module_url: str) -> None:
    """Who asks for megabytes and reads nothing is cut off, with most of them unsent; who reads gets them all."""
    body = json.dumps({"items": [1] * 10_000}).encode()
    async with served(module_url, send_stalled_s=0.5) as server:
        head = b"POST /v1/decisions/batch HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        head += b"Authorization: Bearer %s\r\nContent-Length: %d\r\n\r\n" % (server.secret.encode(), len(body))
        asked = (head + body) * 12
        async with server.socket() as (reader, writer):
            writer.write(asked)
            answers = [await answer_of(reader) for _ in range(12)]
        assert [answer.status for answer in answers] == [200] * 12
        assert "stalled" not in await server.refused()

        loop, got = asyncio.get_running_loop(), 0
        with socket.socket() as deaf:
            deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            deaf.setblocking(False)
            await loop.sock_connect(deaf, ("127.0.0.1", server.port))
            await loop.sock_sendall(deaf, asked)
            while "stalled" not in await server.refused():  # noqa: ASYNC110 - nobody tells us
                await asyncio.sleep(0.05)
            with contextlib.suppress(ConnectionError):
                while part := await loop.sock_recv(deaf, 1 << 20):
                    got += len(part)
        assert got < sum(len(answer.body) for answer in answers)


async def test_connections_are_counted_by_address_and_in_all(module_url: str) -> None:
    """Too many of one address are answered 429, too many in all 503; when some end, others are taken."""
    async with served(module_url, connections_most=5, connections_per_address=3) as server:
        async with server.socket(), server.socket(), server.socket():
            (await server.said()).require(429, "too-many-of-address")
        while True:
            answer = await server.said(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
            if answer.status == 200:
                break
            answer.require(429, "too-many-of-address")
            assert answer.headers["retry-after"] == "1"
    async with served(module_url, connections_most=2) as server, server.socket(), server.socket():
        (await server.said()).require(503, "too-many-connections")


def shared(**more: object) -> ServerConnections:
    limits = ConnectionLimits(
        most=10, per_address=2, head_bytes=1, head_within_s=1, body_within_s=1, stream_idle_s=1, send_stalled_s=1,
        **more,  # type: ignore[arg-type] # what a test adds
    )  # fmt: skip
    return ServerConnections(limits, Measures(), security_headers(behind_tls=False))


def codes(found: list[ProblemError | None]) -> list[str]:
    return ["" if one is None else one.code for one in found]


def test_a_proxy_brings_many_callers() -> None:
    """Its own connections are bounded by the total alone."""
    strangers, proxy = shared(trusted=("10.0.0.0/8", "2001:db8::1/128")), "10.1.2.3"
    assert codes([strangers.enter(proxy) for _ in range(4)]) == [""] * 4
    assert codes([strangers.enter("192.0.2.1") for _ in range(3)]) == ["", "", "too-many-of-address"]
    strangers.leave("192.0.2.1")
    strangers.leave("192.0.2.1")
    assert strangers.enter("192.0.2.1") is None
    assert codes([strangers.enter(f"192.0.2.{last}") for last in range(2, 8)])[-1] == "too-many-connections"


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::/64"),
        (None, "unknown"),
        ("nonsense", "nonsense"),
    ],
)
def test_one_subscriber_is_one_address(host: str | None, address: str) -> None:
    """Whoever has IPv6 has 2^64 addresses, and counts once."""
    assert address_of(host) == address
