"""Pool of processes that decode pictures, so that a bad picture does not affect the others.

`images.plain` refuses pictures by their structure first. Each process of the pool (`emblems.apart`) stays warm and
forks a child for every picture. The processes start with the first picture, get no secrets from the environment, and
end with their owner, when their input closes. A lost process is replaced and its picture is sent once more, because
only its children decode.
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
"""Seconds after the decoder's own deadline until its process counts as lost."""


class BusyError(Exception):
    """No process became free within `Limits.wait_s`, or the most pictures wait already."""


class ReadersLostError(Exception):
    """Two processes in a row were lost with one picture, or none can be started; the caller may retry later."""


@dataclass(frozen=True)
class Picture:
    """Decoded picture: its header, and its pixels at the size that matching uses."""

    header: Header
    pixels: Pixels


class Readers:
    """Pool that decodes pictures within limits. The owner must close it."""

    def __init__(self, limits: Limits, replaced: Callable[[], None] = lambda: None) -> None:
        """Start no process yet; `replaced` is called for each process that is lost."""
        self._replaced = replaced
        self._every = [_Reader(limits) for _ in range(limits.processes)]
        self._limits, self._free = limits, list(self._every)
        self._waiting: list[tuple[int, int, asyncio.Future[_Reader]]] = []
        """Heap of waiting pictures: the fewest pixels first, then the earliest."""
        self._number = count()

    async def read(self, content: bytes, aim: Aim) -> Picture:
        """Decoded picture, `at_search_size` or `framed` according to the aim.

        Waits until a process is free. Small pictures go first, so that they do not wait for a queue of large ones.

        Raises:
            ImageError: when the bytes cannot be used as an image or exceed a limit.
            BusyError: when no process was free in time.
            ReadersLostError: when the processes failed.
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
        """Kill the processes and wait for their end."""
        for reader in self._every:
            await reader.end()


class _LostError(Exception):
    """The process ended or does not answer."""


class _Reader:
    """One decoding process, started when it is first needed."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: Process | None = None

    async def read(self, content: bytes, aim: Aim) -> Picture:
        """Decoded picture. The caller must not send another one meanwhile.

        Raises:
            ImageError: as `Readers.read`.
            _LostError: when the process ended or did not answer; it has been killed then.
        """
        answered = False
        try:
            async with asyncio.timeout(self._limits.deadline_s + BEYOND_DEADLINE_S):
                said, pixels = await self._asked(await self._running(), content, aim)
            answered = True
        except (OSError, EOFError, TimeoutError, ValueError) as error:
            raise _LostError from error
        finally:
            if not answered:  # also on cancellation: a late answer would be read as the next picture's
                await self.end()
        if "reason" in said:
            raise ImageError(said["said"], said["reason"])
        header = Header(said["media_type"], said["width"], said["height"])
        return Picture(header, np.frombuffer(pixels, np.uint8).reshape(said["shape"]))

    async def end(self) -> None:
        """Kill the process, if there is one, and wait for its end."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.kill()
        # The event loop may end right after, so its ends of the pipes are closed here.
        if process.stdin is not None and process.stdout is not None:
            process.stdin.close()
            with suppress(OSError):
                await process.stdin.wait_closed()
            await process.stdout.read()
        await process.wait()

    async def _asked(self, process: Process, content: bytes, aim: Aim) -> tuple[dict[str, Any], bytes]:
        asked, answers = process.stdin, process.stdout
        if asked is None or answers is None:
            raise AssertionError("the process was started with both pipes")
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
                json.dumps(self._limits.as_dict()),
                stdin=PIPE,
                stdout=PIPE,
                env=_environment(),
            )
        return self._process


def _environment() -> dict[str, str]:
    """Environment with only what finds the same modules; OpenBLAS gets one thread, because a fork copies no threads."""
    needed = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
    return {**needed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OPENBLAS_NUM_THREADS": "1"}
