"""Make `screening/everyday.py`: words of two characters that look much like a protected one, and are none.

    pip download --no-deps --no-binary :all: --dest FOLDER jieba==0.42.1
    python -m lexicon.making.everyday FOLDER

From jieba's dictionary (MIT): whoever imitates a short name writes what is no word (上诲), so what is one (大厦 beside
大庆, 电器 beside 电台) is left alone. Names of places and people are no such words.
"""

import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from textwrap import fill
from typing import Final

from lexicon.seed import seed
from screening.compiling import words_of
from screening.folding import fold
from screening.respelling import SHORT, Respelling

OUT: Final = Path(__file__).parent.parent.parent / "screening" / "everyday.py"
AT_LEAST: Final = 30
"""How often a word occurs in what the dictionary was counted on."""
NO_WORDS: Final = ("ns", "nr")
WIDTH: Final = 58


def dictionary(folder: Path) -> Iterator[str]:
    """Everyday words of two characters."""
    with tarfile.open(next(folder.glob("jieba-*.tar.gz"))) as opened:
        name = next(each for each in opened.getnames() if each.endswith("/jieba/dict.txt"))
        listed = opened.extractfile(name)
        if listed is None:
            raise RuntimeError(f"{name} is no file")
        for line in listed.read().decode().splitlines():
            word, often, sort = line.split(" ")
            if len(word) == SHORT and int(often) >= AT_LEAST and not sort.startswith(NO_WORDS) and fold(word) == word:
                yield word


def main(folder: Path) -> None:
    """Write the module."""
    respelling = Respelling(words_of(seed()), everyday=frozenset())
    found = sorted(word for word in dictionary(folder) if respelling.takes_for_another(word))
    listed = fill(" ".join(found), WIDTH, initial_indent="    ", subsequent_indent="    ")
    OUT.write_text(
        '"""Everyday words that look much like a protected one (jieba 0.42.1, MIT).\n\n'
        'Made by `lexicon/making/everyday.py`; do not edit.\n"""\n\n'
        "from typing import Final\n\nfrom screening.grammar import words\n\n"
        f'EVERYDAY: Final = frozenset(words("""\n{listed}\n"""))\n',
        encoding="utf-8",
    )
    print(f"{len(found)} words")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
