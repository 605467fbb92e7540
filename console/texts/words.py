"""Words of the law and of the product in the reader's language, from the rows of `regulation.words`."""

from collections.abc import Mapping
from typing import Final

from console.texts.languages import N_, Language
from models.cases.cases import CaseStatus, Outcome, Priority
from regulation.words.case_kinds import KINDS
from regulation.words.languages import Words, article_zh
from regulation.words.statuses import STATUSES as ACCOUNT_STATUSES

STATUSES: Final[Mapping[str, tuple[str, str]]] = {
    CaseStatus.OPEN: (N_("open"), "info"),
    CaseStatus.CLAIMED: (N_("claimed"), "wait"),
    CaseStatus.PROPOSED: (N_("second person needed"), "wait"),
    CaseStatus.DEFERRED: (N_("waits to take effect"), "wait"),
    CaseStatus.DECIDED: (N_("decided"), "good"),
    CaseStatus.CORRECTING: (N_("correction proposed"), "wait"),
    CaseStatus.WITHDRAWN: (N_("withdrawn"), "quiet"),
}
"""Statuses of a case: the word, and the colour of its badge."""

PRIORITIES: Final[Mapping[str, tuple[str, str]]] = {
    Priority.URGENT: (N_("urgent"), "bad"),
    Priority.HIGH: (N_("high"), "wait"),
    Priority.NORMAL: (N_("normal"), "quiet"),
    Priority.LOW: (N_("low"), "quiet"),
}
"""Priorities of a case: the word, and the colour of its badge."""

MATERIALS: Final[Mapping[str, str]] = {
    "service_qualification": N_("Service qualification"),
    "professional_qualification": N_("Professional qualification"),
    "professional_background": N_("Professional background"),
}
"""Materials of a certification."""

OUTCOMES: Final[Mapping[str, str]] = {
    Outcome.APPROVED: N_("approved"),
    Outcome.REJECTED: N_("rejected"),
    Outcome.CONFIRMED: N_("confirmed"),
    Outcome.DISMISSED: N_("dismissed"),
    Outcome.UPHELD: N_("upheld"),
    Outcome.REDUCED: N_("reduced"),
    Outcome.OVERTURNED: N_("overturned"),
    Outcome.DONE: N_("done"),
}
"""Outcomes of a decision."""


def words(row: Words, language: Language) -> str:
    """Return a label of `regulation.words`."""
    return row.zh if language.code == "zh" else row.en


def kind_of_case(kind: str, language: Language) -> str:
    """Return the label of a kind of case; the kind itself where a newer version of the API has another one."""
    row = next((row for known, row in KINDS.items() if known == kind), None)
    return kind if row is None else words(row.words, language)


def article(number: int, language: Language) -> str:
    """Return an article of the notice: 第九条, "article 9"."""
    return article_zh(number) if language.code == "zh" else f"article {number}"


def account_status(status: str, language: Language) -> str:
    """Return the label of an account's status; the status itself where a newer version of the API has another one."""
    row = next((row for known, row in ACCOUNT_STATUSES.items() if known == status), None)
    return status if row is None else words(row, language)
