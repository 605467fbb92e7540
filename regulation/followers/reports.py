"""Article 10: the platform's reports of gains and counts, checked row by row. A rejected row does not affect the
others.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pydantic import ValidationError

from models.accounts.commands import Refusal
from models.followers import FollowerCount, FollowersReported, Gain, GainReported, RejectedRow, Unreadable

ARTICLE: Final = 10
INVALID: Final = "invalid-request"

InWords = Callable[[ValidationError], list[tuple[str, str]]]
"""Faults of a row: the place in it ("" for the whole), and the reason."""


@dataclass(frozen=True)
class SortedOut:
    """A report, with accepted and rejected rows separated."""

    gains: tuple[tuple[int, Gain], ...]
    """Accepted gains, with their places in the report."""
    count: FollowerCount | None
    repeated: int
    """Number of gains that occur a second time in the report, with the same numbers."""
    rejected: tuple[RejectedRow, ...]
    refusal: Refusal | None
    """Refusal of the report when a rule of the notice forbids one of its rows."""


def sorted_out(reported: FollowersReported, now: datetime, in_words: InWords) -> SortedOut:
    """Separate the rows that can be accepted from those that cannot, with reasons."""
    taken: dict[str, tuple[int, Gain]] = {}
    rejected: list[RejectedRow] = []
    refusal: Refusal | None = None
    repeated = 0
    for place, row in reported.rows():
        path = f"gains.{place}"
        if isinstance(row, Unreadable):
            rejected += _unreadable(path, row, in_words)
        elif row.ends > now:
            rejected.append(_rejected(f"{path}.ends", "lies in the future: report what has happened", row.id))
        elif row.transferred_from is not None:
            refused = transferred(row)
            refusal = refusal or refused
            rejected.append(RejectedRow(path=path, code="followers-transferred", message=refused.message, ref=row.id))
        elif (before := taken.get(row.id)) is None:
            taken[row.id] = (place, row.as_kept())
        elif before[1] == row.as_kept():
            repeated += 1
        else:
            said = f"names the id of gains.{before[0]} with other numbers: each gain has an identifier of its own"
            rejected.append(_rejected(f"{path}.id", said, row.id))
    count, why = _count(reported, now, in_words, any_missing=bool(rejected))
    return SortedOut(tuple(taken.values()), count, repeated, (*rejected, *why), refusal)


def transferred(gain: GainReported) -> Refusal:
    """Refusal of followers taken over from another account: they are not a gain."""
    return Refusal(
        code="followers_transferred",
        message=f"gain {gain.id} was taken over from account {gain.transferred_from}: followers are never "
        "transferred between accounts (article 10); give them back, and report only what was gained",
        article=ARTICLE,
    )


def differs(what: str) -> Refusal:
    """Refusal of a second report of the same identifier or instant with other numbers."""
    return Refusal(
        code="report_differs",
        message=f"{what} was reported before with other numbers: report what has changed under an identifier or an "
        "instant of its own",
    )


def gains_missing() -> RejectedRow:
    """Rejection of the count: it is compared with the gains, and without the rejected ones would show too many
    followers that were gained honestly.
    """
    return RejectedRow(
        path="count",
        code="gains-missing",
        message="is not accepted while gains of the same report are rejected: send it again with the corrected gains",
    )


def _count(
    reported: FollowersReported, now: datetime, in_words: InWords, *, any_missing: bool
) -> tuple[FollowerCount | None, list[RejectedRow]]:
    row = reported.counted()
    if row is None:
        return None, []
    if isinstance(row, Unreadable):
        return None, list(_unreadable("count", row, in_words))
    if row.at > now:
        return None, [_rejected("count.at", "lies in the future: report what has been counted")]
    return (None, [gains_missing()]) if any_missing else (row, [])


def _unreadable(path: str, row: Unreadable, in_words: InWords) -> Iterator[RejectedRow]:
    for where, why in in_words(row.error):
        yield _rejected(f"{path}.{where}" if where else path, why)


def _rejected(path: str, why: str, ref: str | None = None) -> RejectedRow:
    return RejectedRow(path=path, code=INVALID, message=why, ref=ref)
