"""Article 11 (+): a multi-channel network and the accounts it has signed are managed together: its name is shown, and
when its accounts act in concert or break rules repeatedly it is suspended from profit, limited or expelled.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from models.accounts.facts import NetworkRestricted
from models.accounts.standing import Restriction, RestrictionKind
from models.intervals import Interval
from models.networks import NetworkMeasure, Terms
from models.words.privileges import BE_RECOMMENDED, GAIN_FOLLOWERS, MONETIZE
from regulation.tables.parameters import dated

ARTICLE: Final = 11

REPEATED: Final = dated({date(2023, 7, 10): 3}, article=ARTICLE)
"""Violations of the roster from which they are repeated. The notice says "repeatedly"; the number is our default."""
WITHIN: Final = dated({date(2023, 7, 10): timedelta(days=90)}, article=ARTICLE)
"""Period before now in which violations of the roster count."""


@dataclass(frozen=True)
class SanctionRow:
    """One row of the table."""

    closes: tuple[str, ...]
    """Privileges that it closes on each account of the roster."""
    words: str
    words_zh: str


MEASURES: Final[Mapping[NetworkMeasure, SanctionRow]] = {
    NetworkMeasure.LIMIT: SanctionRow(
        (GAIN_FOLLOWERS, BE_RECOMMENDED),
        "no new followers and no recommendation for its accounts",
        "限制新增粉丝和推荐",
    ),
    NetworkMeasure.SUSPEND_PROFIT: SanctionRow((MONETIZE,), "no profit-making for its accounts", "暂停营利权限"),
    NetworkMeasure.EXPEL: SanctionRow((), "expelled: its roster is released, and it may sign nobody", "清退"),
}

GRADES: Final[tuple[Terms, ...]] = (
    Terms(measure=NetworkMeasure.LIMIT, duration=timedelta(days=30)),
    Terms(measure=NetworkMeasure.SUSPEND_PROFIT, duration=timedelta(days=90)),
    Terms(measure=NetworkMeasure.EXPEL),
)
"""Sanctions proposed the first, the second, the third time and later."""


def proposed(sanctions_before: int) -> Terms:
    """Proposed next sanction, by the number of sanctions that stand."""
    return GRADES[min(sanctions_before, len(GRADES) - 1)]


def closed_by(restricted: NetworkRestricted, at: datetime) -> tuple[Restriction, ...]:
    """Restrictions of the network's sanction on one of its accounts, from the instant on."""
    span = Interval(start=at, end=restricted.until)
    return tuple(
        Restriction(
            privilege=privilege,
            interval=span,
            kind=RestrictionKind.NETWORK,
            article=ARTICLE,
            cause=restricted.id,
        )
        for privilege in MEASURES[restricted.measure].closes
    )
