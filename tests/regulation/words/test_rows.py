"""One row per word: every member of a vocabulary has its row and no row is left over; nothing repeats a row's label."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args

import pytest

from models.accounts.facts import FactBody
from models.cases.cases import CaseKind, Outcome
from models.names import AccountKind
from models.words.privileges import Field, Method
from models.words.restrictions import ProfitRestriction, RestrictionKind
from models.words.sanctions import Consequences, MeasureKind
from models.words.violations import Category
from regulation.words.account_kinds import ACCOUNT_KINDS
from regulation.words.case_kinds import KINDS
from regulation.words.categories import CATEGORIES
from regulation.words.facts import FACTS
from regulation.words.fields import FIELDS
from regulation.words.languages import Words
from regulation.words.measures import MEASURES
from regulation.words.methods import METHODS
from regulation.words.outcomes import OUTCOMES
from regulation.words.restrictions import REPORTED, RESTRICTIONS, AccountStatus, RestrictionRow
from regulation.words.statuses import STATUSES

TABLES: list[tuple[type[StrEnum], Mapping[Any, Any]]] = [
    (Category, CATEGORIES),
    (RestrictionKind, RESTRICTIONS),
    (ProfitRestriction, REPORTED),
    (Field, FIELDS),
    (Method, METHODS),
    (MeasureKind, MEASURES),
    (CaseKind, KINDS),
    (AccountKind, ACCOUNT_KINDS),
    (AccountStatus, STATUSES),
    (Outcome, OUTCOMES),
]
"""Each vocabulary with its table."""

ROOT = Path(__file__).parents[3]
SOURCES = ("activities", "api", "background", "cli", "ledger", "models", "regulation", "reports", "workflows")


def missing_rows(vocabulary: Iterable[StrEnum], table: Mapping[Any, Any]) -> tuple[set[Any], set[Any]]:
    """Members without a row, and rows without a member."""
    members = set(vocabulary)
    return members - set(table), set(table) - members


def labels_of(table: Mapping[Any, Any]) -> list[Words]:
    return [_label(row) for row in table.values()]


def _label(row: Any) -> Words:
    if isinstance(row, RestrictionRow):
        return row.closed
    label = row if isinstance(row, Words) else row.words
    assert isinstance(label, Words)
    return label


@pytest.mark.parametrize(("vocabulary", "table"), TABLES, ids=[vocabulary.__name__ for vocabulary, _ in TABLES])
def test_every_member_has_a_row_and_every_row_a_member(vocabulary: type[StrEnum], table: Mapping[Any, Any]) -> None:
    """The vocabulary and its table name the same words."""
    assert missing_rows(vocabulary, table) == (set(), set())


def test_every_type_of_fact_has_a_label_of_its_own() -> None:
    assert set(FACTS) == set(get_args(get_args(FactBody)[0]))
    assert len({words.zh for words in FACTS.values()}) == len({words.en for words in FACTS.values()}) == len(FACTS)


def test_a_member_without_a_row_and_a_row_without_a_member_are_found() -> None:
    """The comparison above finds either fault."""

    class Grown(StrEnum):
        KNOWN = "known"
        NEW = "new"

    class Earlier(StrEnum):
        GONE = "gone"

    words = Words("新词", "a word")
    assert missing_rows(Grown, {Grown.KNOWN: words}) == ({Grown.NEW}, set())
    assert missing_rows(Grown, {Grown.KNOWN: words, Grown.NEW: words, Earlier.GONE: words}) == (set(), {Earlier.GONE})


@pytest.mark.parametrize(("vocabulary", "table"), TABLES, ids=[vocabulary.__name__ for vocabulary, _ in TABLES])
def test_labels_are_in_one_language_each_and_tell_the_words_apart(
    vocabulary: type[StrEnum], table: Mapping[Any, Any]
) -> None:
    """No English inside a Chinese label, no Chinese inside an English one, no label twice, no identifier as a label."""
    labels = labels_of(table)
    for label in labels:
        assert label.zh
        assert not any("a" <= letter.lower() <= "z" for letter in label.zh.replace("MCN", "").replace("{what}", ""))
        assert label.en.isascii()
        assert "_" not in label.en
        assert ("{what}" in label.zh) == ("{what}" in label.en)
    assert len({label.zh for label in labels}) == len(labels)
    assert len({label.en for label in labels}) == len(labels)


@pytest.mark.parametrize("kind", MeasureKind)
def test_a_measure_is_a_part_of_the_consequences(kind: MeasureKind) -> None:
    """The catalogue's decision is read by the measure's name: true or false if it is done at once, else a term."""
    part = Consequences.model_fields[kind.value]
    assert part.default is (False if MEASURES[kind].lasts == "at_once" else None)


def test_a_category_is_labelled_in_one_place() -> None:
    """No other source file repeats the Chinese label of a category: statement, report and exposure read the row."""
    written = {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for folder in SOURCES
        for path in (ROOT / folder).rglob("*.py")
        if path.name != "examples.py"
    }
    for row in CATEGORIES.values():
        quoted = f'"{row.words.zh}"'
        assert {path for path, text in written.items() if quoted in text} == {"regulation/words/categories.py"}
