"""Load generator `python -m bench.batches PORT FILE`: send the file's content on 16 connections repeatedly."""

import asyncio
import sys
from pathlib import Path
from typing import Final

CONNECTIONS: Final = 16


async def _one(port: int, sent: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    while True:
        writer.write(sent)
        head = await reader.readuntil(b"\r\n\r\n")
        start = head.lower().index(b"content-length:") + 15
        left = int(head[start : head.index(b"\r\n", start)])
        while left:
            left -= len(await reader.read(min(left, 1 << 20)))
        if int(head[9:12]) != 200:
            raise RuntimeError(head.decode())


async def main(port: int, sent: bytes) -> None:
    """Send until the process is ended."""
    await asyncio.gather(*(_one(port, sent) for _ in range(CONNECTIONS)))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2]).read_bytes()))
