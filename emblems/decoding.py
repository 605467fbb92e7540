"""Decoding of one picture with OpenCV. Only `emblems.apart` calls it, in a process made for one picture."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from emblems.images import Header, ImageError, Pixels, plain
from emblems.limits import Limits

_BAND: Final = 256
"""Rows that are converted at a time, so that intermediate arrays take a few megabytes, not hundreds."""


def decoded(content: bytes, limits: Limits) -> tuple[Header, Pixels]:
    """Header and pixels (blue, green, red; 8 bits each), on white where the picture is transparent.

    Raises:
        ImageError: as `plain`, or when the decoder refuses the picture.
    """
    image = plain(content, limits)
    header = image.header
    try:
        found = cv2.imdecode(np.frombuffer(image.content, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error as error:
        if error.code == cv2.Error.StsNoMem:
            raise MemoryError from None
        found = None
    if found is None:
        raise ImageError(f"the image begins like {header.media_type} but cannot be decoded: is it cut off or damaged?")
    height, width = found.shape[:2]
    if {height, width} != {header.height, header.width}:
        raise ImageError("the image's header and its content do not agree: save it anew with another program")
    if found.dtype == np.uint8 and found.ndim == 3 and found.shape[2] == 3:
        return header, np.asarray(found, np.uint8)
    picture = np.empty((height, width, 3), np.uint8)
    for top in range(0, height, _BAND):
        picture[top : top + _BAND] = _opaque(found[top : top + _BAND])
    return header, picture


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
