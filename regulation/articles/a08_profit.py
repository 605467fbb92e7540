"""Article 8: profit-making privileges are applied for and take three months without a violation; a change of holder
suspends them, or keeps them from being granted, for three months from its date.
"""

from datetime import date, datetime
from functools import lru_cache
from typing import Final

from models.accounts.facts import HolderChanged
from models.accounts.standing import Restriction, RestrictionKind
from models.intervals import Interval
from models.words.privileges import APPLY_MONETIZATION, MONETIZE
from regulation.tables.calendar import months_after
from regulation.tables.parameters import dated

ARTICLE: Final = 8
CLEAN_MONTHS: Final = dated({date(2023, 7, 10): 3}, article=ARTICLE)
FREEZE_MONTHS: Final = dated({date(2023, 7, 10): 3}, article=ARTICLE)


@lru_cache(maxsize=256)
def closed_by_violation(cause: str, decided_at: datetime, clean_months: int) -> Restriction:
    """Clean window: no application is granted until three months after the violation was recorded (reading 4)."""
    return Restriction(
        privilege=APPLY_MONETIZATION,
        interval=Interval(start=decided_at, end=months_after(decided_at, clean_months)),
        kind=RestrictionKind.WITHHELD,
        article=ARTICLE,
        cause=cause,
    )


def closed_by_holder_change(change: HolderChanged, changed_at: datetime) -> Restriction:
    """Freeze of profit for three months; what was granted comes back by itself (readings 5 and 6)."""
    return Restriction(
        privilege=MONETIZE,
        interval=Interval(start=changed_at, end=months_after(changed_at, change.freeze_months)),
        kind=RestrictionKind.FREEZE,
        article=ARTICLE,
        cause=change.id,
    )
