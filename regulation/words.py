"""The same, said to a person: why, until when, what would lift it, and what happens next."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from models.instants import shown
from models.privileges import (
    APPLY_MONETIZATION,
    BE_RECOMMENDED,
    GAIN_FOLLOWERS,
    MONETIZE,
    PUBLISH,
    SERVICE,
)
from models.standing import Grant, GrantEnd, Restriction, RestrictionKind, Standing
from models.verdicts import Change

PRIVILEGE: Final[Mapping[str, str]] = {
    SERVICE: "the account",
    PUBLISH: "publishing",
    MONETIZE: "monetization",
    GAIN_FOLLOWERS: "gaining followers",
    BE_RECOMMENDED: "being recommended",
    APPLY_MONETIZATION: "applying for monetization",
}

_CLOSED_BY: Final[Mapping[RestrictionKind, str]] = {
    RestrictionKind.CLOSURE: "{what} was closed",
    RestrictionKind.HOLD: "{what} is held for review",
    RestrictionKind.CANCELLATION: "{what} was cancelled",
    RestrictionKind.BAN: "{what} is banned",
    RestrictionKind.SUSPENSION: "{what} is suspended",
    RestrictionKind.FREEZE: "{what} is frozen after a change of holder",
    RestrictionKind.EXPIRY: "{what} has lapsed",
    RestrictionKind.WITHHELD: "{what} is withheld until the last violation is far enough back",
}

LIFTED_BY: Final[Mapping[RestrictionKind, str]] = {
    RestrictionKind.CLOSURE: "only a successful appeal against the closure",
    RestrictionKind.HOLD: "a reviewer's approval",
    RestrictionKind.CANCELLATION: "a new application, or overturning the cancellation",
    RestrictionKind.BAN: "its end, a shortening, or overturning the ban",
    RestrictionKind.SUSPENSION: "its end, a shortening of the ban behind it, or overturning the ban",
    RestrictionKind.FREEZE: "its end; nothing shortens it",
    RestrictionKind.EXPIRY: "a renewed, verified certification",
    RestrictionKind.WITHHELD: "its end, or overturning the violation behind it",
}


def spoken(privilege: str) -> str:
    """A privilege in words: `publish.finance` is "publishing in finance"."""
    parent, _, detail = privilege.partition(".")
    if not detail:
        return PRIVILEGE[parent]
    joint = "in" if parent == PUBLISH else "by"
    return f"{PRIVILEGE[parent]} {joint} {detail.replace('_', ' ')}"


def closed(restriction: Restriction) -> str:
    """Why a restriction closes its privilege, and until when."""
    what = _CLOSED_BY[restriction.kind].format(what=spoken(restriction.privilege))
    end = restriction.interval.end
    until = "without end" if end is None else f"until {shown(end)}"
    return (
        f"{what} since {shown(restriction.interval.start)}, {until} ({restriction.cause}, art. {restriction.article})"
    )


_ENDED: Final[Mapping[GrantEnd, str]] = {
    GrantEnd.EXPIRY: "certification {id} expired at {end}",
    GrantEnd.REVOCATION: "certification {id} was revoked at {end}",
    GrantEnd.HOLDER_CHANGE: "certification {id} fell with its holder at {end}",
    GrantEnd.CANCELLATION: "the grant was cancelled at {end}",
}


def not_granted(privilege: str, ended: Grant | None, to_come: datetime | None) -> str:
    """Why a privilege that takes a grant has none."""
    if ended is None or ended.ended_by is None or ended.interval.end is None:
        why = "no certification was verified" if privilege.startswith(PUBLISH) else "no application was granted"
    else:
        why = _ENDED[ended.ended_by].format(id=ended.source, end=shown(ended.interval.end))
    later = "" if to_come is None else f"; the next one begins at {shown(to_come)}"
    return f"{spoken(privilege)} is not open: {why}{later}"


def lifted_by_grant(privilege: str) -> str:
    """What would open a privilege that takes a grant."""
    return "a verified certification" if privilege.startswith(PUBLISH) else "a granted application"


def lasting(length: timedelta) -> str:
    """A length of time in words: "7 days", "1 day 12 hours", "30 seconds"."""
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
    """What a boundary did: "ban b7 ends; publishing opens; monetization stays suspended until …"."""
    ended = [
        f"{restriction.kind.value} of {spoken(restriction.privilege)} ({restriction.cause}) ends"
        for restriction in standing.restrictions
        if restriction.interval.end == boundary
    ]
    began = [f"{spoken(grant.privilege)} begins" for grant in standing.grants if grant.interval.start == boundary]
    lapsed = [
        f"{grant.source} for {spoken(grant.privilege)} ends"
        for grant in standing.grants
        if grant.interval.end == boundary
    ]
    outcome = [f"{spoken(change.privilege)} {'opens' if change.opened else 'closes'}" for change in changes]
    still = [
        closed(restriction)
        for restriction in standing.restrictions
        if restriction.interval.covers(boundary) and restriction.privilege in (PUBLISH, MONETIZE)
    ]
    return "; ".join((*_briefly(ended), *began, *lapsed, *outcome, *still)) or "nothing changes"


def _briefly(ended: list[str]) -> list[str]:
    """Each thing once, in the order in which it was said."""
    return list(dict.fromkeys(ended))
