"""From an English sentence to the Chinese one, by its template."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from heapq import merge
from itertools import chain
from typing import Final, NamedTuple

from models.instants import SHANGHAI
from regulation.words.field_names import FIELD_NAMES
from regulation.words.languages import article_zh, shown_zh

_PLACE: Final = re.compile(r"\{(\w+)\}")
_THEN: Final = "; "
"""Sign between sentences that are said together."""
_PREFIX: Final = 4
"""Characters of a template by which it is found; those that begin with a value are tried for every sentence."""


class _Template(NamedTuple):
    fixed: int
    pattern: re.Pattern[str]
    zh: str


class Sentences:
    """Table of sentences, with the words whose Chinese may stand for a value."""

    def __init__(self, tables: Iterable[Mapping[str, str]], words: Mapping[str, str]) -> None:
        self._known = dict(words)
        self._templates: defaultdict[str, list[_Template]] = defaultdict(list)
        for en, zh in chain.from_iterable(table.items() for table in tables):
            if _PLACE.search(en) is None:
                self._known[en] = zh
            else:
                self._templates[_PLACE.split(en, maxsplit=1)[0][:_PREFIX]].append(_template(en, zh))
        for some in self._templates.values():
            some.sort(reverse=True, key=lambda template: template.fixed)
        self.said = lru_cache(maxsize=4096)(self._said)
        """The Chinese of a sentence; None for one that is in no table."""

    def _said(self, sentence: str) -> str | None:
        if (known := self._known.get(sentence)) is not None:
            return known
        if _THEN not in sentence:
            return self._by_template(sentence)
        # Of several sentences each has its own template; a value may have the sign that separates them, too.
        exactly = self._by_template(sentence, several=False)
        if exactly is not None:
            return exactly
        parts = [self.said(part) for part in sentence.split(_THEN)]
        return "；".join(part for part in parts if part) if all(parts) else self._by_template(sentence)

    def _by_template(self, sentence: str, *, several: bool = True) -> str | None:
        for template in self._candidates(sentence):
            found = template.pattern.fullmatch(sentence)
            if found is not None and (several or not any(_THEN in text for text in found.groupdict().values())):
                return template.zh.format(**{name: self._value(name, text) for name, text in found.groupdict().items()})
        return None

    def _candidates(self, sentence: str) -> Iterable[_Template]:
        """Return the templates that may fit, the one with the most fixed text first."""
        some = (self._templates.get(sentence[:length], ()) for length in range(_PREFIX, -1, -1))
        return merge(*some, reverse=True, key=lambda template: template.fixed)

    def _value(self, name: str, text: str) -> str:
        """Return the Chinese of a value: of an instant, a length, a sentence, or of each part of what it lists."""
        if name == _CODES:
            return "".join(_JOINTS.get(part) or _quoted(part) for part in _SEVERAL.split(text))
        if name in _GIVEN:
            return text
        if name == _MEMBER:
            return FIELD_NAMES.get(text, text)
        if name == _ARTICLE and _NUMBER.fullmatch(text):
            return article_zh(int(text))
        if name in _PHRASES:
            return "".join(_SIGNS.get(part) or self._known_value(part) or part for part in _WORDS.split(text))
        return self._known_value(text) or "".join(
            _JOINTS.get(part) or self._known_value(part) or part for part in _SEVERAL.split(text)
        )

    def _known_value(self, text: str) -> str | None:
        return _instant(text) or _length(text) or self.said(text)


_CODES: Final = "codes"
"""Name of a value that lists what a caller may send, which has no Chinese."""
_ARTICLE: Final = "article"
"""Name of a value that is the number of an article."""
_MEMBER: Final = "member"
"""Name of a value that is the name of a field."""
_NUMBER: Final = re.compile("[1-9][0-9]?")
_GIVEN: Final = frozenset({"account", "case", "directive", "id", "network", "record", "webhook"})
"""Names of values that somebody has chosen: an account may be called like a word of the tables."""


_PHRASES: Final = frozenset({"line", "violations"})
"""Names of values whose words have their Chinese one by one: `finance began`, `a-1: fabrication (v-1)`."""
_SIGNS: Final = {" ": "", ": ": "：", " (": "（", ")": "）", ", ": "、", "), ": "）、"}
_WORDS: Final = re.compile(r"(: | \(|\), |\)|, | )")


def _quoted(code: str) -> str:
    return code if not code or code[0] in "'`" else f"`{code}`"


_KINDS: Final = {"quoted": "'.+'"}
"""Form of a value by its name, where it may not be anything."""


def _template(en: str, zh: str) -> _Template:
    parts = _PLACE.split(en)
    fixed, names = parts[::2], parts[1::2]
    pattern = re.escape(fixed[0])
    for name, after in zip(names, fixed[1:], strict=True):
        pattern += f"(?P<{name}>{_KINDS.get(name, '.*?')}){re.escape(after)}"
    return _Template(sum(map(len, fixed)), re.compile(pattern, re.DOTALL), zh)


_JOINTS: Final = {", or ": "或", ", and ": "和", " or ": "或", " and ": "和", ", ": "、", "; ": "；"}
_SEVERAL: Final = re.compile(f"({'|'.join(_JOINTS)})")
"""What joins the parts of a value that lists several."""
_SHOWN: Final = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?")
_LENGTH: Final = re.compile(r"(?:(\d+) days?)? ?(?:(\d+) hours?)? ?(?:(\d+) minutes?)? ?(?:(\d+) seconds?)?")
_UNITS: Final = ("天", "小时", "分钟", "秒")


def _instant(text: str) -> str | None:
    """Instant as `models.instants.shown` writes it, in Chinese notation."""
    if _SHOWN.fullmatch(text) is None:
        return None
    return shown_zh(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI))


def _length(text: str) -> str | None:
    """Length of time as `regulation.words.english.lasting` writes it, in Chinese."""
    found = _LENGTH.fullmatch(text) if text else None
    return None if found is None else "".join(f"{n}{unit}" for n, unit in zip(found.groups(), _UNITS, strict=True) if n)
