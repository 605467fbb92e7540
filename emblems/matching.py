"""Matching of a picture with the bank's emblems: two methods propose positions, a comparison of pixels confirms.

Windows whose hash is near a reference's hash find an emblem that fills a part of the picture, also a flat one. SIFT
features that agree on one similarity (turned, scaled, moved) find it anywhere, also half covered. Then the picture is
laid over the reference and compared block by block, so that a few chance features do not count as an emblem.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from emblems.features import (
    FRAME,
    MOST_OF_PICTURE,
    Descriptors,
    Hashes,
    Places,
    Reference,
    at_search_size,
    described,
    gray_of,
    windows,
)
from emblems.images import Pixels

NEAR: Final = 12
"""Most bits of 64 by which the hash of a window may differ from a reference's to be proposed."""
MOST_WINDOWS: Final = 6
"""Most windows that are compared with one reference."""
RATIO: Final = 0.8
"""Highest ratio of the distance of the nearest feature to that of the second nearest (Lowe's ratio test)."""
LEAST_INLIERS: Final = 9
ENOUGH_INLIERS: Final = 16
"""Positions that must agree. An emblem with few features needs a third of them, and at least `LEAST_INLIERS`.

Badges of similar design (rings, stars) agree in up to a dozen positions by chance.
"""
ALIKE: Final = {"features": 0.6, "window": 0.65}
"""Lowest mean correlation of the best three quarters of the blocks for a match, by method.

It is higher for windows, which have no other evidence.
"""
SMALLEST: Final = 0.08
"""Smallest width of an emblem as a fraction of the picture's longer side; smaller matches may be chance."""

How = Literal["window", "features"]
Turn = NDArray[np.float64]
"""Affine map from the reference's frame to the picture, two rows and three columns."""


@dataclass(frozen=True)
class Match:
    """Emblem that seems to be in the picture."""

    emblem: str
    how: How
    likeness: float
    """Agreement of the pixels, from 0 to 1."""
    inliers: int
    corners: tuple[tuple[float, float], ...]
    """Corners of the emblem's frame, as fractions of the picture's width and height."""


@dataclass(frozen=True)
class _Looked:
    picture: Pixels
    places: Places
    descriptors: Descriptors
    hashes: Hashes
    windows: NDArray[np.int32]


def screened(picture: Pixels, bank: Sequence[Reference]) -> tuple[Match, ...]:
    """Matches of the bank's emblems in the picture, the likeliest first."""
    if not bank:
        return ()
    shown = at_search_size(picture)
    gray = gray_of(shown)
    places, descriptors = described(gray, MOST_OF_PICTURE)
    hashes, where = windows(gray)
    looked = _Looked(shown, places, descriptors, hashes, where)
    found = [match for one in bank if (match := _sought(looked, one)) is not None]
    return tuple(sorted(found, key=lambda match: -match.likeness))


def _sought(looked: _Looked, sought: Reference) -> Match | None:
    proposals: list[tuple[How, Turn, int]] = [("window", turn, 0) for turn in _by_windows(looked, sought)]
    by_features = _by_features(looked, sought)
    if by_features is not None:
        proposals.append(("features", *by_features))
    best: Match | None = None
    for how, turn, inliers in proposals:
        likeness = _likeness(looked.picture, sought, turn)
        if likeness >= ALIKE[how] and (best is None or likeness > best.likeness):
            best = Match(sought.id, how, round(likeness, 3), inliers, _corners(looked.picture, turn))
    return best


def _by_windows(looked: _Looked, sought: Reference) -> list[Turn]:
    distances = np.bitwise_count(looked.hashes ^ sought.hash)
    nearest = np.argsort(distances, kind="stable")[:MOST_WINDOWS]
    turns: list[Turn] = []
    for place in nearest[distances[nearest] <= NEAR]:
        left, top, side = (int(value) for value in looked.windows[place])
        scale = side / FRAME
        turns.append(np.array([[scale, 0, left], [0, scale, top]], np.float64))
    return turns


def _by_features(looked: _Looked, sought: Reference) -> tuple[Turn, int] | None:
    if len(sought.descriptors) < LEAST_INLIERS or len(looked.descriptors) < LEAST_INLIERS:
        return None
    pairs = cv2.BFMatcher(cv2.NORM_L2).knnMatch(
        sought.descriptors.astype(np.float32), looked.descriptors.astype(np.float32), k=2
    )
    good = [pair[0] for pair in pairs if len(pair) == 2 and pair[0].distance < RATIO * pair[1].distance]
    if len(good) < LEAST_INLIERS:
        return None
    source = sought.places[[one.queryIdx for one in good]]
    target = looked.places[[one.trainIdx for one in good]]
    cv2.setRNGSeed(20230710)  # the same picture gives the same answer
    found, inside = cv2.estimateAffinePartial2D(
        source, target, method=cv2.RANSAC, ransacReprojThreshold=4.0, maxIters=4_000, confidence=0.999
    )
    turn = cast("Turn | None", found)  # OpenCV's stubs omit None, its result on failure
    if turn is None:
        return None
    # Several features at one position agree trivially, so positions are counted, not features.
    agreeing = {tuple(place) for place in np.round(target[inside.ravel() == 1] / 4).astype(int).tolist()}
    scale = float(np.hypot(turn[0, 0], turn[1, 0]))
    least = max(LEAST_INLIERS, min(ENOUGH_INLIERS, len(sought.descriptors) // 3))
    if len(agreeing) < least or scale * FRAME < SMALLEST * max(looked.picture.shape[:2]):
        return None
    return turn, len(agreeing)


def recognisable(sought: Reference) -> bool:
    """Whether an emblem has enough content; one colour or a single stripe would match everywhere."""
    return int(_with_content(_blocks(_small(sought.frame))).sum()) >= LEAST_BLOCKS


_BLOCKS: Final = 6
LEAST_BLOCKS: Final = 8
"""Fewest of the 36 blocks that must have content to compare."""
_SIDE: Final = 16
"""Side of a compared block in pixels."""


def _likeness(picture: Pixels, sought: Reference, turn: Turn) -> float:
    """Mean correlation of picture and reference over the blocks with content, from 0 to 1.

    The worst quarter of the blocks is ignored, since a part of the emblem may be covered.
    """
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    laid = cv2.warpAffine(picture, turn, (FRAME, FRAME), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    there = np.asarray(laid, np.uint8)
    ours, theirs = _blocks(_small(sought.frame)), _blocks(_small(there))
    content = _with_content(ours)
    if content.sum() < LEAST_BLOCKS:
        return 0.0
    ours, theirs = ours[content], theirs[content]
    norm = np.sqrt((ours**2).sum(axis=1) * (theirs**2).sum(axis=1))
    alike = np.where(norm > 1e-6, (ours * theirs).sum(axis=1) / np.maximum(norm, 1e-6), 0.0)
    best = np.sort(alike)[len(alike) // 4 :]
    return float(np.clip(best.mean(), 0, 1))


def _small(frame: Pixels) -> Pixels:
    side = _BLOCKS * _SIDE
    return np.asarray(cv2.resize(frame, (side, side), interpolation=cv2.INTER_AREA), np.uint8)


def _with_content(blocks: NDArray[np.float32]) -> NDArray[np.bool_]:
    return np.asarray(blocks.std(axis=1) > 8)


def _blocks(picture: Pixels) -> NDArray[np.float32]:
    """Pixels of each block in a row: lightness and both colours (CIELAB), minus the block's mean."""
    lab = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_BGR2LAB), (0, 0), 1.2).astype(np.float32)
    split = lab.reshape(_BLOCKS, _SIDE, _BLOCKS, _SIDE, 3).transpose(0, 2, 1, 3, 4)
    pixels = split.reshape(_BLOCKS * _BLOCKS, -1, 3)
    centred = pixels - pixels.mean(axis=1, keepdims=True)
    return np.asarray(centred.reshape(_BLOCKS * _BLOCKS, -1), np.float32)


def _corners(picture: Pixels, turn: Turn) -> tuple[tuple[float, float], ...]:
    square = np.array([[0, 0, 1], [FRAME, 0, 1], [FRAME, FRAME, 1], [0, FRAME, 1]], np.float64)
    places = square @ turn.T / np.array([picture.shape[1], picture.shape[0]])
    return tuple((round(float(x), 3), round(float(y), 3)) for x, y in places)
