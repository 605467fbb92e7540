"""Folding: what is written otherwise and reads the same becomes the same, character by character.

One table: width, compatibility forms and mathematical letters (NFKD, pinned by pyunormalize), combining marks,
invisible characters, radicals, digits of all scripts, traditional and regional characters, letters of other alphabets
that look like Latin ones, case. Separators and decoration fold to nothing. Whoever changes the table changes
`NORMALISATION`, because results name it.
"""

import unicodedata
from typing import Final

import pyunormalize

from screening import tables

NORMALISATION: Final = f"3-unicode{pyunormalize.UNICODE_VERSION}"
"""Version of everything in this module, of the look-alikes and of the spellings."""

_RADICALS: Final = dict(
    zip(
        "⺀⺁⺂⺃⺄⺅⺆⺇⺉⺊⺌⺍⺎⺒⺓⺔⺕⺖⺘⺙⺛⺜⺝⺞⺟⺠⺡⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "冫厂乛乚乙亻冂几刂卜小小兀巳幺彑彐忄扌攵旡日月歹母民氵灬爫爫丬牛犭王疋目示礻竹糹纟罒网冈网羊羊羊老聿聿月臼艹艹艹虎衤西西见角角讠贝足车辶辶辶邑钅长长长门阜阜雨青韦页风飞食食食饣首马骨鬼鱼鸟卤麦黄黾齐齐齿齿龙龙龟龟龟",
        strict=True,
    )
)
"""Radicals of the supplement block, which normalisation leaves alone (the Kangxi block it knows)."""

_LETTERS: Final = dict(
    zip(
        # Cyrillic, Greek, Armenian and small capitals, as they look after case folding or before it
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
"""Letters of other alphabets that are taken for Latin ones."""

_SIMPLIFIED: Final = tables.simplified()
_NOTHING: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Mc", "Me", "Mn", "Zl", "Zp", "Zs"})
"""Categories that show nothing of their own: controls, format characters, marks, spaces."""
_DECORATION: Final = frozenset("PS")
"""Beginnings of the categories that separate and decorate: punctuation and symbols, pictures among them."""
_FILLERS: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800\u3000\u3007\u30fc丨丶丿亅〇")
"""Letters by category that look like nothing, or like a stroke between two words."""
_NUMERALS: Final = frozenset({"Nd", "Nl", "No"})
_VALUES: Final = frozenset(range(21))
"""What signs such as ❹, and the digits of every script, are as numbers; a half is none."""
_BOXED: Final = (0x1F130, 0x1F150, 0x1F170, 0x1F1E6)
"""Where A to Z stand in squares and circles, and as the halves of flags, without a decomposition."""


def fold_character(character: str) -> str:
    """What one character is compared as; "" for what only separates or decorates."""
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
    """Filled as characters come along: a script that nobody uses costs nothing."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = fold_character(chr(code))
        return folded


FOLDING: Final = _Table()
LINES: Final = _Table({ord("\n"): "\n"})
"""The same where lines stay lines."""


def fold(text: str) -> str:
    """The text as it is compared."""
    return text.translate(FOLDING)


def origins(text: str) -> list[int]:
    """For each character of the folded text, which one of the text it comes from."""
    return [at for at, character in enumerate(text) for _ in FOLDING[ord(character)]]
