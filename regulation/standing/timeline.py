"""Timeline of a standing: past and future as segments within which each privilege has the same verdict."""

from datetime import datetime

from models.accounts.standing import Standing
from models.accounts.verdicts import Answer, Segment
from models.instants import rfc3339
from regulation.standing.boundaries import privileges_of
from regulation.standing.verdicts import PastNotKeptError, permits, reasons


def timeline(standing: Standing, start: datetime, end: datetime) -> tuple[Segment, ...]:
    """Segments of every privilege from `start` to `end`, privilege by privilege, in order of time.

    Raises:
        PastNotKeptError: when the standing was folded without the past that was asked for.
        ValueError: when the end does not lie after the start.
    """
    if end <= start:
        raise ValueError(f"the timeline must end after it starts: {rfc3339(start)} … {rfc3339(end)}")
    if start < standing.as_of and not standing.past_kept:
        raise PastNotKeptError(f"account {standing.account}: fold the facts with keep_past to draw {rfc3339(start)}")
    edges = sorted(
        {start, *(edge for edge in _edges(standing) if start < edge < end)},
    )
    return tuple(
        segment for privilege in privileges_of(standing) for segment in _segments(standing, privilege, edges, end)
    )


def _segments(standing: Standing, privilege: str, edges: list[datetime], end: datetime) -> list[Segment]:
    found: list[Segment] = []
    for begins, ends in zip(edges, [*edges[1:], end], strict=True):
        allowed = permits(standing, privilege, begins)
        why = () if allowed else reasons(standing, privilege, begins)
        segment = Segment(
            privilege=privilege,
            start=begins,
            end=ends,
            answer=Answer.ALLOWED if allowed else Answer.REFUSED,
            causes=tuple(dict.fromkeys(reason.cause for reason in why)),
            origins=tuple(dict.fromkeys(reason.origin for reason in why if reason.origin is not None)),
        )
        if found and _alike(found[-1], segment):
            found[-1] = found[-1].model_copy(update={"end": ends})
        else:
            found.append(segment)
    return found


def _alike(one: Segment, other: Segment) -> bool:
    return (one.answer, one.causes, one.origins) == (other.answer, other.causes, other.origins)


def _edges(standing: Standing) -> set[datetime]:
    intervals = [
        *(restriction.interval for restriction in standing.restrictions),
        *(grant.interval for grant in standing.grants),
    ]
    edges = {edge for interval in intervals for edge in (interval.start, interval.end) if edge is not None}
    return edges | {standing.registered_at}
