"""The catalogue of violations: each category, the article it offends, and the factor a ban for it carries.

The factor says how many times as long as the ban profit stays suspended (article 9 allows 2 to 3). Three is for what
was organised: it is done for profit, by many accounts or by people who were shown the door once already.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from models.violations import Category


class Entry(NamedTuple):
    """One row of the catalogue."""

    article: int
    factor: Decimal


_TWO, _THREE = Decimal(2), Decimal(3)

CATALOGUE: Final[Mapping[Category, Entry]] = {
    Category.IMPERSONATION: Entry(1, _TWO),
    Category.UNCERTIFIED_FIELD: Entry(2, _TWO),
    Category.MISSING_SOURCE: Entry(3, _TWO),
    Category.MISSING_SHOT_INFO: Entry(3, _TWO),
    Category.UNLABELLED_SYNTHETIC: Entry(3, _TWO),
    Category.UNDATED_OLD_NEWS: Entry(3, _TWO),
    Category.ANONYMOUS_PUBLISHING: Entry(4, _TWO),
    Category.FABRICATION: Entry(4, _TWO),
    Category.DISTORTION: Entry(4, _TWO),
    Category.DECEPTIVE_EDITING: Entry(4, _TWO),
    Category.UNLABELLED_FICTION: Entry(5, _TWO),
    Category.RUMOUR_MAKING: Entry(6, _TWO),
    Category.RUMOUR_SPREADING: Entry(6, _TWO),
    Category.QUOTA_EVASION: Entry(7, _TWO),
    Category.MATRIX_MANIPULATION: Entry(7, _THREE),
    Category.NEGATIVE_AGGREGATION: Entry(7, _TWO),
    Category.RECYCLED_NEWS: Entry(7, _TWO),
    Category.HOT_EVENT_EXPLOITATION: Entry(7, _TWO),
    Category.DISASTER_EXPLOITATION: Entry(7, _TWO),
    Category.FOLLOW_INDUCEMENT: Entry(7, _TWO),
    Category.REREGISTRATION: Entry(7, _THREE),
    Category.VULGAR_PERSONA: Entry(9, _TWO),
    Category.PUBLIC_ORDER: Entry(9, _TWO),
    Category.COORDINATED_MALICIOUS_MARKETING: Entry(9, _THREE),
    Category.FRAUDULENT_FOLLOWERS: Entry(10, _TWO),
}
