"""Folding: each character is mapped to the form that is compared, so that variants of one text become equal.

One table covers width, compatibility forms and mathematical letters (NFKD, pinned by pyunormalize), combining marks,
invisible characters, radicals, digits of all scripts, traditional and regional characters, letters of other alphabets
that look like Latin ones, and case. Separators and decoration fold to "". A change of the table needs a new
`NORMALISATION`, because results name it.
"""

import unicodedata
from typing import Final

import pyunormalize

from screening import tables

NORMALISATION: Final = f"3-unicode{pyunormalize.UNICODE_VERSION}"
"""Version of the folding, the look-alikes and the spellings together."""

_RADICALS: Final = dict(
    zip(
        "⺀⺁⺂⺃⺄⺅⺆⺇⺉⺊⺌⺍⺎⺒⺓⺔⺕⺖⺘⺙⺛⺜⺝⺞⺟⺠⺡⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "冫厂乛乚乙亻冂几刂卜小小兀巳幺彑彐忄扌攵旡日月歹母民氵灬爫爫丬牛犭王疋目示礻竹糹纟罒网冈网羊羊羊老聿聿月臼艹艹艹虎衤西西见角角讠贝足车辶辶辶邑钅长长长门阜阜雨青韦页风飞食食食饣首马骨鬼鱼鸟卤麦黄黾齐齐齿齿龙龙龟龟龟",
        strict=True,
    )
)
"""Radicals of the supplement block, which NFKD does not map (it maps the Kangxi block)."""

_LETTERS: Final = dict(
    zip(
        # Cyrillic, Greek, Armenian, small capitals and letters with strokes, by their look before or after case folding
        "аАвВсСеЕнНіІјЈкКмМоОрРѕЅтТуУхХԁԛԝԌҺһӀӏ"
        "αΑβΒεΕηΗιΙκΚμΜνΝοΟρΡτΤυΥχΧωΖζγ"
        "օսոհցզաԼ"
        "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢɑɡıȷ"
        "øØđĐłŁħĦŧŦɓɗƙɱɲƞŋƥʠɾɵʋʐƶ",
        "aabbcceehhiijjkkmmoopp" + "ssttyyxx" + "dqwghhll"
        "aabbeehhiikkmmnnooppttyyxxwzzy"
        "ounhgzwl"
        "abcdefghijklmnoprstuvwyzagij"
        "ooddllhhttbdkmnnnpqrovzz",
        strict=True,
    )
)
"""Latin letter for each letter of another alphabet that looks like it."""

_SIMPLIFIED: Final = tables.simplified()
_NOTHING: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Mc", "Me", "Mn", "Zl", "Zp", "Zs"})
"""Unicode categories of characters without a shape of their own: controls, format characters, marks, spaces."""
_DECORATION: Final = frozenset("PS")
"""First letters of the Unicode categories that separate or decorate: punctuation and symbols, emoji included."""
_FILLERS: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800\u3000\u3007\u30fc丨丶丿亅〇")
"""Characters that are letters by category, and look blank or like a stroke between two words."""
_NUMERALS: Final = frozenset({"Nd", "Nl", "No"})
_VALUES: Final = frozenset(range(21))
"""Numeric values that fold to digits: those of signs such as ❹ and of digits in every script, no fractions."""
_BOXED: Final = (0x1F130, 0x1F150, 0x1F170, 0x1F1E6)
"""First code points of A to Z in squares, in circles and as halves of flags, which have no decomposition."""


def fold_character(character: str) -> str:
    """Folded form of one character; "" for a character that only separates or decorates."""
    code = ord(character)
    for first in _BOXED:
        if first <= code < first + 26:
            return chr(ord("a") + code - first)
    return "".join(map(_folded, pyunormalize.NFKD(character)))


def _folded(character: str) -> str:
    if character in _RADICALS:
        return _RADICALS[character]
    category = unicodedata.category(character)
    if category in _NOTHING or category[0] in _DECORATION or character in _FILLERS:
        return ""
    if category in _NUMERALS and (value := unicodedata.numeric(character, -1)) in _VALUES:
        return str(int(value))
    if character in _LETTERS:
        return _LETTERS[character]
    simple = _SIMPLIFIED.get(character, character)
    lower = simple.casefold()
    return "".join(_LETTERS.get(each, each) for each in lower)


class _Table(dict[int, str]):
    """Translation table that is filled when a character is first seen, so unused scripts cost nothing."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = fold_character(chr(code))
        return folded


FOLDING: Final = _Table()
LINES: Final = _Table({ord("\n"): "\n"})
"""The same table with line breaks kept."""


def fold(text: str) -> str:
    """Folded form of a text."""
    return text.translate(FOLDING)


def origins(text: str) -> list[int]:
    """Position in `text` of the origin of each character of the folded text."""
    return [at for at, character in enumerate(text) for _ in FOLDING[ord(character)]]
