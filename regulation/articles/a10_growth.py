"""Article 10: during a ban the account gains no followers, and its posts are kept out of recommendations."""

from typing import Final

from models.accounts.standing import Ban, Restriction, RestrictionKind
from models.intervals import Interval
from models.words.privileges import BE_RECOMMENDED, GAIN_FOLLOWERS

ARTICLE: Final = 10


def closed_by_ban(ban: Ban, muted: Interval) -> tuple[Restriction, ...]:
    """Restrictions on growth and recommendation, for exactly as long as the account may not publish."""
    return tuple(
        Restriction(privilege=privilege, interval=muted, kind=RestrictionKind.BAN, article=ARTICLE, cause=ban.id)
        for privilege in (GAIN_FOLLOWERS, BE_RECOMMENDED)
    )
