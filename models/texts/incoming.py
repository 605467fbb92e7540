"""Types of input texts: readable ones (`Name`, `Line`, `Text`, `Link`), and ones that are only compared (`Compared`).

*Readable* text is stored and shown. It has no character that reorders, breaks or forges the text around it, it is not
empty to the eye, a line has no line break, and its length is limited in characters and in bytes.

*Compared* text is hashed, matched or searched, and not stored: it may contain anything but surrogates and U+0000, and
`models.texts.folding` unifies its spellings. There is no third kind: a test checks every field.

The recorded types of `models.names` have the same names and fewer constraints, because facts older than these rules
must always load. Input is validated with the types here, content of the ledger with those.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Final

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from models.names import LINE_LENGTH, NAME_LENGTH, TEXT_LENGTH
from models.names import Link as RecordedLink
from models.texts.legible import Kind, require_readable, shows_something

MARK: Final = "x-text"
"""Key of the JSON schema with which each type here names its kind of text."""

BYTES_EACH: Final = 4
"""Bytes of UTF-8 that a limit allows for each character: a name of at most 100 characters has at most 400 bytes,
however many code points its characters have.
"""

RECORDED: Final[dict[str, str]] = {"text": "recorded"}
"""Validation context for recorded content that is read with a type for input."""

_NO_TEXT: Final = re.compile("[\x00\ud800-\udfff]")


def characters_in(text: str) -> int:
    """Return the length in characters as seen by a reader: a picture of a family of four is one (UAX 29)."""
    # Imported late: its tables are slow to load, and almost every text is short enough in code points.
    from wcwidth import iter_graphemes

    return sum(1 for _ in iter_graphemes(text))


def require_short(text: str, most: int) -> None:
    """Check that the text has at most `most` characters, and four bytes for each.

    Raises:
        ValueError: the text is longer.
    """
    if len(text) <= most:
        return
    if len(text.encode()) > most * BYTES_EACH:
        raise ValueError(f"must have at most {most} characters, and at most {most * BYTES_EACH} bytes in UTF-8")
    if characters_in(text) > most:
        raise ValueError(f"must have at most {most} characters")


@dataclass(frozen=True)
class Readable:
    """Marker of a string for readers. Blanks at its ends are removed; a text that shows nothing becomes empty."""

    kind: Kind
    most: int
    required: bool = False

    def read(self, text: str) -> str:
        """Return the text as it is stored.

        Raises:
            ValueError: it misleads, is too long, or shows nothing although it is required.
        """
        if self.kind == "line" and len(text) <= self.most:
            return _line(text, self.most, self.required)
        return self._read(text)

    def _read(self, text: str) -> str:
        kept = text.strip()
        if self.kind == "text":
            kept = kept.replace("\r\n", "\n")
        if not (kept.isascii() and kept.isprintable()):
            require_readable(kept, self.kind)
            if not shows_something(kept):
                kept = ""
        if self.kind == "line":
            # Otherwise a source could add a second line to its label that looks official.
            kept = " ".join(kept.split())
        if self.required and not kept:
            raise ValueError(
                "must not be empty: it shows no visible character" if text.strip() else "must not be empty"
            )
        require_short(kept, self.most)
        return kept

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate after all other constraints of the string; `RECORDED` content is not changed."""

        def read(text: str, info: core_schema.ValidationInfo) -> str:
            return text if info.context is RECORDED else self.read(text)

        return core_schema.with_info_after_validator_function(read, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Return the schema with the limit in code points, which is never above the one in characters."""
        limits = {"minLength": 1} if self.required else {}
        return {**handler(schema), **limits, "maxLength": self.most, MARK: self.kind}


@lru_cache(maxsize=4096)
def _line(text: str, most: int, required: bool) -> str:
    """Return a line as it is stored: drafts name the same sources and places again and again."""
    return Readable("line", most, required)._read(text)


Name = Annotated[str, Readable("name", NAME_LENGTH, required=True)]
"""Name shown to readers (article 4): one line, not empty to the eye."""

Line = Annotated[str, Readable("line", LINE_LENGTH)]
"""Text inside a label; line breaks become blanks. One that shows nothing counts as missing."""

Text = Annotated[str, Readable("text", TEXT_LENGTH)]
"""Free text of a person, of any number of lines: a bio, a reason, a qualification."""


@dataclass(frozen=True)
class _Word:
    """Marker of a string with a pattern of its own that people see: an address, a search term, an actor."""

    kind: Kind

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate after the pattern."""

        def read(word: str) -> str:
            require_readable(word, self.kind)
            return word

        return core_schema.no_info_after_validator_function(read, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Return the pattern's schema with the mark."""
        return {**handler(schema), MARK: self.kind}


word: Final = _Word("word")
"""Marker of words with a pattern: they have no misleading and no invisible characters."""
phrase: Final = _Word("name")
"""Marker like `word`, with blanks permitted."""

Link = Annotated[RecordedLink, word]
"""Address shown to people before they open it."""


@dataclass(frozen=True)
class _Compared:
    """Marker of a string that is compared and not stored."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate after all other constraints: only whole characters can be hashed and searched."""

        def read(text: str) -> str:
            if found := _NO_TEXT.search(text):
                raise ValueError(f"surrogates and U+0000 are not allowed: leave out U+{ord(found[0]):04X}")
            return text

        return core_schema.no_info_after_validator_function(read, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Return the string's schema with the mark."""
        return {**handler(schema), MARK: "compared"}


compared: Final = _Compared()
"""Marker of text that is hashed, matched or searched and not stored; `models.texts.folding.folded` is applied next."""
