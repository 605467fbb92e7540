"""The Chinese of every sentence that the system says to callers."""

from collections.abc import Iterator
from typing import Final, TypeVar

from models.base import Frozen
from models.words.privileges import Field
from regulation.words.account_kinds import ACCOUNT_KINDS
from regulation.words.case_kinds import KINDS
from regulation.words.categories import CATEGORIES
from regulation.words.fields import FIELDS
from regulation.words.languages import Words
from regulation.words.measures import MEASURES
from regulation.words.methods import METHODS
from regulation.words.outcomes import OUTCOMES
from regulation.words.privileges import PRIVILEGES
from regulation.words.sentences import accounts, phrases, recorded, records, requests, service, titles
from regulation.words.sentences.finding import Sentences
from regulation.words.statuses import STATUSES

M = TypeVar("M", bound=Frozen)

UNKNOWN_SENTENCE: Final = "原因见英文说明及代码"
"""Chinese of a sentence that no table has, as another version may have said it."""
_ZH: Final = "_zh"
_SENTENCES: Final = ("message", "reversal_message", "detail")


def _rows() -> Iterator[tuple[str, Words]]:
    """Yield the words of the tables by their codes."""
    for table in (ACCOUNT_KINDS, OUTCOMES, STATUSES, METHODS, PRIVILEGES):
        yield from table.items()
    yield from ((kind, row.words) for kind, row in KINDS.items())
    yield from ((category, row.words) for category, row in CATEGORIES.items())
    yield from ((measure, row.words) for measure, row in MEASURES.items())
    yield from ((field, FIELDS[field].words) for field in Field)


SENTENCES: Final = Sentences(
    (each.SENTENCES for each in (titles, requests, service, accounts, records, phrases, recorded)),
    {said: words.zh for code, words in _rows() for said in (str(code), words.en)},
)


def in_chinese(sentence: str, otherwise: str = "") -> str:
    """Return a sentence in Chinese; `otherwise` for one that is in no table, as an earlier version may have said."""
    return SENTENCES.said(sentence) or otherwise


def told(said: M) -> M:
    """Return a value with the Chinese of each sentence that it has: a refusal, an outcome, a rejected row."""
    missing = {
        f"{name}{_ZH}": in_chinese(getattr(said, name), UNKNOWN_SENTENCE)
        for name in _SENTENCES
        if f"{name}{_ZH}" in type(said).model_fields and getattr(said, name) and not getattr(said, f"{name}{_ZH}")
    }
    return said.model_copy(update=missing) if missing else said
