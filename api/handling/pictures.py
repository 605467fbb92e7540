"""Pictures in JSON bodies, in base64."""

from base64 import b64decode
from typing import Annotated, Any, ClassVar, Final

from pydantic import BeforeValidator, WithJsonSchema

from api.handling.routing import Guarded
from emblems.images import MOST_BYTES

LARGEST_TEXT: Final = (MOST_BYTES + 2) // 3 * 4
"""Maximum length of the base64 text: that of the largest picture accepted."""


def _unpacked(value: Any) -> Any:
    if isinstance(value, str) and len(value) > LARGEST_TEXT:
        raise ValueError(f"has more than the {LARGEST_TEXT:,} characters of a picture of {MOST_BYTES:,} bytes")
    try:
        return b64decode(value, validate=True)
    except (TypeError, ValueError):
        raise ValueError(
            "must be base64 of the picture's bytes (RFC 4648), without line breaks or a data: prefix"
        ) from None


class WithPicture(Guarded):
    """Guarded route whose body may contain a picture."""

    largest_body: ClassVar[int] = LARGEST_TEXT + 64 * 1024


InBase64 = Annotated[
    bytes,
    BeforeValidator(_unpacked),
    # Without maxLength: tests generated from the description would send texts of five million characters.
    WithJsonSchema({"type": "string", "contentEncoding": "base64"}),
]
