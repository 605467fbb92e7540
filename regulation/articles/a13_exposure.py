"""Article 13: handled cases are published as warnings.

Decides which decisions are published (`EXPOSED`) and what a notice may not hold (`personal_in`).
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from models.cases.cases import CaseKind, Outcome
from models.texts.folding import folded, joined, numbers
from models.texts.legible import shows_something
from regulation.holders.identifiers import holds_resident_id
from regulation.words.case_kinds import KINDS
from regulation.words.languages import Words
from screening.folding import fold

ARTICLE: Final = 13

EXPOSED: Final[Mapping[tuple[CaseKind, Outcome], Words]] = {
    (kind, outcome): words for kind, row in KINDS.items() for outcome, words in row.exposed.items()
}
"""Decisions that are published, with their wording. The others are about applications, appeals and our own delays: they
hold no warning for the public.
"""

_DAY: Final = re.compile(r"(19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?")
"""Dates, which are not identifying numbers."""
_NUMBERS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("a mobile number", re.compile(r"(?:(?:00)?86)?1[3-9][0-9]{9}")),
    ("a number as long as that of a person's card or account", re.compile(r"[0-9]{15,19}X?")),
    ("a landline number", re.compile(r"0[0-9]{9,11}")),
)
"""Numbers that identify a person, matched after joining them as a reader would."""
_MESSENGER: Final = r"(?:微信|薇信|威信|徽信|v信|w信|vx|wx|wechat|weixin|扣扣|企鹅|qq)"
_NAMED: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("an email address", re.compile(r"[\w.+-]+\s*(?:@|\(at\)|\[at\])\s*[\w-]+(?:\s*\.\s*[\w-]+)+")),
    (
        "a messenger account",
        re.compile(
            rf"(?<![a-z]){_MESSENGER}\s*(?:(?:号|id)\s*[:是为]?|[:是为])\s*[\w-]{{5,}}|(?<![a-z])(?:qq|vx|wx)\s*[0-9]{{5,}}"
            rf"|[加+]\s*(?:我|个)?\s*(?:{_MESSENGER}|[vq微薇](?![a-z]))\s*(?:号|id)?\s*[:是为]?\s*[a-z0-9][a-z0-9_-]{{4,}}"
        ),
    ),
)
"""Other identifiers of a person, in folded lower case, matched with and without blanks."""
SHORTEST_SPACED: Final = 4
"""Least Latin letters of a name that is also found with gaps between them; shorter names match by chance."""


def personal_in(summary: str, known: Iterable[str] = ()) -> str | None:
    """Description of the identifying content of the text, without repeating it; None when nothing is found. `known`:
    names and identifiers of the people and accounts that the case is about.

    No pattern recognises the names of people: the deciding person and the second reviewer check those.
    """
    if holds_resident_id(summary):
        return "a resident ID number"
    plain = _DAY.sub(";", folded(summary)).casefold()
    together = tuple(numbers(plain))
    for said, pattern in _NUMBERS:
        if any(map(pattern.fullmatch, together)):
            return said
    compact = "".join(plain.split())
    for said, pattern in _NAMED:
        if pattern.search(plain) or pattern.search(compact):
            return said
    if any(_named(name, summary) for name in known if shows_something(name)):
        return "the account's name or identifier"
    return None


def _named(name: str, text: str) -> bool:
    """Whether the name occurs in the text, also with signs or blanks between its letters. A Latin name must stand as a
    word, since an identifier may be a single letter.
    """
    plain, within = folded(name).strip().casefold(), folded(text).casefold()
    if not plain.isascii():
        ways = ((plain, within), (joined(plain), joined(within)), (fold(name), fold(text)))
        return any(sought and sought in where for sought, where in ways)
    apart = r"[\W_]*" if len(joined(plain)) >= SHORTEST_SPACED else ""
    letters = joined(plain) if apart else plain
    word = rf"(?<![a-z0-9]){apart.join(map(re.escape, letters))}(?![a-z0-9])"
    return re.search(word, within) is not None
