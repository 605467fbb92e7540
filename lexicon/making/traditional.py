"""Make `screening/traditional.py`: each traditional, Taiwanese, Hong Kong or Japanese character and its simplified one.

python -m lexicon.making.traditional
"""

from pathlib import Path
from typing import Final

import opencc

OUT: Final = Path(__file__).parent.parent.parent / "screening" / "traditional.py"
WIDTH: Final = 48
PLANES: Final = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x2EBE1))


def pairs() -> dict[str, str]:
    """Every character that OpenCC brings to another one, by any of its ways to simplified Chinese."""
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
    # What is simplified itself stays, whatever Japanese makes of it (芸, 弁, 缶 are their own characters in Chinese).
    simplified_ones = {to_simplified.convert(chr(code)) for code in range(0x4E00, 0xA000) if _in_gb2312(chr(code))}
    return {one: other for one, other in found.items() if one not in simplified_ones}


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def main() -> None:
    """Write the module: two strings, character for character."""
    found = sorted(pairs().items())
    lines = [
        f'"""Traditional and regional characters, and the simplified ones (OpenCC {opencc.__version__}, Apache 2.0).',
        "",
        'Made by `lexicon/making/traditional.py`; do not edit. `TRADITIONAL[i]` is written `SIMPLIFIED[i]`."""',
        "",
        "from typing import Final",
    ]
    for name, column in (("TRADITIONAL", 0), ("SIMPLIFIED", 1)):
        text = "".join(pair[column] for pair in found)
        lines += ["", f"{name}: Final = ("]
        lines += [f'    "{text[at : at + WIDTH]}"' for at in range(0, len(text), WIDTH)]
        lines += [")"]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(found)} characters")


if __name__ == "__main__":
    main()
