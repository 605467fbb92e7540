"""Text at the border: what people read (`Name`, `Line`, `Text`, `Link`), and what is only compared (`Compared`).

*Readable* text is kept and shown. It has no character that reorders, breaks or forges what stands around it, it shows
something, it keeps to one line where one line is meant, and its length is counted as people and as storage count it.
*Compared* text is hashed, matched or searched, and not kept: it may hold anything but halves of characters and U+0000,
and `models.texts.folding` makes one spelling of all that reads alike. There is no third kind: a test walks every field.

The recorded types of `models.names` have the same names and ask for less, because facts that are older than this rule
have to load for ever. What comes from outside is read with the types here, what comes from the ledger with those there.
"""

import re
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from models.names import LINE_LENGTH, NAME_LENGTH, TEXT_LENGTH
from models.names import Link as RecordedLink
from models.texts.legible import Kind, require_readable, shows_something

MARK: Final = "x-text"
"""Key of the JSON schema under which each type here says which kind of text it is."""

BYTES_EACH: Final = 4
"""Bytes of UTF-8 that a limit allows for each character: a name of at most 100 characters has at most 400 bytes,
however many code points one character is made of."""

RECORDED: Final[dict[str, str]] = {"text": "recorded"}
"""Context of a validation that reads what was recorded before with a type for what comes in."""

_NO_TEXT: Final = re.compile("[\x00\ud800-\udfff]")


def characters_in(text: str) -> int:
    """Length as a reader counts it: a family of four in one picture is one character (UAX 29)."""
    # Its tables take a while to load, and almost every text is short enough in code points.
    from wcwidth import iter_graphemes

    return sum(1 for _ in iter_graphemes(text))


def require_short(text: str, most: int) -> None:
    """Nothing, when the text has at most so many characters, and four bytes for each.

    Raises:
        ValueError: when it is longer.
    """
    if len(text) <= most:
        return
    if len(text.encode()) > most * BYTES_EACH:
        raise ValueError(f"must have at most {most} characters, and at most {most * BYTES_EACH} bytes in UTF-8")
    if characters_in(text) > most:
        raise ValueError(f"must have at most {most} characters")


@dataclass(frozen=True)
class Readable:
    """Marks a string that people read. It is stripped of blanks; where nothing is to be seen, it is the empty text."""

    kind: Kind
    most: int
    required: bool = False

    def read(self, text: str) -> str:
        """The text as it is kept.

        Raises:
            ValueError: when it misleads, is too long, or shows nothing where something must stand.
        """
        kept = text.strip()
        if self.kind == "text":
            kept = kept.replace("\r\n", "\n")
        if not (kept.isascii() and kept.isprintable()):
            require_readable(kept, self.kind)
            if not shows_something(kept):
                kept = ""
        if self.kind == "line":
            # Else a source could write a second, official looking line under its own label.
            kept = " ".join(kept.split())
        if self.required and not kept:
            raise ValueError("must not be empty: nothing is to be seen in it" if text.strip() else "must not be empty")
        require_short(kept, self.most)
        return kept

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read after everything else that the string must be; what is `RECORDED` stays as it is."""

        def read(text: str, info: core_schema.ValidationInfo) -> str:
            return text if info.context is RECORDED else self.read(text)

        return core_schema.with_info_after_validator_function(read, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The bound in code points, which is never above the one in characters."""
        limits = {"minLength": 1} if self.required else {}
        return {**handler(schema), **limits, "maxLength": self.most, MARK: self.kind}


Name = Annotated[str, Readable("name", NAME_LENGTH, required=True)]
"""A name as it is shown to readers (article 4): one line, and something to see."""

Line = Annotated[str, Readable("line", LINE_LENGTH)]
"""A text that is shown inside a label; line breaks become blanks. One that shows nothing counts as missing."""

Text = Annotated[str, Readable("text", TEXT_LENGTH)]
"""What a person wrote, in as many lines as it takes: a bio, a reason, a qualification."""


@dataclass(frozen=True)
class _Word:
    """Marks a string that people see and some pattern already holds: an address, a search term, who did it."""

    kind: Kind

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read after the pattern."""

        def read(word: str) -> str:
            require_readable(word, self.kind)
            return word

        return core_schema.no_info_after_validator_function(read, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The pattern's own schema, marked."""
        return {**handler(schema), MARK: self.kind}


word: Final = _Word("word")
"""For words with a pattern of their own: nothing in them may look like what it is not, and nothing is hidden."""
phrase: Final = _Word("name")
"""The same where there may be blanks."""

Link = Annotated[RecordedLink, word]
"""An address that people see before they open it."""


@dataclass(frozen=True)
class _Compared:
    """Marks a string that is compared and not kept."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read after everything else: whole characters can be hashed, and sought."""

        def read(text: str) -> str:
            if found := _NO_TEXT.search(text):
                raise ValueError(f"halves of characters and U+0000 are not allowed: leave out U+{ord(found[0]):04X}")
            return text

        return core_schema.no_info_after_validator_function(read, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The string's own schema, marked."""
        return {**handler(schema), MARK: "compared"}


compared: Final = _Compared()
"""For what is hashed, matched or searched and not kept; `models.texts.folding.folded` comes next."""
