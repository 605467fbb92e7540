"""Read an image that a stranger has sent: its header first, so that nothing is unpacked that is too large.

A picture of a few kilobytes can say that it has a billion pixels; the decoder would believe it. So width and height are
read from the header by ourselves, and only what is small enough is decoded.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

MOST_BYTES: Final = 4 * 1024 * 1024
"""An avatar as a camera app saves it has less; what is shown on a homepage has a tenth."""
MOST_PIXELS: Final = 16_000_000
"""4,000 by 4,000: 48 MB once decoded."""
LEAST_SIDE: Final = 16
"""Below that nothing can be recognised, by people either."""

PNG: Final = "image/png"
JPEG: Final = "image/jpeg"
WEBP: Final = "image/webp"
MEDIA_TYPES: Final = (PNG, JPEG, WEBP)

_JPEG_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_JPEG_BARE: Final = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers without a length behind them."""


class ImageError(ValueError):
    """It cannot be used as an image; the text says why and what would be right."""


@dataclass(frozen=True)
class Header:
    """What an image says of itself."""

    media_type: str
    width: int
    height: int


def header_of(content: bytes) -> Header:
    """What the image says of itself, if it may be decoded at all.

    Raises:
        ImageError: when it is empty, too large, of another form, or damaged at its beginning.
    """
    if not content:
        raise ImageError("the image is empty: send the bytes of a PNG, JPEG or WebP file")
    if len(content) > MOST_BYTES:
        raise ImageError(f"the image has {len(content):,} bytes, at most {MOST_BYTES:,} are read: send a smaller one")
    header = _header(content)
    if header.width < LEAST_SIDE or header.height < LEAST_SIDE:
        raise ImageError(
            f"the image has {header.width} × {header.height} pixels: each side must have at least {LEAST_SIDE}"
        )
    if header.width * header.height > MOST_PIXELS:
        raise ImageError(
            f"the image says that it has {header.width} × {header.height} pixels, at most {MOST_PIXELS:,} are decoded: "
            "send a smaller one"
        )
    return header


def decoded(content: bytes) -> Pixels:
    """The picture as blue, green, red; what is transparent becomes white, as on a page.

    Raises:
        ImageError: as `header_of`, or when the decoder refuses it.
    """
    header = header_of(content)
    try:
        found = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error:
        found = None
    if found is None:
        raise ImageError(f"the image begins like {header.media_type} but cannot be decoded: is it cut off or damaged?")
    height, width = found.shape[:2]
    if {height, width} != {header.height, header.width}:
        raise ImageError("the image's header and its content do not agree: save it anew with another program")
    return _opaque(found)


def _opaque(found: NDArray[np.generic]) -> Pixels:
    pixels: Pixels = (found >> 8).astype(np.uint8) if found.dtype == np.uint16 else found.astype(np.uint8)  # type: ignore[operator]
    if pixels.ndim == 2:
        return np.repeat(pixels[:, :, None], 3, axis=2)
    if pixels.shape[2] == 2:
        pixels = np.concatenate([np.repeat(pixels[:, :, :1], 3, axis=2), pixels[:, :, 1:]], axis=2)
    if pixels.shape[2] == 4:
        alpha = pixels[:, :, 3:].astype(np.float32) / 255
        return np.asarray(pixels[:, :, :3] * alpha + 255 * (1 - alpha), np.uint8)
    return pixels


def _header(content: bytes) -> Header:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png(content)
    if content.startswith(b"\xff\xd8\xff"):
        return _jpeg(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _webp(content)
    raise ImageError("the bytes are no PNG, JPEG or WebP image: convert it to one of these")


def _png(content: bytes) -> Header:
    if content[12:16] != b"IHDR" or len(content) < 24:
        raise _damaged(PNG)
    return Header(PNG, int.from_bytes(content[16:20]), int.from_bytes(content[20:24]))


def _jpeg(content: bytes) -> Header:
    place = 2
    while place + 9 <= len(content):
        if content[place] != 0xFF:
            break
        marker = content[place + 1]
        if marker == 0xFF:
            place += 1
        elif marker in _JPEG_BARE:
            place += 2
        elif marker in _JPEG_FRAMES:
            height, width = content[place + 5 : place + 7], content[place + 7 : place + 9]
            return Header(JPEG, int.from_bytes(width), int.from_bytes(height))
        else:
            place += 2 + max(2, int.from_bytes(content[place + 2 : place + 4]))
    raise _damaged(JPEG)


def _webp(content: bytes) -> Header:
    kind, data = content[12:16], content[20:34]
    if len(data) < 10:
        raise _damaged(WEBP)
    if kind == b"VP8X":
        return Header(WEBP, 1 + int.from_bytes(data[4:7], "little"), 1 + int.from_bytes(data[7:10], "little"))
    if kind == b"VP8L":
        bits = int.from_bytes(data[1:5], "little")
        return Header(WEBP, 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    if kind == b"VP8 " and data[3:6] == b"\x9d\x01\x2a":
        return Header(WEBP, int.from_bytes(data[6:8], "little") & 0x3FFF, int.from_bytes(data[8:10], "little") & 0x3FFF)
    raise _damaged(WEBP)


def _damaged(media_type: str) -> ImageError:
    return ImageError(f"the image begins like {media_type} but says no size: is it cut off or damaged?")
