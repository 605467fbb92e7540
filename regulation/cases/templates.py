"""Reason templates filled for a case: the placeholders that the case has a value for."""

from collections.abc import Iterable, Mapping
from datetime import date
from string import Formatter
from typing import Annotated

from pydantic import Field as Described

from models.base import Frozen
from models.cases.cases import Case, CaseKind, Outcome
from models.cases.subjects import CertificationApplied, ImitationSuspected
from models.words.violations import Category
from regulation.cases.contexts import About
from regulation.words.categories import CATEGORIES
from regulation.words.fields import FIELDS
from regulation.words.languages import Words
from regulation.words.reason_templates import TEMPLATES, TemplateRow


class ReasonTemplate(Frozen):
    """Reason in words, to be completed by the person who decides."""

    id: str
    kind: CaseKind
    outcomes: tuple[Outcome, ...]
    categories: Annotated[tuple[Category, ...], Described(description="Empty: for every category.")]
    zh: str
    en: str
    open: Annotated[tuple[str, ...], Described(description="Placeholders that are still to be filled.")]
    since: date


def offered(
    on: date,
    *,
    kind: CaseKind | None = None,
    outcome: Outcome | None = None,
    category: Category | None = None,
    filling: Mapping[str, Words] | None = None,
) -> tuple[ReasonTemplate, ...]:
    """Templates offered on a day, narrowed by what is known, with the values of `filling` in their placeholders."""
    return tuple(
        _filled(row, filling or {})
        for row in TEMPLATES
        if row.since <= on
        and (row.until is None or on < row.until)
        and kind in {None, row.kind}
        and (outcome is None or outcome in row.outcomes)
        and (category is None or not row.categories or category in row.categories)
    )


def values_of(case: Case, about: About | None) -> dict[str, Words]:
    """Values of placeholders that a case has."""
    found: dict[str, Words] = {}
    subject = case.opening.subject
    if about is not None:
        asked = about.name if about.asked is None or about.asked.name is None else about.asked.name
        found["name"] = Words(asked, asked)
        if about.spots:
            found["protected"] = Words(about.spots[0].protected, about.spots[0].protected)
    if isinstance(subject, ImitationSuspected):
        found["imitated"] = Words(subject.imitated, subject.imitated)
    if isinstance(subject, CertificationApplied):
        found["field"] = FIELDS[subject.field].words
    category = category_of(case)
    if category is not None:
        words = CATEGORIES[category].words
        found["category"] = Words(words.zh, f"{words.en[:1].upper()}{words.en[1:]}")
    return found


def category_of(case: Case) -> Category | None:
    """Category of violation that a case is about; None where it names none."""
    category: Category | None = getattr(case.opening.subject, "category", None)
    return category


def _filled(row: TemplateRow, filling: Mapping[str, Words]) -> ReasonTemplate:
    names = tuple(dict.fromkeys(_placeholders(row.words)))
    lacking = tuple(name for name in names if name not in filling)
    zh = {name: filling[name].zh if name in filling else f"{{{name}}}" for name in names}
    en = {name: filling[name].en if name in filling else f"{{{name}}}" for name in names}
    return ReasonTemplate(
        id=row.id,
        kind=row.kind,
        outcomes=row.outcomes,
        categories=row.categories,
        zh=row.words.zh.format_map(zh),
        en=row.words.en.format_map(en),
        open=lacking,
        since=row.since,
    )


def _placeholders(words: Words) -> Iterable[str]:
    for said in words:
        yield from (name for _, name, _, _ in Formatter().parse(said) if name)
