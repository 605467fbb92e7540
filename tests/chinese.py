"""English that is left in Chinese texts: what a Chinese reader sees must be Chinese, whole."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

NAMES: Final = frozenset(
    {
        "API",
        "APP",
        "ASCII",
        "CCTV",
        "CSV",
        "DNS",
        "EXIF",
        "GET",
        "GMT",
        "HEAD",
        "HTTP",
        "HTTPS",
        "ID",
        "IP",
        "ISO",
        "JPEG",
        "JSON",
        "KB",
        "MB",
        "MCN",
        "MiB",
        "NDJSON",
        "NTP",
        "OIDC",
        "PATCH",
        "PDF",
        "PNG",
        "POST",
        "PUT",
        "RFC",
        "SHA",
        "SVG",
        "TLS",
        "URL",
        "UTC",
        "UTF",
        "UUID",
        "VIP",
        "WebP",
        "XML",
        "Temporal",
        "PostgreSQL",
        "Standing",
        "Ctrl",
        "Enter",
        "Esc",
        "Host",
        "Chromium",
    }
)
"""Names of things that are called so in Chinese, too."""
_QUOTED: Final = re.compile(r"`[^`]*`|\{\w+\}|'[^']*'|\"[^\"]*\"|“[^”]*”|https?:(?://)?\S*")
"""Values as they were given, or as they must be sent."""
_CALLED: Final = re.compile(r"[^\s：；，。（]+ ?[（(](?:per|key)_[0-9a-f]+[)）]")
"""Person or service with the identifier."""
_IDENTIFIER: Final = re.compile(r"[A-Za-z0-9_./:@…+=#-]*[0-9_./:@…+=#-][A-Za-z0-9_./:@…+=#-]*")
_TYPED: Final = re.compile(
    rb'"(?:account|bio|claim\w*|id|issuer|name|note|person|service|source|sub|subject|summary|reason|text|title|to)"'
    rb': ?"([^"]*)'
)
"""Values that people choose, in a request."""
_typed: set[str] = set()
_WORD: Final = re.compile(r"[A-Za-z]{2,}")


def english_in(text: str, given: str = "") -> list[str]:
    """Return the English words of a Chinese text: all but names, quoted values, identifiers, and what was given."""
    bare = _IDENTIFIER.sub(" ", _CALLED.sub(" ", _QUOTED.sub(" ", text)))
    return [word for word in _WORD.findall(bare) if word not in NAMES and word not in given]


def chinese_in(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of a JSON value whose name says that it is Chinese, with its place."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, str) and (name == "zh" or name.endswith("_zh")):
                yield f"{path}.{name}", inner
            else:
                yield from chinese_in(inner, f"{path}.{name}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from chinese_in(inner, f"{path}.{place}")


def english_left(answer: str, sent: bytes, address: str) -> list[str]:
    """Return the Chinese texts of an answer in JSON that have English in them, each with its place and its words. Names
    and texts that were `sent`, now or before, stand as they were given.
    """
    _typed.update(found for text in _TYPED.findall(sent) for found in _WORD.findall(text.decode(errors="replace")))
    _typed.update(_WORD.findall(address))
    given = " ".join(_typed)
    return [
        f"{place}: {said!r} has {words}"
        for place, said in chinese_in(json.loads(answer))
        if (words := english_in(said, given))
    ]
