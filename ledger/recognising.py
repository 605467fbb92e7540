"""The bank in memory, and pictures screened against it on threads of their own, never on the loop of all requests."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, TypeVar

import cv2

from emblems import features, images, matching
from emblems.features import EDITION, Reference
from emblems.images import Header, ImageError, Pixels
from ledger import emblems
from ledger.database import Database
from ledger.emblems import Kept
from models.emblems import EmblemMatch, EmblemScreening

THREADS: Final = 2
MOST_WAITING: Final = 32
"""Pictures that wait or are looked at: some seconds of work, and their bytes in memory."""

T = TypeVar("T")


class BusyError(Exception):
    """As many pictures wait as may."""


@dataclass(frozen=True)
class _Bank:
    version: int
    references: tuple[Reference, ...]
    names: dict[str, str]


class Recogniser:
    """Describes emblems and recognises them. Close it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # OpenCV would otherwise take every core for one picture.
        self._threads = ThreadPoolExecutor(THREADS, "emblems", initializer=cv2.setNumThreads, initargs=(1,))
        self._bank = _Bank(0, (), {})
        self._loading = asyncio.Lock()
        self._waiting = 0

    async def screened(self, content: bytes) -> EmblemScreening:
        """Which emblems of the bank, as it is now, seem to be in the picture.

        Raises:
            ImageError: when it cannot be used as an image; the text says what would be right.
            BusyError: when too many wait already.
            DatabaseAwayError: when the bank cannot be read.
        """
        bank = await self._newest()
        header, found = await self._on_a_thread(_screened, content, bank.references)
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

    async def described(self, id_: str, content: bytes) -> tuple[Header, Reference]:
        """What an emblem will be recognised by.

        Raises:
            ImageError: as `screened`, or when there is too little in it to know it by.
            BusyError: when too many wait already.
        """
        return await self._on_a_thread(_described, id_, content)

    async def close(self) -> None:
        """End the threads; what they are at is finished first."""
        await asyncio.to_thread(self._threads.shutdown)

    async def _newest(self) -> _Bank:
        if await emblems.version(self._database) == self._bank.version:
            return self._bank
        async with self._loading:
            number, kept = await emblems.bank(self._database)
            if number != self._bank.version:
                known = {one.id: one for one in self._bank.references}
                references = await self._on_a_thread(_loaded, kept, known)
                self._bank = _Bank(number, references, {one.id: one.name for one in kept})
            return self._bank

    async def _on_a_thread(self, work: Callable[..., T], *given: object) -> T:
        if self._waiting >= MOST_WAITING:
            raise BusyError(f"{MOST_WAITING} pictures wait already: try again in a few seconds")
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work, *given)
        finally:
            self._waiting -= 1


def _screened(content: bytes, bank: tuple[Reference, ...]) -> tuple[Header, tuple[matching.Match, ...]]:
    header = images.header_of(content)
    return header, matching.screened(images.decoded(content), bank)


def _described(id_: str, content: bytes) -> tuple[Header, Reference]:
    header = images.header_of(content)
    reference = features.reference(id_, images.decoded(content))
    if not matching.recognisable(reference):
        raise ImageError("there is too little in this picture to recognise it by: send the emblem with its details")
    return header, reference


def _loaded(kept: list[Kept], known: dict[str, Reference]) -> tuple[Reference, ...]:
    """Those that are new unpacked; what an older edition of ourselves described is described anew."""
    return tuple(known.get(one.id) or _unpacked(one) for one in kept)


def _unpacked(one: Kept) -> Reference:
    if one.edition == EDITION:
        return features.unpacked(one.id, one.described)
    picture: Pixels = images.decoded(one.content)
    return features.reference(one.id, picture)
