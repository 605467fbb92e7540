"""HTTP load with little cost in the client: prepared requests, persistent connections, counted answers."""

import asyncio
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from time import perf_counter
from typing import Final

CONNECTIONS: Final = 32


def request(path: str, body: bytes, key: str = "", *, more: str = "") -> bytes:
    """Return one POST request as bytes on the wire."""
    return (
        f"POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {key}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    ).encode() + body


async def per_second(port: int, requests: Sequence[bytes], count: int, *, expect: int = 200) -> float:
    """Return answers per second for `count` requests, taken from the given ones in turn.

    Raises:
        RuntimeError: when an answer has another status than expected.
    """
    waiting = islice(cycle(requests), count)
    started = perf_counter()
    await asyncio.gather(*(_one_connection(port, waiting, expect) for _ in range(CONNECTIONS)))
    return count / (perf_counter() - started)


async def _one_connection(port: int, waiting: Iterator[bytes], expect: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=64 * 1024 * 1024)
    try:
        for sent in waiting:
            writer.write(sent)
            head = await reader.readuntil(b"\r\n\r\n")
            status = int(head[9:12])
            lower = head.lower()
            start = lower.index(b"content-length:") + 15
            body = await reader.readexactly(int(lower[start : lower.index(b"\r\n", start)]))
            if status != expect:
                raise RuntimeError(f"{status} instead of {expect}: {body[:500].decode(errors='replace')}")
    finally:
        writer.close()
