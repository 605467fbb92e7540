"""The console's languages: English texts are the keys, `locale/zh/*.po` has the Chinese, one file for each page.

The files are read when the process starts; there is nothing to compile.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal, get_args

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

Code = Literal["zh", "en"]
"""A language, as in `?lang=` and in the cookie."""

CODES: Final[tuple[Code, ...]] = get_args(Code)
USUAL: Final[Code] = "zh"
"""Language of a visitor whose browser asks for neither."""
FOLDER: Final = Path(__file__).parent.parent / "locale"
_TAGS: Final[Mapping[Code, str]] = {"zh": "zh-Hans-CN", "en": "en"}
_RANGE: Final = re.compile(r"\s*([A-Za-z]{1,8})(?:-[A-Za-z0-9]{1,8})*\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?))?\s*")


def N_(msgid: str) -> str:  # noqa: N802 - gettext's usual name
    """Mark a text for translation where it is declared; it is translated where it is shown."""
    return msgid


@dataclass(frozen=True)
class Language:
    """One language with its texts."""

    code: Code
    texts: Mapping[str, str]
    """Translations by English text; empty for English itself."""

    @property
    def tag(self) -> str:
        """Return the tag for `<html lang>`."""
        return _TAGS[self.code]

    @property
    def locale(self) -> Locale:
        """Return the locale for dates and numbers."""
        return Locale.parse("zh_Hans_CN" if self.code == "zh" else "en_GB")

    def text(self, msgid: str) -> str:
        """Return the text in this language; the English text itself where it has no translation."""
        return self.texts.get(msgid, msgid)

    def texts_of(self, one: str, many: str, count: int) -> str:
        """Return the text for a number of things. Chinese has one form, which is that of `many`."""
        if self.code == "zh":
            return self.text(many)
        return one if count == 1 else many


@cache
def language(code: Code) -> Language:
    """Return a language with its texts. Where two files translate a text differently, the first one counts; a test
    refuses it.
    """
    texts: dict[str, str] = {}
    for path in sorted((FOLDER / code).glob("*.po")):
        for msgid, said in translations(path).items():
            texts.setdefault(msgid, said)
    return Language(code, texts)


def translations(path: Path) -> dict[str, str]:
    """Return the translations of one file by their English text. Of two forms the second is the key, as in
    `texts_of`.
    """
    found: dict[str, str] = {}
    for message in catalog(path):
        if not message.id or message.fuzzy:
            continue
        key = message.id if isinstance(message.id, str) else message.id[-1]
        said = message.string if isinstance(message.string, str) else (message.string or ("",))[-1]
        if said:
            found[key] = said
    return found


def catalog(path: Path) -> Catalog:
    """Return the catalogue of one file, without its obsolete entries."""
    with path.open("rb") as file:
        return read_po(file, ignore_obsolete=True, abort_invalid=True)


def code_of(wanted: str | None) -> Code | None:
    """Return the code of a language that exists."""
    return next((code for code in CODES if code == wanted), None)


def accepted(header: str) -> Code:
    """Return the language that a browser prefers (`Accept-Language`, RFC 9110)."""
    found: dict[Code, float] = {}
    for tag, weight in _ranges(header.split(",")[:20]):
        code = code_of(tag)
        if code is not None:
            found[code] = max(found.get(code, 0.0), weight)
    best = max(found, key=lambda code: found[code], default=USUAL)
    return best if found.get(best, 1.0) > 0 else USUAL


def _ranges(parts: Iterable[str]) -> Iterable[tuple[str, float]]:
    for part in parts:
        if (match := _RANGE.fullmatch(part)) is not None:
            yield match[1].lower(), float(match[2] or 1)
