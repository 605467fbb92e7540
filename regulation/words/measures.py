"""Measures: one row each, with the privilege it closes, its default length, its article and its label.

`MEASURES` has those of a person's or the catalogue's choice that have no fact of their own; a warning, an order to
remove followers and a report close nothing. `DEEDS` has the labels of measures that have facts of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from models.accounts.standing import Restriction
from models.words.privileges import APPLY_MONETIZATION, BE_RECOMMENDED, GAIN_FOLLOWERS
from models.words.restrictions import RestrictionKind
from models.words.sanctions import MeasureKind
from regulation.words.languages import Words

Lasts = Literal["may_end", "at_once"]


@dataclass(frozen=True)
class MeasureRow:
    """One row of the table."""

    article: int | None
    """Article of the measure; None for the article that the violation offends."""
    closes: str | None
    kind: RestrictionKind
    lasts: Lasts
    words: Words


def _at_once(article: int | None, zh: str, en: str) -> MeasureRow:
    return MeasureRow(article, None, RestrictionKind.LIMIT, "at_once", Words(zh, en))


def _closing(article: int, closes: str, kind: RestrictionKind, zh: str, en: str) -> MeasureRow:
    return MeasureRow(article, closes, kind, "may_end", Words(zh, en))


MEASURES: Final[Mapping[MeasureKind, MeasureRow]] = {
    MeasureKind.WARNING: _at_once(None, "警告", "a warning"),
    MeasureKind.LIMIT_RECOMMENDATION: _closing(
        10, BE_RECOMMENDED, RestrictionKind.LIMIT, "限制推荐", "no recommendation"
    ),
    MeasureKind.FREEZE_GROWTH: _closing(10, GAIN_FOLLOWERS, RestrictionKind.LIMIT, "禁止新增粉丝", "no new followers"),
    MeasureKind.WITHHOLD_PROFIT: _closing(
        9, APPLY_MONETIZATION, RestrictionKind.WITHHELD, "不得赋予营利权限", "profit-making is withheld"
    ),
    MeasureKind.REMOVE_FOLLOWERS: _at_once(
        10, "清理违规获取的粉丝", "followers gained through the violation are removed"
    ),
    MeasureKind.CLEAR_FOLLOWERS: _at_once(10, "清空全部粉丝", "all followers are cleared"),
    MeasureKind.REPORT: _at_once(9, "上报网信部门", "a report to the competent department"),
}
"""Table of measures. The name of each kind is also that of its part in `Consequences`."""

Deed = Literal["cancellation", "cancellation_stands", "closure", "denial"]

DEEDS: Final[Mapping[Deed, tuple[int, Words]]] = {
    "cancellation": (9, Words("取消营利权限", "profit-making privileges are cancelled")),
    # Nothing was granted then: another cancellation had ended the grant; if that one is overturned, this one stands.
    "cancellation_stands": (
        9,
        Words("此前已取消的营利权限维持取消", "what was granted earlier and has been cancelled stays cancelled"),
    ),
    "closure": (
        12,
        Words("关闭账号并纳入平台黑名单账号数据库", "the account is closed and its holder put on the blacklist"),
    ),
    "denial": (1, Words("对假冒仿冒账号不予提供服务", "no service is provided to an imitation")),
}
"""Article and label of each measure that has a fact of its own."""


def withholds(restriction: Restriction) -> bool:
    """Whether it withholds profit as a sanction; the clean window of article 8 also withholds, but is no sanction."""
    row = MEASURES[MeasureKind.WITHHOLD_PROFIT]
    return (restriction.kind, restriction.article) == (row.kind, row.article)
