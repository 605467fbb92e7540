"""Search and replacement of misleading characters in texts; without Pydantic, so that terminal programs start
quickly.
"""

import json
import re
import unicodedata
from typing import Final, Literal

from models.texts.characters import BLANK, BREAKS, INVISIBLE, REFUSED

Kind = Literal["name", "line", "text", "word"]

_NEVER: Final = "".join(characters for characters, _ in REFUSED)
_REFUSED: Final[dict[Kind, re.Pattern[str]]] = {
    "name": re.compile(f"[{_NEVER}{BREAKS}\t\n\r]"),
    "line": re.compile(f"[{_NEVER}{BREAKS}]"),
    "text": re.compile(f"[{_NEVER}{BREAKS}\r]"),
    "word": re.compile(f"[{_NEVER}{BREAKS}{INVISIBLE}\\s]"),
}
_WHY: Final = (
    *((re.compile(f"[{characters}]"), why) for characters, why in REFUSED),
    (re.compile(f"[{BREAKS}\t\n\r]"), "line breaks of this kind are not allowed here"),
    (re.compile(""), "blanks and invisible characters are not allowed here"),
)
_UNSEEN: Final = re.compile(rf"[\s{INVISIBLE}{BLANK}]+")
_FLAG: Final = re.compile("(?<=\U0001f3f4)[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f")
"""Hidden letters in the flags of England, Scotland and other parts of countries."""


def shows_something(text: str) -> bool:
    """Return whether a reader sees anything: a letter, a digit, a sign or a picture, not only blanks, marks and
    fillers.
    """
    if text[:1].isalnum() and not _UNSEEN.match(text):
        return True  # a letter or a digit, which most texts begin with
    return any(unicodedata.category(character)[0] != "M" for character in _UNSEEN.sub("", text))


def require_readable(text: str, kind: Kind) -> None:
    """Check that the text has no misleading character.

    Raises:
        ValueError: it has one; the message names the code point and the fault, without the text.
    """
    found = _REFUSED[kind].search(text)
    if found is not None and "\U0001f3f4" in text:
        found = _REFUSED[kind].search(_FLAG.sub("", text))
    if found is not None:
        why = next(why for pattern, why in _WHY if pattern.match(found[0]))
        raise ValueError(f"{why}: leave out U+{ord(found[0]):04X}")


def legible(text: str) -> str:
    """Return the text with � for each misleading character and for rare kinds of line breaks.

    It changes only content recorded before such characters were refused.
    """
    if text.isascii() and text.isprintable():
        return text
    return replaced(text) if not text or shows_something(text) else _REPLACEMENT


def replaced(text: str) -> str:
    """Return a part of a shown text, including its blanks, with � for each misleading character."""
    if text.isascii() and text.isprintable():
        return text
    return _REFUSED["text"].sub(_REPLACEMENT, text) if _FLAG.search(text) is None else _beside_flags(text)


def escaped(json_text: str) -> str:
    """Return JSON for a terminal, with misleading characters as escapes, so that the data stays the same."""
    return _REFUSED["text"].sub(lambda found: json.dumps(found[0])[1:-1], json_text)


def legible_line(text: str) -> str:
    """Return the legible text in one line."""
    return " ".join(legible(text).split())


_REPLACEMENT: Final = "\ufffd"


def _beside_flags(text: str) -> str:
    kept, rest = [], 0
    for flag in _FLAG.finditer(text):
        kept += [_REFUSED["text"].sub(_REPLACEMENT, text[rest : flag.start()]), flag[0]]
        rest = flag.end()
    return "".join((*kept, _REFUSED["text"].sub(_REPLACEMENT, text[rest:])))
