"""Boundaries: instants at which a standing changes by itself, and the changes at each."""

from datetime import datetime, timedelta
from typing import Final

from models.accounts.standing import Standing
from models.accounts.verdicts import Change, Transition
from models.intervals import Interval
from models.words.privileges import APPLY_MONETIZATION, BE_RECOMMENDED, GAIN_FOLLOWERS, PUBLISH, SERVICE
from regulation.standing.verdicts import permits, reasons
from regulation.words import chinese, english

_INSTANT_BEFORE: Final = timedelta(microseconds=1)
_ALWAYS: Final = (SERVICE, PUBLISH, GAIN_FOLLOWERS, BE_RECOMMENDED, APPLY_MONETIZATION)


def next_boundary(standing: Standing, after: datetime) -> datetime | None:
    """First instant later than `after` at which an interval begins or ends; None when nothing is pending."""
    if standing.closed_at is not None and standing.closed_at <= after:
        return None
    return min(
        (
            edge
            for interval in _intervals(standing)
            for edge in (interval.start, interval.end)
            if edge is not None and edge > after
        ),
        default=None,
    )


def privileges_of(standing: Standing) -> tuple[str, ...]:
    """Privileges that concern this account: those that everybody has, and those it was ever granted."""
    granted = dict.fromkeys(grant.privilege for grant in standing.grants)
    return (*_ALWAYS, *sorted(granted))


def transition_at(standing: Standing, boundary: datetime) -> Transition:
    """Changes at a boundary, compared with the instant before, in values and in words."""
    before = boundary - _INSTANT_BEFORE
    changes = tuple(
        Change(
            privilege=privilege,
            opened=opened,
            causes=() if opened else tuple(reason.cause for reason in reasons(standing, privilege, boundary)),
        )
        for privilege in privileges_of(standing)
        if permits(standing, privilege, before) != (opened := permits(standing, privilege, boundary))
    )
    return Transition(
        account=standing.account,
        at=boundary,
        version=standing.version,
        changes=changes,
        message=english.announced(standing, boundary, changes),
        message_zh=chinese.announced(standing, boundary, changes),
    )


def transitions_between(standing: Standing, after: datetime, through: datetime) -> tuple[Transition, ...]:
    """Every boundary in `(after, through]`, in order: all that are due when the caller runs late."""
    found: list[Transition] = []
    boundary = next_boundary(standing, after)
    while boundary is not None and boundary <= through:
        found.append(transition_at(standing, boundary))
        boundary = next_boundary(standing, boundary)
    return tuple(found)


def _intervals(standing: Standing) -> tuple[Interval, ...]:
    return (
        *(restriction.interval for restriction in standing.restrictions),
        *(grant.interval for grant in standing.grants),
    )
