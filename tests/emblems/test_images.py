"""Reading untrusted pictures: a file that is no picture, too large or inconsistent is refused before it is decoded."""

import struct
import zlib

import cv2
import numpy as np
import pytest
from numpy.random import default_rng

from emblems import images
from emblems.decoding import decoded
from emblems.images import ImageError, plain
from tests.emblems.limits import LIMITS

GREY = np.full((64, 96, 3), 128, np.uint8)


def encoded(form: str, picture: np.ndarray = GREY) -> bytes:
    done, content = cv2.imencode(form, picture)
    assert done
    return content.tobytes()


def pixels(content: bytes) -> images.Pixels:
    return decoded(content, LIMITS)[1]


def png(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG with whatever header and content."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("form", "media_type"), [(".png", "image/png"), (".jpg", "image/jpeg"), (".webp", "image/webp")]
)
def test_each_form_says_its_size_and_is_decoded(form: str, media_type: str) -> None:
    content = encoded(form)
    header, picture = decoded(content, LIMITS)
    assert (header.media_type, header.width, header.height) == (media_type, 96, 64)
    assert header == plain(content, LIMITS).header
    assert picture.shape == (64, 96, 3)


def test_lossless_webp_and_alpha_are_read_and_what_is_transparent_is_white() -> None:
    clear = np.zeros((32, 32, 4), np.uint8)
    for form in (".png", ".webp"):
        assert pixels(encoded(form, clear)).min() == 255
    assert pixels(encoded(".png", clear[:, :, 0])).shape == (32, 32, 3), "one channel becomes three"
    deep = np.full((32, 32, 3), 60_000, np.uint16)
    assert pixels(encoded(".png", deep)).max() == 60_000 >> 8


NOISE = default_rng(1).integers(0, 256, (80, 80, 3), dtype=np.uint8)
REFUSED = {
    "nothing": (b"", "is empty"),
    "a text": (b"not a picture at all, but long enough", "no PNG, JPEG or WebP"),
    "a GIF": (b"GIF89a" + bytes(64), "no PNG, JPEG or WebP"),
    "a script": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "no PNG, JPEG or WebP"),
    "too many bytes": (encoded(".png") + bytes(images.MOST_BYTES), "at most 4,194,304 are read"),
    "too small": (encoded(".png", GREY[:8, :8]), "at least 16"),
    "a bomb": (png(50_000, 50_000, zlib.compress(bytes(100_000))), "at most 16,000,000 are decoded"),
    "only a beginning": (encoded(".png")[:20], "declares no size"),
    "a JPEG of a header": (b"\xff\xd8\xff\xe0" + bytes(4), "declares no size"),
    "a cut WebP": (encoded(".webp")[:24], "declares no size"),
    "a damaged PNG": (png(64, 64, b"rubbish"), "cannot be decoded"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_used_is_refused_with_what_would_be_right(case: str) -> None:
    content, why = REFUSED[case]
    with pytest.raises(ImageError, match=why):
        decoded(content, LIMITS)


@pytest.mark.parametrize("form", [".png", ".jpg", ".webp"])
def test_bytes_turned_by_chance_are_read_or_refused_and_never_more(form: str) -> None:
    """Only `ImageError` is raised, whatever the input."""
    good, chance = encoded(form, NOISE), default_rng(7)
    for _ in range(25):
        bad = bytearray(good[: int(chance.integers(1, len(good) + 1))])
        for place in chance.integers(0, min(len(bad), 64), 3):
            bad[int(place)] = int(chance.integers(0, 256))
        try:
            picture = pixels(bytes(bad))
        except ImageError:
            continue
        assert picture.shape[2] == 3
