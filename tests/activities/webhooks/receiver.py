"""Webhook receiver on a real socket: stores the requests, and answers as configured."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

KEY: Final = b"a key that only these tests know.."
OK: Final = b"HTTP/1.1 204 No Content\r\n\r\n"


@dataclass(frozen=True)
class Got:
    """Received request."""

    headers: Mapping[str, str]
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        return dict(json.loads(self.body))

    @property
    def number(self) -> int:
        """Position of the event in the feed."""
        return int(str(self.event["id"]).removeprefix("evt_"))


def answering(status: int, body: bytes = b"", *more: str) -> bytes:
    lines = [f"HTTP/1.1 {status} As Told", f"Content-Length: {len(body)}", *more]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@dataclass
class Receiver:
    """Stored requests, and the configured answer: a complete response, or None to keep the connection open without an
    answer.
    """

    url: str = ""
    got: list[Got] = field(default_factory=list)
    answer: Callable[[Got], bytes | None] = lambda _: OK
    connections: int = 0
    _connections: set[asyncio.StreamWriter] = field(default_factory=set)

    @property
    def numbers(self) -> list[int]:
        return [got.number for got in self.got]

    @property
    def types(self) -> list[str]:
        return [got.event["type"] for got in self.got]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections.add(writer)
        self.connections += 1
        try:
            while (got := await _request(reader)) is not None:
                self.got.append(got)
                answer = self.answer(got)
                if answer is None:
                    await reader.read()
                    return
                writer.write(answer)
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            self._connections.discard(writer)
            writer.close()

    def hang_up(self) -> None:
        for writer in self._connections:
            writer.close()


async def _request(reader: asyncio.StreamReader) -> Got | None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
    except asyncio.IncompleteReadError:
        return None
    pairs = (line.partition(": ") for line in head.split("\r\n")[1:] if line)
    headers = {name.lower(): value for name, _, value in pairs}
    return Got(headers, await reader.readexactly(int(headers.get("content-length", "0"))))


@asynccontextmanager
async def receiving(port: int = 0) -> AsyncIterator[Receiver]:
    """Run a receiver on this machine, at a free port unless one is given."""
    receiver = Receiver()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", port)
    receiver.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
    try:
        yield receiver
    finally:
        server.close()
        receiver.hang_up()
        await server.wait_closed()
