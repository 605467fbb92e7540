"""Article 7: one account a person, two an enterprise; who was closed as a sanction may not come back."""

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
    """Whether the holder may take one more account, and if not, why."""
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
    """Why the holder may come to no account at all; None when nothing bars it."""
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
"""Characters of a name that may differ in one and still be nearly the same; of four, one is a quarter."""


def likenesses_of(name: str) -> frozenset[str]:
    """Forms of a name: two names that share one are nearly the same. Width, capitals, spaces and signs make no
    difference, nor does one character in a longer name that is another, or missing, or too much.

    They are stored with closed accounts, so this never changes but by adding forms.
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
