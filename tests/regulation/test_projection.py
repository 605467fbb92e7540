"""The projection: at every instant its stretch has the verdict's answer and the weightiest of its reasons."""

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings

from models.accounts.standing import Standing
from regulation.accounts.projection import Projected, Stretch, projection
from regulation.standing.verdicts import NEVER, reasons, verdict, weightiest
from tests.examples import examples
from tests.regulation.histories import FIRST, Life, Move, histories

TICK = timedelta(microseconds=1)


def edges_of(standing: Standing) -> set[datetime]:
    """Every instant at which anything may change, and the ones beside it."""
    intervals = [one.interval for one in standing.restrictions] + [one.interval for one in standing.grants]
    edges = {edge for interval in intervals for edge in (interval.start, interval.end) if edge is not None}
    return {edge + beside for edge in edges for beside in (-TICK, timedelta(0), TICK)}


def covering(projected: Projected, at: datetime) -> Stretch:
    """The only stretch that covers the instant."""
    (found,) = [one for one in projected.stretches if one.start <= at and (one.end == NEVER or at < one.end)]
    return found


@settings(deadline=None, max_examples=examples(40))
@given(histories)
def test_each_stretch_has_the_weightiest_reason_of_the_verdict(moves: list[Move]) -> None:
    """Whatever happened to the account, from its registration on, and in a window that begins and ends anywhere."""
    life = Life()
    for move in moves:
        life.make(move)
    standing = life.account.standing
    every = sorted(edges_of(standing))
    windows = [
        (FIRST, None),
        *((start, end) for start, end in pairwise(every[:: max(1, len(every) // 3)]) if start >= FIRST),
    ]
    for start, end in windows:
        found = projection(standing, max(start, standing.as_of), start=start, end=end)
        inside = [at for at in every if at >= found.start and (end is None or at < end)]
        for projected in found.privileges:
            for at in (found.start, *inside):
                stretch, said = covering(projected, at), verdict(standing, projected.privilege, at)
                assert stretch.answer == said.answer
                if said.reasons:
                    assert stretch.message == said.reasons[0].message
                    assert (
                        weightiest(standing, projected.privilege, at) == reasons(standing, projected.privilege, at)[0]
                    )
            for before, after in pairwise(projected.stretches):
                assert before.end == after.start
