"""Fonts of the PDF: one for Chinese, and others for rare characters, emoji and other scripts.

A character that no font has is written as its code point, `〔U+20164〕`, because empty boxes would make different names
look equal.
"""

import re
from functools import cache
from pathlib import Path
from typing import Final

import manimgx_fonts
import pylopdf_fonts_zh_cn
import pylopdf_fonts_zh_tw
from fontTools.ttLib import TTFont

from models.texts.characters import INVISIBLE

_FIRST: Final = Path(pylopdf_fonts_zh_cn.sans_path())
_RARE: Final = Path(pylopdf_fonts_zh_tw.sans_path())
_OTHERS: Final = Path(manimgx_fonts.__file__).parent

FOLDERS: Final = (_FIRST.parent, _RARE.parent, _OTHERS)
_UNDOUBTED: Final = re.compile("[ -~\u00a0-\u00ff\u2010-\u2026\u3000-\u303f\u4e00-\u9fa5\uff01-\uff5e]*")
"""Characters that the first font surely has; a name of these, as nearly all are, needs no look into a font."""
_NEEDS_NO_GLYPH: Final = re.compile(f"[\\s{INVISIBLE}]")


def with_glyphs(text: str) -> str:
    """Text in which each character that no font has is replaced by its code point."""
    if _UNDOUBTED.fullmatch(text):
        return text
    return "".join(
        character if ord(character) in _covered() or _NEEDS_NO_GLYPH.match(character) else f"〔U+{ord(character):04X}〕"
        for character in text
    )


@cache
def _covered() -> frozenset[int]:
    fonts = (_FIRST, _RARE, *sorted(_OTHERS.glob("*.ttf")))
    found: set[int] = set()
    for font in fonts:
        with TTFont(font, lazy=True) as opened:
            found.update(opened.getBestCmap())
    return frozenset(found)
