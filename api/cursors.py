"""Cursors of lists: where the next page begins, as a word that means nothing to whoever carries it."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Final

from api.problems import Fault, invalid

_APART: Final = "|"


def cursor(opened_at: datetime, last: str) -> str:
    """Behind the dossier that was opened then and has this identifier."""
    return urlsafe_b64encode(f"{opened_at.isoformat()}{_APART}{last}".encode()).decode()


def place(word: str) -> tuple[datetime, str]:
    """What a cursor means.

    Raises:
        ProblemError: when it is none of ours.
    """
    try:
        opened, _, last = urlsafe_b64decode(word.encode()).decode().partition(_APART)
        at = datetime.fromisoformat(opened)
    except (binascii.Error, UnicodeError, ValueError):
        at, last = None, ""
    if at is None or at.tzinfo is None:
        raise invalid(Fault(path="query.after", message="is not a `next` of ours: take it as it was given"))
    return at, last
