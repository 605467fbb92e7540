"""Hostile pictures, generated here: small files that cost a decoder much time or memory, or have false headers."""

import struct
import zlib
from collections.abc import Callable, Iterable

import cv2
import numpy as np


def encoded(form: str, picture: np.ndarray, *how: int) -> bytes:
    done, content = cv2.imencode(form, picture, list(how))
    assert done
    return content.tobytes()


GREY = np.full((64, 96, 3), 128, np.uint8)
LARGE = np.full((4000, 4000, 3), 128, np.uint8)


def with_scans(scans: int, picture: np.ndarray = LARGE) -> bytes:
    """Return a progressive JPEG with this many empty scans over all its pixels after its own."""
    content = encoded(".jpg", picture, cv2.IMWRITE_JPEG_PROGRESSIVE, 1)
    empty = b"\xff\xda\x00\x08\x01\x01\x00\x01\x3f\x00"
    return content[:-2] + empty * scans + content[-2:]


def chunk(kind: bytes, body: bytes) -> bytes:
    """Return a chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, rows: Iterable[bytes] = (), *, depth: int = 8, colour: int = 2) -> bytes:
    """Return a PNG with any header and rows."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b"\0" + row) for row in rows) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def deep(side: int = 4000) -> bytes:
    """Return a PNG with four channels of 16 bits: 128 MB of pixels in about as many kilobytes."""
    return png(side, side, (bytes(side * 8) for _ in range(side)), depth=16, colour=6)


def inserted(content: bytes, *chunks: bytes) -> bytes:
    """Return a PNG with chunks inserted after its header."""
    return content[:33] + b"".join(chunks) + content[33:]


def bomb(size: int) -> bytes:
    """Return this many bytes that compress to a thousandth."""
    return zlib.compress(bytes(size), 9)


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    """Return a WebP of these chunks."""
    body = b"".join(kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for kind, data in chunks)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def animated(frames: int, picture: np.ndarray = GREY) -> bytes:
    """Return a WebP animation that repeats one frame."""
    height, width = picture.shape[:2]
    size = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    still = encoded(".webp", picture, cv2.IMWRITE_WEBP_QUALITY, 101)[12:]
    frame = (b"ANMF", b"\0" * 6 + size + b"\x10\0\0\0" + still)
    return riff((b"VP8X", b"\x02\0\0\0" + size), (b"ANIM", bytes(6)), *[frame] * frames)


def gif(frames: int) -> bytes:
    """Return a GIF of this many frames of one pixel."""
    frame = b",\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0"
    return b"GIF89a\x10\0\x10\0\x80\0\0\0\0\0\xff\xff\xff" + frame * frames + b";"


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "4,000 empty scans": (lambda: with_scans(4000), "passes more than 100 times"),
    "a scan too many": (lambda: with_scans(100, GREY), "passes more than 100 times"),
    "a billion pixels, PNG": (lambda: png(60_000, 60_000), "at most 16,000,000"),
    "a billion pixels, JPEG": (
        lambda: b"\xff\xd8\xff\xc0\x00\x11\x08\xff\xff\xff\xff\x03" + bytes(9) + b"\xff\xd9",
        "at most 16,000,000",
    ),
    "a quarter of a billion pixels, WebP": (lambda: riff((b"VP8L", b"\x2f" + b"\xff" * 9)), "at most 16,000,000"),
    "a line": (lambda: png(20_000, 20), "a side may have at most 16,384"),
    "no height": (lambda: png(64, 0), "each side must have at least 16"),
    "20,000 chunks": (lambda: inserted(png(64, 64), *[chunk(b"tEXt", b"")] * 20_000), "more than 10,000 parts"),
    "20,000 segments": (lambda: b"\xff\xd8" + b"\xff\xfe\x00\x02" * 20_000 + b"\xff\xd9", "more than 10,000 parts"),
    "20,000 chunks of WebP": (lambda: riff(*[(b"XXXX", b"")] * 20_000), "more than 10,000 parts"),
    "4 MiB of filling": (lambda: b"\xff\xd8" + b"\xff" * (4 * 1024 * 1024 - 2), "declares no size"),
    "cut off": (lambda: encoded(".png", LARGE)[:5_000], "cannot be decoded"),
    "a header alone": (lambda: png(4000, 4000)[:33], "cannot be decoded"),
    "0 bytes": (lambda: b"", "is empty"),
    "a GIF of 100,000 frames": (lambda: gif(100_000), "no PNG, JPEG or WebP"),
    "an SVG": (lambda: b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "no PNG, JPEG or WebP"),
    "a TIFF": (lambda: encoded(".tiff", GREY), "no PNG, JPEG or WebP"),
    "a BMP": (lambda: encoded(".bmp", GREY), "no PNG, JPEG or WebP"),
    "an AVIF": (lambda: b"\0\0\0\x1cftypavif" + bytes(64), "no PNG, JPEG or WebP"),
    "a JPEG 2000": (lambda: encoded(".jp2", GREY), "no PNG, JPEG or WebP"),
    "an ICO around a PNG": (lambda: b"\0\0\1\0\1\0" + bytes(16) + png(64, 64), "no PNG, JPEG or WebP"),
    "a PDF": (lambda: b"%PDF-1.7\n" + png(64, 64), "no PNG, JPEG or WebP"),
}
"""Pictures that are refused, with the message."""

READ: dict[str, tuple[Callable[[], bytes], tuple[int, int]]] = {
    "128 MB of pixels": (deep, (4000, 4000)),
    "as many scans as may be": (lambda: with_scans(85), (4000, 4000)),
    "a profile that unpacks to 256 MiB": (
        lambda: inserted(encoded(".png", GREY), chunk(b"iCCP", b"x\0\0" + bomb(256 * 1024 * 1024))),
        (96, 64),
    ),
    "texts that unpack to 256 MiB": (
        lambda: inserted(
            encoded(".png", GREY),
            *[chunk(b"zTXt", b"Comment\0\0" + bomb(64 * 1024 * 1024))] * 2,
            *[chunk(b"iTXt", b"Comment\0\1\0\0\0" + bomb(64 * 1024 * 1024))] * 2,
        ),
        (96, 64),
    ),
    "a WebP of 5,000 frames": (lambda: animated(5_000), (96, 64)),
    "a PNG with an archive behind it": (lambda: encoded(".png", GREY) + b"PK\x03\x04" + bytes(100_000), (96, 64)),
    "a JPEG with an SVG in a comment": (
        lambda: encoded(".jpg", GREY)[:2] + b"\xff\xfe\x00\x08<svg/>" + encoded(".jpg", GREY)[2:],
        (96, 64),
    ),
}
"""Pictures that are read, with width and height: the dangerous part is skipped or bounded."""
