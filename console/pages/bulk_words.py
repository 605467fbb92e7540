"""Words of bulk actions: measures, statuses, outcomes, and why an account is refused."""

from collections.abc import Mapping
from typing import Any, Final

from api.http.problems import OWN, REFUSED
from console.texts import filters
from console.texts.languages import N_, Language
from console.texts.problems import said
from console.texts.words import words
from models.sanctions.bulk import BulkStatus, Outcome
from models.words.violations import Category
from regulation.sanctions.bulk import MOVES, REVERTED_BY
from regulation.words.categories import CATEGORIES

MEASURES: Final[Mapping[str, str]] = {
    "ban": N_("Impose a ban"),
    "violation": N_("Finding alone"),
    "cancel_profit": N_("Cancel profit-making for good"),
    "close": N_("Close as a sanction"),
    "overturn": N_("Overturn an earlier action"),
}
"""Measures that a bulk action can have."""

STATUSES: Final[Mapping[str, tuple[str, str]]] = {
    BulkStatus.DRAFT: (N_("draft"), "quiet"),
    BulkStatus.RUNNING: (N_("being carried out"), "info"),
    BulkStatus.FINISHED: (N_("carried out"), "good"),
    BulkStatus.CANCELLING: (N_("being cancelled"), "wait"),
    BulkStatus.CANCELLED: (N_("cancelled before its end"), "wait"),
    BulkStatus.REVERTING: (N_("being reversed"), "wait"),
    BulkStatus.REVERTED: (N_("reversed"), "quiet"),
    BulkStatus.REVERSAL_CANCELLING: (N_("reversal being cancelled"), "wait"),
    BulkStatus.REVERSAL_CANCELLED: (N_("reversal cancelled before its end"), "wait"),
}
"""Statuses of a bulk action: the words, and the colour of the badge."""

OUTCOMES: Final[Mapping[str, tuple[str, str]]] = {
    Outcome.WAITING: (N_("not yet its turn"), "quiet"),
    Outcome.DONE: (N_("carried out here"), "good"),
    Outcome.REFUSED: (N_("refused here"), "bad"),
    Outcome.CANCELLED: (N_("cancelled before its turn"), "quiet"),
}
"""Outcomes of one account."""


def category_options(language: Language) -> list[tuple[str, str]]:
    """Return the categories of violations as options of a form."""
    return [(one.value, words(CATEGORIES[one].words, language)) for one in Category]


def measure_in_words(measure: Mapping[str, Any], language: Language) -> str:
    """Return a measure with what belongs to it: "Ban, 7 days · fabrication"."""
    parts = [language.text(MEASURES.get(measure["type"], measure["type"]))]
    if measure.get("duration"):
        parts.append(filters.duration(measure["duration"], language))
    category = next((one for one in Category if one.value == measure.get("category")), None)
    if category is not None:
        parts.append(words(CATEGORIES[category].words, language))
    if measure.get("factor") is not None:
        parts.append(f"× {measure['factor']}")
    if measure.get("of"):
        parts.append(str(measure["of"]))
    return " · ".join(parts)


def why(code: str | None, message: str, language: Language) -> str:
    """Return why an account is refused: the title of the problem in the reader's language; the API's own message where
    a newer version of the API has another code.
    """
    if code is None:
        return message
    kind = REFUSED.get(code) or OWN.get(code.replace("_", "-"))
    return message if kind is None else said(kind.title, language)


def revertible(bulk: Mapping[str, Any]) -> bool:
    """Return whether the campaign can be reversed now: nothing is under way, and something undoes its measure."""
    return (
        "begin_reversal" in MOVES[BulkStatus(bulk["status"])] and REVERTED_BY.get(bulk["measure"]["type"]) is not None
    )
