"""Features by which an image is recognised: hashes of windows, and SIFT features with their positions.

Both are kept with a reference, so that a bank needs no decoding when it is loaded. `EDITION` is raised when the
features change; references of another edition are computed again.
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
"""Side of a reference's square in pixels; the emblem keeps its proportions, on the colour of its margins."""
LONGEST: Final = 512
"""Longer side of a picture that is searched, in pixels; an emblem in a corner still has a hundred."""
MOST_OF_REFERENCE: Final = 400
MOST_OF_PICTURE: Final = 1_500
HASH_SIDE: Final = 32
_BAND: Final = 256
WINDOWS: Final = (1.0, 0.8, 0.64, 0.5, 0.4, 0.32, 0.25)
"""Sides of the hashed windows, as fractions of the picture's shorter side."""
STEP: Final = 6
"""Steps of a window along its own length, so neighbours are a sixth of a side apart."""

Gray = NDArray[np.uint8]
Places = NDArray[np.float32]
Descriptors = NDArray[np.uint8]
Hashes = NDArray[np.uint64]


@dataclass(frozen=True)
class Reference:
    """Emblem with its features."""

    id: str
    frame: Pixels
    """The emblem without its margins, in a square of `FRAME` pixels."""
    hash: np.uint64
    places: Places
    descriptors: Descriptors

    def packed(self) -> bytes:
        """Bytes for the bank (compressed NumPy arrays)."""
        kept = io.BytesIO()
        np.savez_compressed(kept, frame=self.frame, hash=self.hash, places=self.places, descriptors=self.descriptors)
        return kept.getvalue()


def unpacked(id_: str, kept: bytes) -> Reference:
    """Reference from the bytes of `Reference.packed`; pickled objects are refused."""
    with np.load(io.BytesIO(kept), allow_pickle=False) as found:
        return Reference(id_, found["frame"], np.uint64(found["hash"]), found["places"], found["descriptors"])


def reference(id_: str, picture: Pixels) -> Reference:
    """Reference of an emblem in a picture."""
    return reference_of(id_, framed(picture))


def reference_of(id_: str, frame: Pixels) -> Reference:
    """Reference of an emblem that is `framed` already."""
    gray = gray_of(frame)
    places, descriptors = described(gray, MOST_OF_REFERENCE)
    return Reference(id_, frame, hash_of(gray), places, descriptors)


def framed(picture: Pixels) -> Pixels:
    """Emblem without its margins, in a square of `FRAME` pixels that has the margins' colour."""
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
    """Rows and columns that have a pixel unlike the margin; computed in bands to save memory."""
    in_rows: list[NDArray[np.bool_]] = []
    in_columns = np.zeros(picture.shape[1], np.bool_)
    for top in range(0, len(picture), _BAND):
        differs = np.abs(picture[top : top + _BAND].astype(np.int16) - margin).max(axis=2) > 24
        in_rows.append(differs.any(axis=1))
        in_columns |= differs.any(axis=0)
    return np.flatnonzero(np.concatenate(in_rows)), np.flatnonzero(in_columns)


def at_search_size(picture: Pixels) -> Pixels:
    """Picture resized so that its longer side is `LONGEST`, for the search."""
    height, width = picture.shape[:2]
    scale = LONGEST / max(height, width)
    return resized(picture, max(8, round(width * scale)), max(8, round(height * scale)))


def gray_of(picture: Pixels) -> Gray:
    """Picture in shades of grey."""
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)


def resized(picture: Pixels, width: int, height: int) -> Pixels:
    """Picture at another size: area average when it shrinks, cubic interpolation when it grows."""
    smaller = width * height < picture.shape[0] * picture.shape[1]
    return np.asarray(
        cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA if smaller else cv2.INTER_CUBIC), np.uint8
    )


def described(gray: Gray, most: int) -> tuple[Places, Descriptors]:
    """Positions (x, y in pixels) and descriptors of at most `most` SIFT features; empty arrays if there are none."""
    # With padding, content that touches the border has features too.
    padded = cv2.copyMakeBorder(gray, 16, 16, 16, 16, cv2.BORDER_REPLICATE)
    points, descriptors = cv2.SIFT.create(nfeatures=most, contrastThreshold=0.02).detectAndCompute(padded, None)
    if not points:
        return np.zeros((0, 2), np.float32), np.zeros((0, 128), np.uint8)
    places = np.array([point.pt for point in points], np.float32) - 16
    return places, np.asarray(np.clip(descriptors, 0, 255), np.uint8)


def hash_of(gray: Gray) -> np.uint64:
    """Perceptual hash: 64 signs of the lowest frequencies, similar for pictures that look similar."""
    return np.uint64(_hashes([_low(gray)])[0])


def _low(gray: Gray) -> NDArray[np.float32]:
    """The lowest frequencies of what is seen at a glance."""
    small = cv2.resize(gray, (HASH_SIDE, HASH_SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    return np.asarray(cv2.dct(small)[:8, :8], np.float32).reshape(-1)


def _hashes(lows: Sequence[NDArray[np.float32]]) -> Hashes:
    """Hash of each window: bits of the coefficients above the median, which is taken without the first (the mean)."""
    low = np.stack(lows)
    bits = low > np.median(low[:, 1:], axis=1, keepdims=True)
    return np.packbits(bits, axis=1).view(">u8").astype(np.uint64).reshape(-1)


def windows(gray: Gray) -> tuple[Hashes, NDArray[np.int32]]:
    """Hash of every window, and its left, top and side in pixels."""
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
