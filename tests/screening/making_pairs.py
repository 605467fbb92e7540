"""Generator of `data/pairs.tsv`: look-alikes for measurements, found by another method than those of the program.

    python -m tests.screening.making_pairs FOLDER-OF-FONTS

Another font (WenQuanYi Micro Hei), larger pictures, no blur, and the share of common ink instead of the cosine: the
program was not tuned for what this finds. It writes the three most similar characters for each character of the
protected names. Characters that the folding equates are left out: they are variants, not look-alikes.
"""

import sys
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import typst

from lexicon.making.glyphs import alphabet
from screening.folding import fold

OUT: Final = Path(__file__).parent / "data" / "pairs.tsv"
FONT: Final = "WenQuanYi Micro Hei"
CELL: Final = 48
ROW: Final = 100
LIKEST: Final = 3


def inked(characters: list[str], folder: Path) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Return one row for each character: 1 where there is ink."""
    rows = -(-len(characters) // ROW)
    placed = "".join(
        f"#place(dx: {number % ROW * CELL + 2}pt, dy: {number // ROW * CELL + 2}pt)[{character}]"
        for number, character in enumerate(characters)
    )
    source = (
        f"#set page(width: {ROW * CELL}pt, height: {rows * CELL}pt, margin: 0pt)\n"
        f'#set text(font: "{FONT}", size: {CELL - 6}pt, top-edge: "ascender", lang: "zh")\n{placed}'
    )
    fonts = typst.Fonts(font_paths=[str(folder)])
    png = typst.compile(source.encode(), format="png", ppi=72, font_paths=fonts)
    page = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE)
    if page is None:
        raise RuntimeError("the page cannot be read")
    cells = [
        page[n // ROW * CELL : n // ROW * CELL + CELL, n % ROW * CELL : n % ROW * CELL + CELL]
        for n in range(len(characters))
    ]
    return np.stack([(cell < 128).astype(np.float32).ravel() for cell in cells])


def main(folder: Path) -> None:
    """Write the pairs."""
    sources = [chr(code) for code in range(0x4E00, 0x9FA6) if fold(chr(code)) == chr(code)]
    ink = inked(sources, folder)
    sums = ink.sum(axis=1)
    place = {character: number for number, character in enumerate(sources)}
    lines = []
    for target in alphabet():
        if target not in place:
            continue
        common = ink @ ink[place[target]]
        share = common / (sums + sums[place[target]] - common + 1)
        share[place[target]] = -1
        share[sums < 20] = -1  # not in the font
        likest = [sources[int(number)] for number in np.argsort(-share)[:LIKEST]]
        lines.append(f"{target}\t{''.join(likest)}")
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} characters")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
