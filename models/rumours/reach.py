"""Reach: viewers of a rumour, viewers of its debunking, and the viewers of both (article 6)."""

from enum import StrEnum
from typing import Annotated, Final

from pydantic import AfterValidator, StringConstraints
from pydantic import Field as Described

from models.base import Frozen
from models.instants import Instant
from models.records import RecordId

VIEWER_PATTERN: Final = r"^[\x21-\x7e]{1,128}$"
Viewer = Annotated[str, StringConstraints(pattern=VIEWER_PATTERN), "opaque token, always the same for a viewer"]
MOST_VIEWERS: Final = 100_000_000_000


class Seen(StrEnum):
    """Kind of content seen."""

    RUMOUR = "rumour"
    DEBUNKING = "debunking"


class ViewerSeen(Frozen):
    """Content seen by a viewer. Only the first time counts, so a report may be repeated."""

    seen: Seen
    viewer: Viewer
    at: Instant


def _whole(value: Instant) -> Instant:
    if value.minute or value.second or value.microsecond:
        raise ValueError("must be a whole hour, such as 2026-03-01T09:00:00+08:00: counts are reported by the hour")
    return value


class HourSeen(Frozen):
    """Number of viewers in the hour that begins at an instant. A later report of the same hour replaces it."""

    seen: Seen
    hour: Annotated[Instant, AfterValidator(_whole)]
    viewers: Annotated[int, Described(ge=0, le=MOST_VIEWERS)]


class ReachPoint(Frozen):
    """Counts of one hour: the viewers who saw a content for the first time in it."""

    hour: Instant
    rumour: int
    debunking: int
    reached: Annotated[int, Described(description="Individually known viewers who have seen both by then.")]


class Reach(Frozen):
    """Reach of a rumour and of its debunking."""

    rumour: RecordId
    exposed: Annotated[int, Described(description="Viewers of the rumour.")]
    informed: Annotated[int, Described(description="Viewers of the debunking.")]
    known_exposed: Annotated[int, Described(description="Individually known viewers of the rumour.")]
    reached: Annotated[int, Described(description="Those of `known_exposed` who have seen the debunking too.")]
    share: Annotated[
        float | None, Described(description="`reached` divided by `known_exposed`; null if only counts were reported.")
    ]
    share_at_most: Annotated[
        float | None,
        Described(
            description="Upper bound from the counts: the largest share of the exposed that can have been reached."
        ),
    ]
    points: tuple[ReachPoint, ...]


class RumourCounts(Frozen):
    """Recorded counts about rumours in a period, for a report to the regulator."""

    since: Instant
    until: Instant
    opened: int
    closed: int
    corrected: int
    contents_found: int
    labelled: Annotated[int, Described(description="Contents labelled, as reported by the platform.")]
    orders: int
    late: int
    violations: int
    exposed: Annotated[int, Described(description="Viewers of rumours reported in the period.")]
    informed: int
    reached: Annotated[int, Described(description="Those of them who had seen both, as then reported.")]
