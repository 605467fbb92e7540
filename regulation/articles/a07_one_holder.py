"""Article 7: one account per person, two per enterprise; a holder whose account was closed as a sanction may not come
back.
"""

import unicodedata
from datetime import date, datetime
from typing import Final

from models.accounts.commands import Refusal, Seats
from models.names import AccountKind
from models.texts.folding import folded
from regulation.tables.parameters import Dated, dated

ARTICLE: Final = 7
INDIVIDUAL_ACCOUNTS: Final = dated({date(2023, 7, 10): 1}, article=ARTICLE)
ENTERPRISE_ACCOUNTS: Final = dated({date(2023, 7, 10): 2}, article=ARTICLE)


def refusal_of(seats: Seats, kind: AccountKind, quota: Dated[int], at: datetime) -> Refusal | None:
    """Refusal of one more account for the holder; None when the holder may have one."""
    if (barred := refusal_of_barred(seats)) is not None:
        return barred
    extra = sum(granted.seats for granted in seats.extra if granted.since <= at < granted.until)
    allowed = quota.at(at) + extra
    if len(seats.open_accounts) >= allowed:
        held = ", ".join(sorted(seats.open_accounts))
        return Refusal(
            code="quota_exceeded",
            article=ARTICLE,
            message=(
                f"the holder already has {len(seats.open_accounts)} of {allowed} accounts that one {kind.value} may "
                f"have{' by the quota and an exemption' if extra else ''} ({held}): close one first, or ask the "
                "operator for an exemption"
            ),
        )
    return None


def refusal_of_barred(seats: Seats) -> Refusal | None:
    """Refusal of a barred holder, who may come to no account at all; None when no closure bars it."""
    if seats.barred_by is None:
        return None
    return Refusal(
        code="holder_barred",
        article=ARTICLE,
        message=(
            f"the holder's account {seats.barred_by} was closed as a sanction, so the holder may not open or take "
            "over another; only a successful appeal against that closure changes this"
        ),
    )


SHORTEST_ALIKE: Final = 5
"""Shortest name that may differ in one character and still be nearly the same; of four characters, one is a quarter."""


def likenesses_of(name: str) -> frozenset[str]:
    """Forms of a name: two names that share one are nearly the same. Width, capitals, spaces and signs make no
    difference; nor does one character replaced, missing or added in a longer name.

    The forms are stored with closed accounts, so this changes only by adding forms.
    """
    as_before = unicodedata.normalize("NFKC", name).casefold()
    return _forms_of(as_before) | _forms_of(folded(name).casefold())


def _forms_of(letters: str) -> frozenset[str]:
    bare = "".join(letter for letter in letters if letter.isalnum())
    if not bare:
        return frozenset()
    if len(bare) < SHORTEST_ALIKE:
        return frozenset({bare})
    return frozenset({bare, *(bare[:place] + bare[place + 1 :] for place in range(len(bare)))})
