"""Cursors of lists: where the next page begins, as a word that means nothing to whoever carries it."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Final

from api.http.problems import Fault, ProblemError, invalid
from ledger.cases.cases import Place

_APART: Final = "|"


def cursor(opened_at: datetime, last: str) -> str:
    """Behind the dossier that was opened then and has this identifier."""
    return _word(opened_at.isoformat(), last)


def place(word: str) -> tuple[datetime, str]:
    """What a cursor means.

    Raises:
        ProblemError: when it is none of ours.
    """
    opened, last = _parts(word, 2)
    return _instant(opened), last


def queue_cursor(place: Place) -> str:
    """Behind the case that has this place in the queue."""
    return _word(str(place.priority), place.due_at.isoformat(), place.id)


def queue_place(word: str) -> Place:
    """What a cursor of the queue means.

    Raises:
        ProblemError: when it is none of ours.
    """
    priority, due, last = _parts(word, 3)
    if len(priority) != 1 or not priority.isascii() or not priority.isdigit():
        raise _not_ours()
    return Place(int(priority), _instant(due), last)


def _word(*parts: str) -> str:
    return urlsafe_b64encode(_APART.join(parts).encode()).decode()


def _parts(word: str, count: int) -> list[str]:
    try:
        parts = urlsafe_b64decode(word.encode()).decode().split(_APART, count - 1)
    except (binascii.Error, UnicodeError, ValueError):
        parts = []
    if len(parts) != count or "\x00" in word or any("\x00" in part for part in parts):
        raise _not_ours()
    return parts


def _instant(part: str) -> datetime:
    try:
        at = datetime.fromisoformat(part)
    except ValueError:
        raise _not_ours() from None
    if at.tzinfo is None:
        raise _not_ours()
    return at


def _not_ours() -> ProblemError:
    return invalid(Fault(path="query.after", message="is not a `next` of ours: take it as it was given"))
