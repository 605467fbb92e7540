"""Generated tables of this package: constants of the program that are too long to be written as Python.

The files stand in `screening/data/`, are installed with the code and never change while the program runs. The
generators in `lexicon/making` write them. No other module of the pure core reads a file.
"""

from collections.abc import Iterator
from importlib.resources import files
from typing import Final, NamedTuple

SIMPLIFIED: Final = "simplified.tsv"
EVERYDAY_WORDS: Final = "everyday_words.txt"
LOOKALIKES: Final = "lookalikes.tsv"


class LookAlikes(NamedTuple):
    """Characters that look like one protected character."""

    character: str
    nearest: str
    """Characters that look most like it."""
    others: str
    """Further characters that look much like it, the likest first."""


def simplified() -> dict[str, str]:
    """Simplified form of each traditional, Taiwanese, Hong Kong or Japanese character.

    Raises:
        ValueError: when the file is damaged; it names the file and the line.
    """
    return {row[0]: row[1] for row in _rows(SIMPLIFIED, columns=2)}


def everyday_words() -> frozenset[str]:
    """Everyday words of two characters that look much like a protected word.

    Raises:
        ValueError: when the file is damaged; it names the file and the line.
    """
    return frozenset(word for (word,) in _rows(EVERYDAY_WORDS, columns=1))


def lookalikes() -> Iterator[LookAlikes]:
    """Rows of the look-alikes, one for each protected character.

    The file has 1.2 MB and is read at each call; no copy of it is kept.

    Raises:
        ValueError: when the file is damaged; it names the file and the line.
    """
    return (LookAlikes(*row) for row in _rows(LOOKALIKES, columns=3))


def _rows(name: str, *, columns: int) -> Iterator[list[str]]:
    text = (files("screening") / "data" / name).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            row = line.split("\t")
            if len(row) != columns:
                raise ValueError(f"screening/data/{name}, line {number}: {len(row)} columns, expected {columns}")
            yield row
