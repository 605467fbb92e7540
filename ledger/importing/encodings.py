"""Encodings: a file that is not UTF-8 is refused as a whole, and the error names its likely encoding.

Read in another encoding its names would become other names, and nobody would notice: therefore none of its rows is
taken.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

_MARKS: Final = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
"""Byte order marks of encodings that are not UTF-8, the longer ones first."""

_LEGACY: Final = (("GBK (GB18030)", "GB18030"), ("Big5", "BIG5"), ("Windows-1252", "CP1252"))
"""Other encodings of a file, by their common name and their name in `iconv`, the likelier first."""

_ENOUGH: Final = 1_000
"""Greatest number of lines that are examined to detect the encoding."""
_HAN: Final = range(0x4E00, 0x9FFF + 1)
_THREE_BYTES: Final = 0xE0
"""First byte, or above, of a character from U+0800 on in UTF-8, which includes every Chinese one."""
_LATIN: Final = 0x250
"""Upper bound of the western letters, which a name may well have."""
_COMMON: Final = (range(0xB0, 0xD8), range(0xA4, 0xC7))
"""First bytes of the characters in everyday use, in GBK and in Big5: both sort their characters by use."""


class UnusableFileError(Exception):
    """Raised when the file as a whole cannot be imported; the message says why and how to correct it."""


class _Looked(NamedTuple):
    """Findings in a file that is not UTF-8."""

    line: int
    """First line that is not UTF-8."""
    wrong: bytes
    """Lines that are not UTF-8, one after another."""
    mixed: bool
    """Whether other lines hold Chinese characters in UTF-8."""


def require_utf8(path: Path) -> None:
    """Check that the file is UTF-8, with or without a byte order mark.

    Raises:
        UnusableFileError: when it is not, or cannot be read.
    """
    try:
        with path.open("rb") as file:
            beginning = file.read(1_024)
            file.seek(0)
            wide = _wide(beginning)
            looked = None if wide else _looked(file)
    except OSError as error:
        raise UnusableFileError(f"{path} cannot be read: {error.strerror}") from error
    if wide is not None:
        raise UnusableFileError(f"the file is {wide}, not UTF-8. {_right(path, wide)}; no row was taken")
    if looked is not None:
        raise UnusableFileError(_said(path, looked))


def _wide(beginning: bytes) -> str | None:
    """Return an encoding of two or four bytes a character, detected by its mark or by zeros between ASCII
    characters.
    """
    marked = next((name for mark, name in _MARKS if beginning.startswith(mark)), None)
    if marked is not None:
        return marked
    first = beginning[: beginning.find(b"\n") + 1] or beginning
    if first.count(0) * 3 < len(first) or not first:
        return None
    return "UTF-16BE" if first[0] == 0 else "UTF-16LE"


def _looked(lines: Iterator[bytes]) -> _Looked | None:
    wrong: list[tuple[int, bytes]] = []
    doubtful: list[tuple[int, bytes]] = []
    chinese = False
    for number, line in enumerate(lines, start=1):
        if line.isascii():
            continue
        # Programs that join files put a mark before anything.
        text = line.removeprefix(b"\xef\xbb\xbf")
        try:
            text.decode("utf-8")
        except UnicodeDecodeError:
            wrong.append((number, text))
            if len(wrong) >= _ENOUGH:
                break
        else:
            chinese = chinese or max(text) >= _THREE_BYTES
            if not chinese and len(doubtful) < _ENOUGH:
                doubtful.append((number, text))
    if not wrong and not chinese and _is_gbk_by_chance(b"".join(text for _, text in doubtful)):
        wrong = doubtful
    return _Looked(wrong[0][0], b"".join(text for _, text in wrong), chinese) if wrong else None


def _is_gbk_by_chance(text: bytes) -> bool:
    """Return whether text that decodes as UTF-8 is rather GBK: 小学 in GBK is Сѧ in UTF-8. It has letters beyond the
    western ones and not one Chinese character, and each pair of bytes is a character of everyday use in GBK.
    """
    beyond = [letter for letter in text.decode("utf-8") if not letter.isascii()]
    if all(ord(letter) < _LATIN for letter in beyond):
        return False
    pairs = [letter.encode() for letter in beyond]
    return all(first in _COMMON[0] and second > 0xA0 for first, second in pairs)


def _said(path: Path, looked: _Looked) -> str:
    found = _legacy(looked.wrong)
    if looked.mixed:
        seems = "" if found is None else f"; they seem to be {found[0]}"
        return (
            f"the file mixes encodings: line {looked.line} and others are not UTF-8, lines beside them are{seems}. "
            "It was joined from several files: convert each to UTF-8 before joining them; no row was taken"
        )
    if found is None:
        return (
            f"line {looked.line} is not UTF-8, nor any encoding known here: save the file as UTF-8 where it was made; "
            "no row was taken"
        )
    name, iconv = found
    return f"the file is not UTF-8 (line {looked.line}); it seems to be {name}. {_right(path, iconv)}; no row was taken"


def _right(path: Path, iconv: str) -> str:
    return (
        "Save it as UTF-8 (in a spreadsheet: “CSV UTF-8”), or convert it: "
        f"iconv -f {iconv} -t UTF-8 {path.name} > {path.stem}-utf8{path.suffix}"
    )


def _legacy(wrong: bytes) -> tuple[str, str] | None:
    """Return the encoding in which all can be read and most characters are common ones; None when there is none."""
    best: tuple[float, tuple[str, str]] | None = None
    for (name, iconv), common in zip(_LEGACY, (*_COMMON, range(0)), strict=True):
        try:
            text = wrong.decode(iconv)
        except UnicodeDecodeError:
            continue
        likely = _likely(text, iconv, common)
        if best is None or likely > best[0]:
            best = (likely, (name, iconv))
    return None if best is None else best[1]


def _likely(text: str, iconv: str, common: range) -> float:
    """Return the share of the characters beyond ASCII that are common in that encoding, from 0 to 1."""
    beyond = [letter for letter in text if not letter.isascii()]
    if iconv == "CP1252":
        return 0.5 * sum(letter.isalpha() for letter in beyond) / len(beyond)
    usual = sum(ord(letter) in _HAN and letter.encode(iconv)[0] in common for letter in beyond)
    return usual / len(beyond)
