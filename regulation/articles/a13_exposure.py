"""Article 13: handled cases are published as warnings.

Decides which decisions are published (`EXPOSED`) and what a notice may not hold (`personal_in`).
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final
from unicodedata import normalize

from models.cases import CaseKind, Outcome
from regulation.identifiers import holds_resident_id

ARTICLE: Final = 13

EXPOSED: Final[Mapping[tuple[CaseKind, Outcome], tuple[str, str]]] = {
    (CaseKind.CLOSURE, Outcome.APPROVED): ("was closed", "被关闭"),
    (CaseKind.CANCELLATION, Outcome.APPROVED): ("lost its profit-making for good", "被取消营利权限"),
    (CaseKind.IMPERSONATION, Outcome.CONFIRMED): ("was found to imitate somebody else", "被认定为假冒仿冒"),
    (CaseKind.COORDINATION, Outcome.CONFIRMED): ("was sanctioned as acting in concert", "被认定为账号矩阵"),
}
"""Which decisions the public is told of, and in which words. The others are about applications, appeals and our own
delays: there is nothing in them to warn of.
"""

_DAY: Final = re.compile(r"(19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?")
_APART: Final = re.compile(r"(?<=\d)[ \-‐-―.·_](?=\d)")
"""As people write numbers; days are none of those."""
_PATTERNS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("an address for mail", re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")),
    ("a mobile number", re.compile(r"(?<!\d)(86)?1[3-9]\d{9}(?!\d)")),
    ("a number as long as that of a person's card or account", re.compile(r"(?<!\d)\d{15,19}[Xx]?(?!\d)")),
    ("a landline number", re.compile(r"(?<!\d)0\d{9,11}(?!\d)")),
    (
        "an account of a messenger",
        re.compile(r"(?i)(微信|wechat|weixin|qq)\s*(?:(?:号|id)\s*[:是为]?|[:是为])\s*[\w-]{5,}|qq\s*\d{5,}"),
    ),
)
"""What identifies a person whoever reads it, in the text as `_plain` leaves it."""


def personal_in(summary: str, known: Iterable[str] = ()) -> str | None:
    """What in the text tells of whom it is, said without repeating it; None when nothing is found. `known`: names and
    identifiers of those whom the case is about.

    No pattern knows the names of people: that is for whoever decides, and for the second pair of eyes.
    """
    plain = _plain(summary)
    if holds_resident_id(plain):
        return "a resident ID number"
    for said, pattern in _PATTERNS:
        if pattern.search(plain):
            return said
    if any(_named(_plain(name), plain) for name in known if name.strip()):
        return "the account's name or identifier"
    return None


def _named(name: str, text: str) -> bool:
    """Whether the name stands there: Latin ones as a word, since an identifier may be a single letter."""
    word = rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])" if name.isascii() else re.escape(name)
    return re.search(word, text, re.IGNORECASE) is not None


def _plain(text: str) -> str:
    """Width and separators within numbers are no disguise."""
    return _APART.sub("", _DAY.sub(";", normalize("NFKC", text)))
