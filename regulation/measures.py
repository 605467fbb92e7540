"""Measures beside bans, cancellations and closures: which privilege each closes, for how long, by which article.

One literal table, `MEASURES`. A warning, an order to remove followers and a report close nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from models.commands import Refusal
from models.facts import MeasureImposed
from models.intervals import Interval
from models.privileges import BE_RECOMMENDED, GAIN_FOLLOWERS, MONETIZE
from models.sanctions import MeasureKind
from models.standing import Restriction, RestrictionKind

Lasts = Literal["may_end", "at_once"]


@dataclass(frozen=True)
class Row:
    """One row of the table."""

    article: int | None
    """None: the article that the violation offends."""
    closes: str | None
    kind: RestrictionKind
    lasts: Lasts
    words: str
    words_zh: str


MEASURES: Final[Mapping[MeasureKind, Row]] = {
    MeasureKind.WARNING: Row(None, None, RestrictionKind.LIMIT, "at_once", "a warning", "警告"),
    MeasureKind.LIMIT_RECOMMENDATION: Row(
        10, BE_RECOMMENDED, RestrictionKind.LIMIT, "may_end", "no recommendation", "限制推荐"
    ),
    MeasureKind.FREEZE_GROWTH: Row(
        10, GAIN_FOLLOWERS, RestrictionKind.LIMIT, "may_end", "no new followers", "禁止新增粉丝"
    ),
    MeasureKind.WITHHOLD_PROFIT: Row(
        9, MONETIZE, RestrictionKind.WITHHELD, "may_end", "profit-making is withheld", "不予开通营利权限"
    ),
    MeasureKind.REMOVE_FOLLOWERS: Row(
        10,
        None,
        RestrictionKind.LIMIT,
        "at_once",
        "followers gained through the violation are removed",
        "清理违规获取的粉丝",
    ),
    MeasureKind.CLEAR_FOLLOWERS: Row(
        10, None, RestrictionKind.LIMIT, "at_once", "all followers are cleared", "清空全部粉丝"
    ),
    MeasureKind.REPORT: Row(
        9, None, RestrictionKind.LIMIT, "at_once", "a report to the competent department", "向网信部门报告"
    ),
}


def closed_by(measure: MeasureImposed, at: datetime) -> tuple[Restriction, ...]:
    """What the measure closes from the instant on; nothing, for a warning."""
    row = MEASURES[measure.measure]
    if row.closes is None:
        return ()
    span = Interval(start=at) if measure.duration is None else Interval.starting(at, lasting=measure.duration)
    return (
        Restriction(privilege=row.closes, interval=span, kind=row.kind, article=row.article or 9, cause=measure.id),
    )


def restriction_of(restrictions: tuple[Restriction, ...], identifier: str, measure: MeasureKind) -> Restriction | None:
    """What a measure of that identifier closes, if it still does."""
    row = MEASURES[measure]
    return next((r for r in restrictions if (r.cause, r.privilege, r.kind) == (identifier, row.closes, row.kind)), None)


def refusal_of_duration(measure: MeasureKind, *, timed: bool) -> Refusal | None:
    """A warning has no duration; what has one may have none."""
    if not timed or MEASURES[measure].lasts == "may_end":
        return None
    return Refusal(
        code="no_duration",
        message=f"{MEASURES[measure].words} is done at once: leave duration out",
        article=MEASURES[measure].article,
    )
