"""The catalogue of consequences: what a first, a second, a third violation of a category leads to (articles 9 to 12).

The article and the factor of each category stand in `regulation/violations.py`. Within a category the last step also
holds for every violation after it. What counts is the record of the last twelve months, in which an overturned finding
has no place. The notice names the measures and leaves their measure to the platform: these are our defaults, which a
platform overrides with a file of its own (`STANDING_CATALOGUE`, docs/sanctions.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final

from models.sanctions import FOR_EVER, Consequences
from models.violations import Category
from regulation.parameters import Dated, dated

Ladder = tuple[Consequences, ...]
"""What the first, the second, the third violation within the record leads to, and every one after the last."""

RECORD_MONTHS: Final = dated({date(2023, 7, 10): 12}, article=9)


def _days(count: int) -> timedelta:
    return timedelta(days=count)


def _since_the_notice(article: int, *ladder: Consequences) -> Dated[Ladder]:
    return dated({date(2023, 7, 10): ladder}, article=article)


_WARNING: Final = Consequences(warning=True)
_3_DAYS: Final = Consequences(ban=_days(3))
_7_DAYS: Final = Consequences(ban=_days(7))
_15_DAYS: Final = Consequences(ban=_days(15))
_30_DAYS: Final = Consequences(ban=_days(30), report=True)
_CANCELLED: Final = Consequences(ban=_days(15), cancel_profit=True, report=True)
_CANCELLED_FOR_LONG: Final = Consequences(ban=_days(90), cancel_profit=True, withhold_profit=_days(365), report=True)
_CLOSED: Final = Consequences(close=True, report=True)

SCHEDULE: Final[Mapping[Category, Dated[Ladder]]] = {
    Category.IMPERSONATION: _since_the_notice(1, _30_DAYS, _CLOSED),
    Category.UNCERTIFIED_FIELD: _since_the_notice(2, _WARNING, _7_DAYS, _30_DAYS),
    Category.MISSING_SOURCE: _since_the_notice(3, _WARNING, _3_DAYS, _7_DAYS),
    Category.MISSING_SHOT_INFO: _since_the_notice(3, _WARNING, _3_DAYS, _7_DAYS),
    Category.UNLABELLED_SYNTHETIC: _since_the_notice(3, _WARNING, _7_DAYS, _15_DAYS),
    Category.UNDATED_OLD_NEWS: _since_the_notice(3, _WARNING, _3_DAYS, _7_DAYS),
    Category.ANONYMOUS_PUBLISHING: _since_the_notice(4, _WARNING, _3_DAYS, _7_DAYS),
    Category.FABRICATION: _since_the_notice(4, _7_DAYS, _30_DAYS, _CLOSED),
    Category.DISTORTION: _since_the_notice(4, _7_DAYS, _15_DAYS, _30_DAYS),
    Category.DECEPTIVE_EDITING: _since_the_notice(4, _7_DAYS, _15_DAYS, _30_DAYS),
    Category.UNLABELLED_FICTION: _since_the_notice(5, _WARNING, _3_DAYS, _7_DAYS),
    Category.RUMOUR_MAKING: _since_the_notice(6, _30_DAYS, _CLOSED),
    Category.RUMOUR_SPREADING: _since_the_notice(6, _3_DAYS, _7_DAYS, _30_DAYS),
    Category.QUOTA_EVASION: _since_the_notice(7, _7_DAYS, _CLOSED),
    Category.MATRIX_MANIPULATION: _since_the_notice(
        7,
        Consequences(ban=_days(30), freeze_growth=FOR_EVER, remove_followers=True, report=True),
        Consequences(clear_followers=True, close=True, report=True),
    ),
    Category.NEGATIVE_AGGREGATION: _since_the_notice(7, _7_DAYS, _15_DAYS, _30_DAYS),
    Category.RECYCLED_NEWS: _since_the_notice(7, _WARNING, _7_DAYS, _15_DAYS),
    Category.HOT_EVENT_EXPLOITATION: _since_the_notice(
        7,
        Consequences(ban=_days(7), remove_followers=True),
        Consequences(ban=_days(15), limit_recommendation=_days(30), remove_followers=True),
        Consequences(ban=_days(30), freeze_growth=FOR_EVER, remove_followers=True, report=True),
        Consequences(ban=_days(90), freeze_growth=FOR_EVER, clear_followers=True, report=True),
    ),
    Category.DISASTER_EXPLOITATION: _since_the_notice(
        7,
        Consequences(ban=_days(15), remove_followers=True),
        Consequences(ban=_days(30), freeze_growth=FOR_EVER, remove_followers=True, report=True),
        Consequences(clear_followers=True, close=True, report=True),
    ),
    Category.FOLLOW_INDUCEMENT: _since_the_notice(
        7,
        Consequences(warning=True, remove_followers=True),
        Consequences(ban=_days(7), freeze_growth=_days(30), remove_followers=True),
        Consequences(ban=_days(15), freeze_growth=_days(90), remove_followers=True),
    ),
    Category.REREGISTRATION: _since_the_notice(7, _CLOSED),
    Category.VULGAR_PERSONA: _since_the_notice(9, _CANCELLED, _CANCELLED_FOR_LONG),
    Category.PUBLIC_ORDER: _since_the_notice(9, _CANCELLED, _CANCELLED_FOR_LONG),
    Category.COORDINATED_MALICIOUS_MARKETING: _since_the_notice(9, _CANCELLED, _CANCELLED_FOR_LONG, _CLOSED),
    Category.FRAUDULENT_FOLLOWERS: _since_the_notice(
        10,
        Consequences(ban=_days(7), freeze_growth=_days(30), remove_followers=True),
        Consequences(ban=_days(30), freeze_growth=FOR_EVER, clear_followers=True, report=True),
    ),
}
"""The notice as we read it, category by category."""


@dataclass(frozen=True)
class Catalogue:
    """The schedule in force, with the platform's own values over the notice's."""

    ladders: Mapping[Category, Dated[Ladder]]
    names: Mapping[Category, str] = field(default_factory=dict)
    """By which name a category's own values go, where the platform has given them."""

    def consequences(self, category: Category, nth: int, at: datetime) -> Consequences:
        """What the so manieth violation leads to, decided at the instant."""
        ladder = self.ladders[category].at(at)
        return ladder[min(nth, len(ladder)) - 1]

    def version(self, category: Category, at: datetime) -> str:
        """What the consequences were taken from, for the statement of reasons."""
        since = self.ladders[category].since(at)
        name = self.names.get(category) if since != self.ladders[category].values[0][0] else None
        return f"{name} ({since})" if name else f"notice ({since})"

    def overridden(self, name: str, since: date, ladders: Mapping[Category, Ladder]) -> "Catalogue":
        """The catalogue with a platform's own ladders from a day on.

        Raises:
            ValueError: when the day does not lie after the last change.
        """
        return replace(
            self,
            ladders={
                category: ladder.adding(since, ladders[category]) if category in ladders else ladder
                for category, ladder in self.ladders.items()
            },
            names={**self.names, **dict.fromkeys(ladders, name)},
        )


NOTICE: Final = Catalogue(SCHEDULE)
