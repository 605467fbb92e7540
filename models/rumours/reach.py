"""Reach: who saw a rumour, who saw its debunking, and how many of the former the latter reached (article 6)."""

from enum import StrEnum
from typing import Annotated, Final

from pydantic import AfterValidator, StringConstraints
from pydantic import Field as Described

from models.base import Frozen
from models.instants import Instant
from models.records import RecordId

VIEWER_PATTERN: Final = r"^[\x21-\x7e]{1,128}$"
Viewer = Annotated[str, StringConstraints(pattern=VIEWER_PATTERN), "an opaque token, the same for the same viewer"]
MOST_VIEWERS: Final = 100_000_000_000


class Seen(StrEnum):
    """What was seen."""

    RUMOUR = "rumour"
    DEBUNKING = "debunking"


class ViewerSeen(Frozen):
    """A viewer has seen it. Only the first time counts, so that a report may be repeated."""

    seen: Seen
    viewer: Viewer
    at: Instant


def _whole(value: Instant) -> Instant:
    if value.minute or value.second or value.microsecond:
        raise ValueError("must be a whole hour, such as 2026-03-01T09:00:00+08:00: counts are told by the hour")
    return value


class HourSeen(Frozen):
    """So many have seen it in the hour that begins then. Told again, it replaces what was told before."""

    seen: Seen
    hour: Annotated[Instant, AfterValidator(_whole)]
    viewers: Annotated[int, Described(ge=0, le=MOST_VIEWERS)]


class ReachPoint(Frozen):
    """One hour, with those who saw something for the first time in it."""

    hour: Instant
    rumour: int
    debunking: int
    reached: Annotated[int, Described(description="Of those who are known one by one: who by now has seen both.")]


class Reach(Frozen):
    """How far a rumour and its debunking reached."""

    rumour: RecordId
    exposed: Annotated[int, Described(description="Viewers of the rumour.")]
    informed: Annotated[int, Described(description="Viewers of the debunking.")]
    known_exposed: Annotated[int, Described(description="Viewers of the rumour that are known one by one.")]
    reached: Annotated[int, Described(description="Of those, who have seen the debunking too.")]
    share: Annotated[
        float | None, Described(description="`reached` of `known_exposed`; null where only counts were told.")
    ]
    share_at_most: Annotated[
        float | None,
        Described(description="What counts allow: no more than this share of the exposed can have been reached."),
    ]
    points: tuple[ReachPoint, ...]


class RumourCounts(Frozen):
    """What was recorded about rumours in a period: what a report to the regulator counts."""

    since: Instant
    until: Instant
    opened: int
    closed: int
    corrected: int
    contents_found: int
    labelled: Annotated[int, Described(description="Contents that the platform said it has labelled.")]
    orders: int
    late: int
    violations: int
    exposed: Annotated[int, Described(description="Viewers of rumours who were told of in the period.")]
    informed: int
    reached: Annotated[int, Described(description="Who by what was told then had seen both.")]
