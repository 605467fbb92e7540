"""From an English sentence to the Chinese one, by its template."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

from models.instants import SHANGHAI
from regulation.words.languages import shown_zh

_PLACE: Final = re.compile(r"\{(\w+)\}")
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
        for template in self._candidates(sentence):
            if (found := template.pattern.fullmatch(sentence)) is not None:
                return template.zh.format(**{name: self._value(text) for name, text in found.groupdict().items()})
        parts = [self.said(part) for part in sentence.split("; ")] if "; " in sentence else []
        return "；".join(part for part in parts if part) if parts and all(parts) else None

    def _candidates(self, sentence: str) -> Iterator[_Template]:
        for length in range(_PREFIX, -1, -1):
            yield from self._templates.get(sentence[:length], ())

    def _value(self, text: str) -> str:
        known = _instant(text) or _length(text) or self.said(text)
        return known or _SEVERAL.sub(lambda found: _JOINTS[found[0]], text)


_KINDS: Final = {"quoted": "'.+'"}
"""Form of a value by its name, where it may not be anything."""


def _template(en: str, zh: str) -> _Template:
    parts = _PLACE.split(en)
    fixed, names = parts[::2], parts[1::2]
    pattern = re.escape(fixed[0])
    for name, after in zip(names, fixed[1:], strict=True):
        pattern += f"(?P<{name}>{_KINDS.get(name, '.*?')}){re.escape(after)}"
    return _Template(sum(map(len, fixed)), re.compile(pattern, re.DOTALL), zh)


_JOINTS: Final = {" or ": "或", " and ": "和", ", ": "、", "; ": "；"}
_SEVERAL: Final = re.compile("|".join(_JOINTS))
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
