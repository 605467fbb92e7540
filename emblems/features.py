"""What an image is recognised by: hashes of windows, and SIFT features with their places.

Both are kept with a reference, so that a bank is ready without decoding a picture again. `EDITION` is raised when any
of this changes: what was kept under another edition is computed anew.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from emblems.images import Pixels

EDITION: Final = 1

FRAME: Final = 256
"""A reference is brought to this size: its own proportions, on the colour of its margins."""
LONGEST: Final = 512
"""The longer side of a picture that is looked at: an emblem in a corner still has a hundred pixels."""
MOST_OF_REFERENCE: Final = 400
MOST_OF_PICTURE: Final = 1_500
HASH_SIDE: Final = 32
_BAND: Final = 256
WINDOWS: Final = (1.0, 0.8, 0.64, 0.5, 0.4, 0.32, 0.25)
"""Sides of the windows that are hashed, as parts of the picture's shorter side."""
STEP: Final = 6
"""Steps of a window by one sixth of itself."""

Gray = NDArray[np.uint8]
Places = NDArray[np.float32]
Descriptors = NDArray[np.uint8]
Hashes = NDArray[np.uint64]


@dataclass(frozen=True)
class Reference:
    """One emblem, described."""

    id: str
    frame: Pixels
    """The emblem without its margins, in a square of `FRAME` pixels."""
    hash: np.uint64
    places: Places
    descriptors: Descriptors

    def packed(self) -> bytes:
        """For the bank."""
        kept = io.BytesIO()
        np.savez_compressed(kept, frame=self.frame, hash=self.hash, places=self.places, descriptors=self.descriptors)
        return kept.getvalue()


def unpacked(id_: str, kept: bytes) -> Reference:
    """What `packed` made; nothing in it is executed."""
    with np.load(io.BytesIO(kept), allow_pickle=False) as found:
        return Reference(id_, found["frame"], np.uint64(found["hash"]), found["places"], found["descriptors"])


def reference(id_: str, picture: Pixels) -> Reference:
    """Describe an emblem."""
    return reference_of(id_, framed(picture))


def reference_of(id_: str, frame: Pixels) -> Reference:
    """Describe an emblem that is `framed` already."""
    gray = gray_of(frame)
    places, descriptors = described(gray, MOST_OF_REFERENCE)
    return Reference(id_, frame, hash_of(gray), places, descriptors)


def framed(picture: Pixels) -> Pixels:
    """Without its margins, in a square of their colour."""
    corners = np.concatenate([picture[0, :], picture[-1, :], picture[:, 0], picture[:, -1]]).astype(np.int16)
    margin = np.median(corners, axis=0).astype(np.float32)
    rows, columns = _unlike(picture, margin)
    if len(rows) >= 8 and len(columns) >= 8:
        picture = picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = picture.shape[:2]
    scale = FRAME / max(height, width)
    small = resized(picture, max(1, round(width * scale)), max(1, round(height * scale)))
    frame = np.full((FRAME, FRAME, 3), margin.astype(np.uint8), np.uint8)
    top, left = (FRAME - small.shape[0]) // 2, (FRAME - small.shape[1]) // 2
    frame[top : top + small.shape[0], left : left + small.shape[1]] = small
    return frame


def _unlike(picture: Pixels, margin: NDArray[np.float32]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The rows and the columns in which a pixel differs from the margin; a band at a time, to spare memory."""
    in_rows: list[NDArray[np.bool_]] = []
    in_columns = np.zeros(picture.shape[1], np.bool_)
    for top in range(0, len(picture), _BAND):
        differs = np.abs(picture[top : top + _BAND].astype(np.int16) - margin).max(axis=2) > 24
        in_rows.append(differs.any(axis=1))
        in_columns |= differs.any(axis=0)
    return np.flatnonzero(np.concatenate(in_rows)), np.flatnonzero(in_columns)


def looked_at(picture: Pixels) -> Pixels:
    """A picture at the size at which emblems are searched in it."""
    height, width = picture.shape[:2]
    scale = LONGEST / max(height, width)
    return resized(picture, max(8, round(width * scale)), max(8, round(height * scale)))


def gray_of(picture: Pixels) -> Gray:
    """Its lightness."""
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)


def resized(picture: Pixels, width: int, height: int) -> Pixels:
    """Averaged when it becomes smaller, smoothed when it becomes larger."""
    smaller = width * height < picture.shape[0] * picture.shape[1]
    return np.asarray(
        cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA if smaller else cv2.INTER_CUBIC), np.uint8
    )


def described(gray: Gray, most: int) -> tuple[Places, Descriptors]:
    """Features and where they are; none for a picture without any."""
    # A margin, so that what touches the edge has features too.
    padded = cv2.copyMakeBorder(gray, 16, 16, 16, 16, cv2.BORDER_REPLICATE)
    points, descriptors = cv2.SIFT.create(nfeatures=most, contrastThreshold=0.02).detectAndCompute(padded, None)
    if not points:
        return np.zeros((0, 2), np.float32), np.zeros((0, 128), np.uint8)
    places = np.array([point.pt for point in points], np.float32) - 16
    return places, np.asarray(np.clip(descriptors, 0, 255), np.uint8)


def hash_of(gray: Gray) -> np.uint64:
    """64 signs of the lowest frequencies: alike for pictures that look alike at a glance."""
    return np.uint64(_hashes([_low(gray)])[0])


def _low(gray: Gray) -> NDArray[np.float32]:
    """The lowest frequencies of what is seen at a glance."""
    small = cv2.resize(gray, (HASH_SIDE, HASH_SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    return np.asarray(cv2.dct(small)[:8, :8], np.float32).reshape(-1)


def _hashes(lows: Sequence[NDArray[np.float32]]) -> Hashes:
    """Which of them lie above the middle one, the first (the mean) apart."""
    low = np.stack(lows)
    bits = low > np.median(low[:, 1:], axis=1, keepdims=True)
    return np.packbits(bits, axis=1).view(">u8").astype(np.uint64).reshape(-1)


def windows(gray: Gray) -> tuple[Hashes, NDArray[np.int32]]:
    """The hash of every window, and its place: left, top, side."""
    height, width = gray.shape
    lows: list[NDArray[np.float32]] = []
    places: list[tuple[int, int, int]] = []
    for part in WINDOWS:
        side = round(min(height, width) * part)
        for top in _starts(height, side):
            for left in _starts(width, side):
                lows.append(_low(gray[top : top + side, left : left + side]))
                places.append((left, top, side))
    return _hashes(lows), np.array(places, np.int32)


def _starts(length: int, side: int) -> list[int]:
    last = length - side
    steps = max(1, round(STEP * last / side)) if last else 0
    return [round(last * step / steps) for step in range(steps + 1)] if steps else [0]
