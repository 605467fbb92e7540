"""Pictures are decoded in processes of their own: a bad one costs the others nothing.

What the bytes themselves tell is refused first (`images.plain`). Each of a few processes (`emblems.apart`) stays warm
and forks a child for every picture. They begin with the first picture, know none of our environment's secrets, and end
with us: their input closes. One that is lost is replaced, and its picture is sent once more, since only its children
ever look into one.
"""

import asyncio
import heapq
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

import numpy as np

from emblems.apart import LARGEST_ANSWER, Aim
from emblems.images import Header, ImageError, Pixels, plain
from emblems.limits import Limits

BEYOND_DEADLINE_S: Final = 10.0
"""Seconds beyond the decoder's own deadline after which the process that should have ended it counts as lost."""


class BusyError(Exception):
    """As many pictures wait as may, or this one for as long as it may."""


class ReadersLostError(Exception):
    """Two processes in a row were lost over one picture, or none can be begun: it may be tried again later."""


@dataclass(frozen=True)
class Picture:
    """What is left of a picture: what it says of itself, and its pixels at the size at which they are used."""

    header: Header
    pixels: Pixels


class Readers:
    """Reads pictures within limits. Close it."""

    def __init__(self, limits: Limits, replaced: Callable[[], None] = lambda: None) -> None:
        """`replaced` hears of each process that was lost."""
        self._replaced = replaced
        self._every = [_Reader(limits) for _ in range(limits.processes)]
        self._limits, self._free = limits, list(self._every)
        self._waiting: list[tuple[int, int, asyncio.Future[_Reader]]] = []
        """A heap: the fewest pixels first, and of as many who came first."""
        self._number = count()

    async def read(self, content: bytes, aim: Aim) -> Picture:
        """The picture, `looked_at` or `framed` as the aim wants it. Waits until a process is free; small
        pictures go first, so that none of them waits for a queue of large ones.

        Raises:
            ImageError: when it cannot be used as an image, or does not keep a limit.
            BusyError: when none was free in time.
            ReadersLostError: when it could not be tried.
        """
        image = await asyncio.to_thread(plain, content, self._limits)
        reader = await self._turn(image.header.width * image.header.height)
        try:
            for _ in range(2):
                with suppress(_LostError):
                    return await reader.read(image.content, aim)
                self._replaced()
        finally:
            self._give_back(reader)
        raise ReadersLostError("the process that decodes pictures ended twice: try again in a few seconds")

    async def _turn(self, pixels: int) -> "_Reader":
        if self._free:
            return self._free.pop()
        turn: asyncio.Future[_Reader] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (pixels, next(self._number), turn))
        try:
            async with asyncio.timeout(self._limits.wait_s):
                return await asyncio.shield(turn)
        except BaseException as error:
            if turn.done():
                self._give_back(turn.result())
            turn.cancel()
            if not isinstance(error, TimeoutError):
                raise
        raise BusyError(f"no process was free to decode the image for {self._limits.wait_s:g} s: try again")

    def _give_back(self, reader: "_Reader") -> None:
        while self._waiting:
            _, _, turn = heapq.heappop(self._waiting)
            if not turn.done():
                turn.set_result(reader)
                return
        self._free.append(reader)

    async def close(self) -> None:
        """End the processes."""
        for reader in self._every:
            await reader.end()


class _LostError(Exception):
    """The process ended, or does not answer."""


class _Reader:
    """One process; it begins when there is something to read."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: Process | None = None

    async def read(self, content: bytes, aim: Aim) -> Picture:
        """One picture; nothing else is asked meanwhile.

        Raises:
            ImageError: as `Readers.read`.
            _LostError: when the process ended, or did not answer; it is gone then.
        """
        answered = False
        try:
            async with asyncio.timeout(self._limits.deadline_s + BEYOND_DEADLINE_S):
                said, pixels = await self._asked(await self._running(), content, aim)
            answered = True
        except (OSError, EOFError, TimeoutError, ValueError) as error:
            raise _LostError from error
        finally:
            if not answered:  # also when nobody waits any more: what would come now belongs to no question
                await self.end()
        if "reason" in said:
            raise ImageError(said["said"], said["reason"])
        header = Header(said["media_type"], said["width"], said["height"])
        return Picture(header, np.frombuffer(pixels, np.uint8).reshape(said["shape"]))

    async def end(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.kill()
        # The loop may end right after: then its ends of the pipes must be closed too.
        if process.stdin is not None and process.stdout is not None:
            process.stdin.close()
            with suppress(OSError):
                await process.stdin.wait_closed()
            await process.stdout.read()
        await process.wait()

    async def _asked(self, process: Process, content: bytes, aim: Aim) -> tuple[dict[str, Any], bytes]:
        asked, answers = process.stdin, process.stdout
        if asked is None or answers is None:
            raise AssertionError("it was begun with both")
        asked.write(json.dumps({"size": len(content), "aim": aim}).encode() + b"\n" + content)
        await asked.drain()
        line = await answers.readline()
        if not line.endswith(b"\n"):
            raise EOFError
        said: dict[str, Any] = json.loads(line)
        height, width, channels = said.get("shape", (0, 0, 3))
        size = height * width * channels
        if not 0 <= size <= LARGEST_ANSWER:
            raise EOFError
        return said, await answers.readexactly(size)

    async def _running(self) -> Process:
        if self._process is not None and self._process.returncode is not None:
            raise _LostError
        if self._process is None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-P",
                "-m",
                "emblems.apart",
                json.dumps(self._limits.told()),
                stdin=PIPE,
                stdout=PIPE,
                env=_environment(),
            )
        return self._process


def _environment() -> dict[str, str]:
    """Only what finds the same modules; OpenBLAS would otherwise begin threads, which no fork takes along."""
    needed = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
    return {**needed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OPENBLAS_NUM_THREADS": "1"}
