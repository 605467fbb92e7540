"""The bank in memory, and screening of pictures against it: decoded in processes, compared on threads."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, TypeVar

import cv2

from emblems import features, matching
from emblems.apart import Aim
from emblems.features import EDITION, Reference
from emblems.images import Header, ImageError, Pixels
from emblems.limits import Limits
from emblems.readers import BusyError, Picture, Readers, ReadersLostError
from ledger.screening import emblems
from ledger.screening.emblems import Kept
from ledger.store.database import Database
from models.screening.emblems import EmblemMatch, EmblemScreening

THREADS: Final = 2

T = TypeVar("T")


class UnreadableEmblemError(Exception):
    """Raised when a picture of the bank exceeds today's limits; the message says which and why."""


@dataclass(frozen=True)
class _Bank:
    version: int
    references: tuple[Reference, ...]
    names: dict[str, str]


class Recogniser:
    """Description and recognition of emblems. Close it after use.

    `told` is called with the result of each picture: `read`, `busy`, `lost`, or the reason of an `ImageError`;
    `replaced` is called for each process that was lost.
    """

    def __init__(
        self,
        database: Database,
        limits: Limits,
        *,
        told: Callable[[str], None] = lambda _: None,
        replaced: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._readers = Readers(limits, replaced)
        self._most_waiting = limits.waiting
        self._told = told
        # OpenCV would otherwise take every core for one picture.
        self._threads = ThreadPoolExecutor(THREADS, "emblems", initializer=cv2.setNumThreads, initargs=(1,))
        self._bank = _Bank(0, (), {})
        self._loading = asyncio.Lock()
        self._waiting = 0

    async def screened(self, content: bytes) -> EmblemScreening:
        """Return the emblems of the bank, as it is now, that seem to be in the picture.

        Raises:
            ImageError: when it cannot be used as an image; the message says what would be right.
            BusyError: when too many wait already.
            ReadersLostError: when the process that read it was lost.
            DatabaseAwayError: when the bank cannot be read.
        """
        bank = await self._newest()
        with self._waiting_too():
            picture = await self._read(content, "picture")
            found = await self._on_a_thread(matching.screened, picture.pixels, bank.references)
        header = picture.header
        matches = tuple(
            EmblemMatch(
                emblem=one.emblem,
                name=bank.names[one.emblem],
                how=one.how,
                likeness=one.likeness,
                inliers=one.inliers,
                corners=one.corners,
            )
            for one in found
        )
        return EmblemScreening(
            outcome="review" if matches else "clear",
            matches=matches,
            bank=bank.version,
            emblems=len(bank.references),
            media_type=header.media_type,
            width=header.width,
            height=header.height,
            digest=emblems.digest_of(content),
        )

    async def looked_at(self, content: bytes) -> Header:
        """Return the header of a picture after decoding it within the limits; nothing is searched in it.

        Raises:
            ImageError: when it cannot be used as an image; the message says what would be right.
            BusyError: when too many wait already.
            ReadersLostError: when the process that read it was lost.
        """
        with self._waiting_too():
            return (await self._read(content, "picture")).header

    async def described(self, id_: str, content: bytes) -> tuple[Header, Reference]:
        """Return the header and the descriptors of an emblem.

        Raises:
            ImageError: as `screened`, or when the picture has too little detail to be recognised.
            BusyError: when too many wait already.
            ReadersLostError: when the process that read it was lost.
        """
        with self._waiting_too():
            picture = await self._read(content, "reference")
            return picture.header, await self._on_a_thread(_described, id_, picture.pixels)

    async def close(self) -> None:
        """Shut down the threads and the processes; the threads finish their current work first."""
        await asyncio.to_thread(self._threads.shutdown)
        await self._readers.close()

    async def _newest(self) -> _Bank:
        if await emblems.version(self._database) == self._bank.version:
            return self._bank
        async with self._loading:
            number, kept = await emblems.bank(self._database)
            if number != self._bank.version:
                known = {one.id: one for one in self._bank.references}
                references = tuple([known.get(one.id) or await self._loaded(one) for one in kept])
                self._bank = _Bank(number, references, {one.id: one.name for one in kept})
            return self._bank

    async def _loaded(self, one: Kept) -> Reference:
        """Return an emblem of the bank; one described by an older edition of the algorithm is described again."""
        if one.edition == EDITION:
            return await self._on_a_thread(features.unpacked, one.id, one.described)
        try:
            picture = await self._readers.read(one.content, "reference")
        except ImageError as error:
            # The picture in question is not at fault; but without this emblem the answer would be wrong.
            raise UnreadableEmblemError(f"the emblem {one.id} of the bank cannot be read any more: {error}") from error
        return await self._on_a_thread(features.reference_of, one.id, picture.pixels)

    async def _read(self, content: bytes, aim: Aim) -> Picture:
        try:
            picture = await self._readers.read(content, aim)
        except ImageError as error:
            self._told(error.reason)
            raise
        except (BusyError, ReadersLostError) as error:
            self._told("busy" if isinstance(error, BusyError) else "lost")
            raise
        self._told("read")
        return picture

    @contextmanager
    def _waiting_too(self) -> Iterator[None]:
        if self._waiting >= self._most_waiting:
            self._told("busy")
            raise BusyError(f"{self._most_waiting} pictures wait already: try again in a few seconds")
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1

    async def _on_a_thread(self, work: Callable[..., T], *given: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *given)


def _described(id_: str, frame: Pixels) -> Reference:
    reference = features.reference_of(id_, frame)
    if not matching.recognisable(reference):
        raise ImageError(
            "there is too little in this picture to recognise it by: send the emblem with its details", "featureless"
        )
    return reference
