"""Make `screening/data/everyday_words.txt`: everyday words of two characters that look much like a protected one.

From jieba's dictionary. An imitation of a short name is no word (上诲 beside 上海), so a pair of characters that is a
word (大厦 beside 大庆, 电器 beside 电台) counts as no imitation. Names of places and people are not among these words.
"""

import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lexicon.making import table
from lexicon.seed import seed
from screening.compiling import words_of
from screening.folding import fold
from screening.respelling import SHORT, Respelling

OUT: Final = Path(__file__).parent.parent.parent / "screening" / "data" / "everyday_words.txt"
AT_LEAST: Final = 30
"""Lowest frequency of a word in the corpus that the dictionary was counted on."""
NAMES: Final = ("ns", "nr")
"""Beginnings of jieba's word classes for places and persons."""
HEADER: Final = (
    "Everyday words of two characters that look much like a protected word and are no imitation of it.",
    f"Source: jieba 0.42.1 (MIT), words with a frequency of at least {AT_LEAST}, without names of places and persons.",
    "Made by lexicon/making/everyday.py; do not edit. Sorted by code point, one word a line.",
)


def dictionary(folder: Path) -> Iterator[str]:
    """Everyday words of two characters in the archive of jieba that lies in the folder."""
    with tarfile.open(next(folder.glob("jieba-*.tar.gz"))) as opened:
        name = next(each for each in opened.getnames() if each.endswith("/jieba/dict.txt"))
        listed = opened.extractfile(name)
        if listed is None:
            raise RuntimeError(f"{name} in the archive of jieba is no file")
        for line in listed.read().decode().splitlines():
            word, often, sort = line.split(" ")
            if len(word) == SHORT and int(often) >= AT_LEAST and not sort.startswith(NAMES) and fold(word) == word:
                yield word


def made(folder: Path) -> str:
    """Text of the file, from the archive of jieba's source in the folder."""
    respelling = Respelling(words_of(seed()), everyday=frozenset())
    return table(HEADER, sorted(word for word in dictionary(folder) if respelling.is_look_alike(word)))
