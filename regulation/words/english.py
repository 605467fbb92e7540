"""Sentences of a verdict in English: reason, end, remedy, and the next change."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from models.accounts.standing import Grant, GrantEnd, Restriction, Standing
from models.accounts.verdicts import Change
from models.instants import shown
from models.words.privileges import APPLY_MONETIZATION, MONETIZE, PUBLISH
from regulation.words.measures import withholds
from regulation.words.privileges import PRIVILEGES
from regulation.words.restrictions import RESTRICTIONS

_LIFTED_FROM_PROFIT: Final = "its end if it has one, a person's lifting with a reason, or overturning the violation"
"""Remedy for profit that is withheld as a sanction (article 9)."""


def lifted_by(restriction: Restriction) -> str:
    """Remedy that would lift a restriction; for an inherited one, on the account that it comes from."""
    lifting = _LIFTED_FROM_PROFIT if withholds(restriction) else RESTRICTIONS[restriction.kind].lifted.en
    return lifting if restriction.origin is None else f"{lifting}, on account {restriction.origin.account}"


def spoken(privilege: str) -> str:
    """Label of a privilege: `publish.finance` is "publishing in finance"."""
    return PRIVILEGES[privilege].en


def closed(restriction: Restriction) -> str:
    """Sentence: why a restriction closes its privilege, and until when."""
    granting = withholds(restriction) and restriction.privilege == APPLY_MONETIZATION
    what = (
        "granting profit-making is withheld"
        if granting
        else RESTRICTIONS[restriction.kind].closed.en.format(what=spoken(restriction.privilege))
    )
    end = restriction.interval.end
    until = "without end" if end is None else f"until {shown(end)}"
    return f"{what} since {shown(restriction.interval.start)}, {until} ({_cited(restriction)})"


def _cited(restriction: Restriction) -> str:
    """Action and article; for an inherited restriction also the account on which the action was taken."""
    cause, origin = restriction.cause, restriction.origin
    came = "" if origin is None else f" on account {origin.account}, which follows its holder"
    return f"{cause}{came}, art. {restriction.article}"


_ENDED: Final[Mapping[GrantEnd, str]] = {
    GrantEnd.EXPIRY: "certification {id} expired at {end}",
    GrantEnd.REVOCATION: "certification {id} was revoked at {end}",
    GrantEnd.HOLDER_CHANGE: "certification {id} fell with its holder at {end}",
    GrantEnd.CANCELLATION: "the grant was cancelled at {end}",
}


def not_granted(privilege: str, ended: Grant | None, to_come: datetime | None) -> str:
    """Sentence: why a privilege that needs a grant has none."""
    if ended is None or ended.ended_by is None or ended.interval.end is None:
        why = "no certification was verified" if privilege.startswith(PUBLISH) else "no application was granted"
    else:
        why = _ENDED[ended.ended_by].format(id=ended.source, end=shown(ended.interval.end))
    later = "" if to_come is None else f"; the next one begins at {shown(to_come)}"
    return f"{spoken(privilege)} is not open: {why}{later}"


def lifted_by_grant(privilege: str) -> str:
    """Remedy that would open a privilege that needs a grant."""
    return "a verified certification" if privilege.startswith(PUBLISH) else "a granted application"


def lasting(length: timedelta) -> str:
    """Length of time in words: "7 days", "1 day 12 hours", "30 seconds"."""
    minutes, seconds = divmod(length.days * 86_400 + length.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [
        f"{count} {unit}{'' if count == 1 else 's'}"
        for count, unit in ((days, "day"), (hours, "hour"), (minutes, "minute"), (seconds, "second"))
        if count
    ]
    return " ".join(parts) or "no time"


def announced(standing: Standing, boundary: datetime, changes: tuple[Change, ...]) -> str:
    """Sentence on a boundary: "ban b7 ends: publishing opens; monetization stays suspended until … (b7, art. 9)"."""
    happened = [
        *(_ending(r) for r in standing.restrictions if r.interval.end == boundary),
        *(f"{spoken(g.privilege)} ends ({g.source})" for g in standing.grants if g.interval.end == boundary),
        *(f"{spoken(g.privilege)} begins ({g.source})" for g in standing.grants if g.interval.start == boundary),
    ]
    opens = [spoken(change.privilege) for change in changes if change.opened]
    closes = [spoken(change.privilege) for change in changes if not change.opened]
    effects = [*_does(opens, "open"), *_does(closes, "close")]
    stays = [
        f"{spoken(r.privilege)} stays {RESTRICTIONS[r.kind].stays.en} until "
        f"{'further notice' if r.interval.end is None else shown(r.interval.end)} ({_cited(r)})"
        for r in standing.restrictions
        if r.interval.covers(boundary) and r.privilege in (PUBLISH, MONETIZE)
    ]
    cause = ", ".join(dict.fromkeys(happened)) or "a boundary passes"
    return f"{cause}: {'; '.join((*effects, *stays)) or 'nothing else changes'}"


def _ending(restriction: Restriction) -> str:
    """End of a restriction as an event. Profit withheld by a measure is named apart from the clean window."""
    words = "the withholding of {id} ends" if withholds(restriction) else RESTRICTIONS[restriction.kind].ends.en
    origin = restriction.origin
    return words.format(id=restriction.cause if origin is None else f"{restriction.cause} on account {origin.account}")


def _does(things: list[str], verb: str) -> list[str]:
    """Sentence parts: "publishing and gaining followers open", "publishing opens", or nothing."""
    if not things:
        return []
    listed = " and ".join(part for part in (", ".join(things[:-1]), things[-1]) if part)
    return [f"{listed} {verb if len(things) > 1 else verb + 's'}"]
