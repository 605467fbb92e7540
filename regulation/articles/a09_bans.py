"""Article 9: a ban (禁言) suspends profit-making at the same time, for two to three times as long; for other named
violations profit-making is cancelled if it was granted, and withheld (不得赋予) if not.
"""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final

from models.accounts.commands import ImposeBan, Refusal, ShortenBan
from models.accounts.facts import AccountClosed
from models.accounts.standing import Ban, Restriction, RestrictionKind
from models.intervals import Interval
from models.words.privileges import MONETIZE, PUBLISH, SERVICE
from regulation.articles import a10_growth
from regulation.tables.parameters import Between, dated
from regulation.words.categories import CATEGORIES
from regulation.words.english import lasting

ARTICLE: Final = 9
SUSPENSION_FACTOR: Final = dated({date(2023, 7, 10): Between(Decimal(2), Decimal(3))}, article=ARTICLE)


@lru_cache(maxsize=256)
def closed_by(ban: Ban) -> tuple[Restriction, ...]:
    """Restrictions of a ban: publishing and growth while it lasts; profit for `factor` times as long. Those of the last
    bans are kept: a bulk action gives thousands of accounts the same one.
    """
    muted = Interval.starting(ban.start, lasting=ban.duration)
    unpaid = Interval.starting(ban.start, lasting=ban.suspension)
    return (
        Restriction(privilege=PUBLISH, interval=muted, kind=RestrictionKind.BAN, article=ARTICLE, cause=ban.id),
        *a10_growth.closed_by_ban(ban, muted),
        Restriction(
            privilege=MONETIZE,
            interval=unpaid,
            kind=RestrictionKind.SUSPENSION,
            article=ARTICLE,
            cause=ban.id,
        ),
    )


def factor_of(command: ImposeBan, permitted: Between) -> Decimal | Refusal:
    """Factor asked for, or the category's own; a refusal outside the article's range."""
    if command.factor is None:
        return permitted.nearest(CATEGORIES[command.category].factor)
    if command.factor not in permitted:
        return factor_out_of_range(command.factor, permitted)
    return command.factor


def factor_out_of_range(factor: Decimal, permitted: Between) -> Refusal:
    """Refusal of a factor outside the range, which it names."""
    return Refusal(
        code="factor_out_of_range",
        article=ARTICLE,
        message=(
            f"factor {factor} is outside {permitted}: profit is suspended for {permitted.low} to "
            f"{permitted.high} times the ban's duration"
        ),
    )


def refusal_to_shorten(command: ShortenBan, ban: Ban | None, at: datetime) -> Refusal | None:
    """Refusal to lengthen a ban, or to shorten one that is over; None when it can be shortened."""
    if ban is None or ban.start + ban.suspension <= at:
        return Refusal(
            code="ban_over",
            article=ARTICLE,
            message=f"ban {command.id} and its suspension are over already: there is nothing left to shorten",
        )
    if command.duration >= ban.duration:
        return Refusal(
            code="not_shorter",
            article=ARTICLE,
            message=(
                f"ban {command.id} lasts {lasting(ban.duration)} in total; a shortened ban must last less. "
                "To restrict the account for longer, impose another ban"
            ),
        )
    return None


def closed_by_closure(closure: AccountClosed, at: datetime) -> Restriction:
    """Restriction of a closed account: no service, for good. It cites the violation's article, or 7 for the holder's
    own wish.
    """
    return Restriction(
        privilege=SERVICE,
        interval=Interval(start=at),
        kind=RestrictionKind.CLOSURE,
        article=7 if closure.category is None else CATEGORIES[closure.category].article,
        cause=closure.id,
    )
