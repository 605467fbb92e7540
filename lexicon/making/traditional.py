"""Make `screening/data/simplified.tsv`: the simplified form of traditional and regional characters, from OpenCC."""

from pathlib import Path
from typing import Final

try:
    import opencc
except ModuleNotFoundError:
    raise SystemExit("OpenCC is not installed: run 'make install', or pip install --editable '.[making]'") from None

from lexicon.making import table

OUT: Final = Path(__file__).parent.parent.parent / "screening" / "data" / "simplified.tsv"
PLANES: Final = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x2EBE1))
HEADER: Final = (
    "Simplified form of traditional, Taiwanese, Hong Kong and Japanese characters.",
    f"Source: OpenCC {opencc.__version__} (Apache 2.0), its conversions t2s, tw2s, hk2s and jp2t with t2s.",
    "Made by lexicon/making/traditional.py; do not edit. Sorted by code point.",
    "character\tsimplified",
)


def pairs() -> dict[str, str]:
    """Simplified form of every character that one of OpenCC's conversions changes."""
    to_simplified = opencc.OpenCC("t2s")
    ways = [opencc.OpenCC(way) for way in ("t2s", "tw2s", "hk2s")]
    japanese = opencc.OpenCC("jp2t")
    found: dict[str, str] = {}
    for plane in PLANES:
        for code in plane:
            character = chr(code)
            for simplified in (
                *(way.convert(character) for way in ways),
                to_simplified.convert(japanese.convert(character)),
            ):
                if len(simplified) == 1 and simplified != character:
                    found.setdefault(character, simplified)
                    break
    # A character that is simplified itself stays as it is, whatever the Japanese conversion says (芸, 弁, 缶).
    simplified_ones = {to_simplified.convert(chr(code)) for code in range(0x4E00, 0xA000) if _in_gb2312(chr(code))}
    return {one: other for one, other in found.items() if one not in simplified_ones}


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def made(_: Path) -> str:
    """Text of the file. OpenCC is installed, so no folder of sources is read."""
    return table(HEADER, (f"{character}\t{simple}" for character, simple in sorted(pairs().items())))
