"""Check of an untrusted image's structure before it is decoded, and removal of the parts that a decoder does not need.

A picture of a few kilobytes can declare a billion pixels, scan all of them four thousand times, or carry a colour
profile that unpacks to gigabytes, and a decoder would obey. So sizes, parts and scans are checked here, and animations,
profiles and texts are removed, before anything is unpacked. No library does that without decoding.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from emblems.limits import Limits

Pixels = NDArray[np.uint8]

MOST_BYTES: Final = 4 * 1024 * 1024
"""Most bytes of an image. An avatar as saved by a camera app has fewer; one on a homepage has a tenth."""
LEAST_SIDE: Final = 16
"""Fewest pixels of a side. In a smaller image not even people recognise an emblem."""

PNG: Final = "image/png"
JPEG: Final = "image/jpeg"
WEBP: Final = "image/webp"
MEDIA_TYPES: Final = (PNG, JPEG, WEBP)

Reason = Literal[
    "empty", "bytes", "form", "small", "side", "pixels", "parts", "scans", "damaged", "processor_time", "memory",
    "deadline", "crashed", "featureless",
]  # fmt: skip
"""Limit that a picture exceeds, or another reason to refuse it."""


class ImageError(ValueError):
    """Bytes that cannot be used as an image; the text says why and what would be right."""

    def __init__(self, said: str, reason: Reason = "damaged") -> None:
        super().__init__(said)
        self.reason: Reason = reason


@dataclass(frozen=True)
class Header:
    """Media type and size in pixels that an image declares."""

    media_type: str
    width: int
    height: int


@dataclass(frozen=True)
class Plain:
    """Image reduced to what a decoder needs: first frame, no profiles, no texts, nothing behind its end."""

    header: Header
    content: bytes


def plain(content: bytes, limits: Limits) -> Plain:
    """Reduced image, if it may be decoded.

    Raises:
        ImageError: when the bytes are empty, of another format, damaged at the start, or exceed a limit.
    """
    if not content:
        raise ImageError("the image is empty: send the bytes of a PNG, JPEG or WebP file", "empty")
    if len(content) > MOST_BYTES:
        raise ImageError(
            f"the image has {len(content):,} bytes, at most {MOST_BYTES:,} are read: send a smaller one", "bytes"
        )
    if content.startswith(_PNG_BEGINS):
        found = _png(content, limits)
    elif content.startswith(b"\xff\xd8\xff"):
        found = _jpeg(content, limits)
    elif content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        found = _webp(content, limits)
    else:
        raise ImageError("the bytes are no PNG, JPEG or WebP image: convert it to one of these", "form")
    _require_size(found.header, limits)
    return found


def _require_size(header: Header, limits: Limits) -> None:
    size = f"{header.width} × {header.height} pixels"
    if header.width < LEAST_SIDE or header.height < LEAST_SIDE:
        raise ImageError(f"the image has {size}: each side must have at least {LEAST_SIDE}", "small")
    if header.width * header.height > limits.pixels:
        raise ImageError(
            f"the image declares {size}, at most {limits.pixels:,} are decoded: send a smaller one", "pixels"
        )
    if max(header.width, header.height) > limits.side_px:
        raise ImageError(f"the image declares {size}: a side may have at most {limits.side_px:,}", "side")


class _Parts:
    """Counter of the parts of an image, limited to `Limits.parts`."""

    def __init__(self, limits: Limits) -> None:
        self._most = limits.parts
        self._count = 0

    def one_more(self) -> None:
        self._count += 1
        if self._count > self._most:
            raise ImageError(
                f"the image has more than {self._most:,} parts: save it anew with another program", "parts"
            )


# --- PNG -------------------------------------------------------------------------------------------------------------

_PNG_BEGINS: Final = b"\x89PNG\r\n\x1a\n"
_PNG_NEEDED: Final = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
"""Chunks that are kept. The others are colour management, texts and the further frames of an animation."""


def _png(content: bytes, limits: Limits) -> Plain:
    if content[12:16] != b"IHDR" or len(content) < 33:
        raise _damaged(PNG)
    parts, kept, place = _Parts(limits), [_PNG_BEGINS], len(_PNG_BEGINS)
    while place + 12 <= len(content):
        parts.one_more()
        end = place + 12 + int.from_bytes(content[place : place + 4])
        kind = content[place + 4 : place + 8]
        if kind in _PNG_NEEDED:
            kept.append(content[place:end])
        if kind == b"IEND":
            break
        place = end
    header = Header(PNG, int.from_bytes(content[16:20]), int.from_bytes(content[20:24]))
    return Plain(header, b"".join(kept))


# --- JPEG ------------------------------------------------------------------------------------------------------------

_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_BARE: Final = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers that no length follows."""
_LEFT_OUT: Final = frozenset({*range(0xE0, 0xF0), 0xFE} - {0xE0, 0xEE})
"""Segments that are removed: comments and application data, except JFIF (APP0) and Adobe (APP14) for the colours."""
_SCAN: Final = 0xDA
_END: Final = 0xD9
_FILLING: Final = re.compile(rb"\xff+")
_AFTER_SCAN: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""End of a scan's data, in which every FF is followed by 00 or belongs to a restart marker."""


def _jpeg(content: bytes, limits: Limits) -> Plain:
    header: Header | None = None
    kept, scans = [content[:2]], 0
    for marker, place, end in _segments(content, _Parts(limits)):
        if marker == _SCAN:
            scans += 1
            if scans > limits.scans:
                raise ImageError(
                    f"the image passes more than {limits.scans} times over its pixels: save it anew with another "
                    "program, as a JPEG that is not progressive",
                    "scans",
                )
        if marker in _FRAMES and header is None:
            height, width = content[place + 5 : place + 7], content[place + 7 : place + 9]
            header = Header(JPEG, int.from_bytes(width), int.from_bytes(height))
        if marker not in _LEFT_OUT:
            kept.append(content[place:end])
    if header is None:
        raise _damaged(JPEG)
    return Plain(header, b"".join(kept))


def _segments(content: bytes, parts: _Parts) -> Iterator[tuple[int, int, int]]:
    """Each marker with its start and the start of the next; a scan's data belongs to its marker."""
    place = 2
    while filling := _FILLING.match(content, place):
        place = filling.end() - 1
        if place + 2 > len(content):
            return
        parts.one_more()
        marker = content[place + 1]
        end = place + 2
        if marker not in _BARE and marker != _END:
            end += max(2, int.from_bytes(content[end : end + 2]))
        if marker == _SCAN:
            following = _AFTER_SCAN.search(content, end)
            end = len(content) if following is None else following.start()
        yield marker, place, end
        if marker == _END:
            return
        place = end


# --- WebP ------------------------------------------------------------------------------------------------------------


def _webp(content: bytes, limits: Limits) -> Plain:
    alpha = b""
    for kind, data in _first_frame(content, _Parts(limits)):
        if kind == b"ALPH":
            alpha = data
        elif kind in {b"VP8 ", b"VP8L"}:
            header = _size(kind, data)
            return Plain(header, _still(header, kind, data, alpha if kind == b"VP8 " else b""))
    raise _damaged(WEBP)


def _first_frame(content: bytes, parts: _Parts) -> Iterator[tuple[bytes, bytes]]:
    """Chunks of a still picture, or of the first frame of an animation."""
    for kind, data in _chunks(content, 12, parts):
        if kind == b"ANMF":
            yield from _chunks(data, 16, parts)
            return
        yield kind, data


def _chunks(content: bytes, place: int, parts: _Parts) -> Iterator[tuple[bytes, bytes]]:
    while place + 8 <= len(content):
        parts.one_more()
        size = int.from_bytes(content[place + 4 : place + 8], "little")
        yield content[place : place + 4], content[place + 8 : place + 8 + size]
        place += 8 + size + size % 2


def _size(kind: bytes, data: bytes) -> Header:
    """Size from the bit stream, which the decoder uses, not from the container."""
    if kind == b"VP8L" and len(data) >= 5 and data[0] == 0x2F:
        bits = int.from_bytes(data[1:5], "little")
        return Header(WEBP, 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    if kind == b"VP8 " and len(data) >= 10 and data[3:6] == b"\x9d\x01\x2a":
        return Header(WEBP, int.from_bytes(data[6:8], "little") & 0x3FFF, int.from_bytes(data[8:10], "little") & 0x3FFF)
    raise _damaged(WEBP)


def _still(header: Header, kind: bytes, data: bytes, alpha: bytes) -> bytes:
    chunks = _chunk(kind, data)
    if alpha:
        canvas = (header.width - 1).to_bytes(3, "little") + (header.height - 1).to_bytes(3, "little")
        chunks = _chunk(b"VP8X", b"\x10\0\0\0" + canvas) + _chunk(b"ALPH", alpha) + chunks
    return b"RIFF" + (4 + len(chunks)).to_bytes(4, "little") + b"WEBP" + chunks


def _chunk(kind: bytes, data: bytes) -> bytes:
    return kind + len(data).to_bytes(4, "little") + data + b"\0" * (len(data) % 2)


def _damaged(media_type: str) -> ImageError:
    return ImageError(f"the image begins like {media_type} but declares no size: is it cut off or damaged?")
