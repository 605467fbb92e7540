"""The timeline: the past, the present and the future as one computation."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from models.accounts import commands as c
from models.accounts.verdicts import Segment
from models.words.privileges import Field
from models.words.violations import Category
from regulation.standing.timeline import timeline
from regulation.standing.verdicts import PastNotKeptError, permits
from tests.examples import examples
from tests.regulation.account import Account, on
from tests.regulation.histories import FIRST, Life, Move, histories


@pytest.fixture
def account() -> Account:
    """A ban from 10 to 20 March that is overturned on the 12th, and a certification for April."""
    made = Account(on("01-01 09:00"))
    made.do(c.ImposeBan(id="b1", category=Category.RECYCLED_NEWS, duration=timedelta(days=10)), on("03-10"))
    made.do(c.Overturn(id="b1"), on("03-12"))
    made.do(
        c.Certify(id="c1", field=Field.FINANCE, valid_from=date(2026, 4, 1), valid_until=date(2026, 4, 30)), on("03-15")
    )
    return made


def told(segments: tuple[Segment, ...], privilege: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [
        (f"{segment.start:%m-%d %H:%M}", segment.answer.value, segment.causes)
        for segment in segments
        if segment.privilege == privilege
    ]


def test_what_was_lived_through_stays(account: Account) -> None:
    """An overturned ban is still there for the time it held, and the future lies in the same line (reading 3)."""
    segments = timeline(account.standing, on("01-01 09:00"), on("06-01"))

    assert told(segments, "publish") == [
        ("01-01 09:00", "allowed", ()),
        ("03-10 00:00", "refused", ("b1",)),
        ("03-12 00:00", "allowed", ()),
    ]
    assert told(segments, "publish.finance") == [
        ("01-01 09:00", "refused", ("a1",)),
        ("03-10 00:00", "refused", ("b1", "a1")),
        ("03-12 00:00", "refused", ("a1",)),
        ("04-01 00:00", "allowed", ()),
        ("05-01 00:00", "refused", ("c1",)),
    ]


def test_it_covers_exactly_what_was_asked_for(account: Account) -> None:
    """The segments of each privilege follow each other from the start to the end without a gap."""
    start, end = on("03-11"), on("04-15 12:00")
    segments = timeline(account.standing, start, end)

    for privilege in {segment.privilege for segment in segments}:
        own = [segment for segment in segments if segment.privilege == privilege]
        assert (own[0].start, own[-1].end) == (start, end)
        assert [segment.end for segment in own[:-1]] == [segment.start for segment in own[1:]]


def test_before_the_registration(account: Account) -> None:
    """A timeline may begin before the account did, with everything refused."""
    assert told(timeline(account.standing, on("2025-12-31"), on("02-01")), "service") == [
        ("12-31 00:00", "refused", ("a1",)),
        ("01-01 09:00", "allowed", ()),
    ]


def test_it_needs_the_past_only_for_the_past(account: Account) -> None:
    """A standing without its past draws from its last fact on, and refuses to guess what was before."""
    now, end = account.pruned.as_of, on("06-01")

    assert timeline(account.pruned, now, end) == timeline(account.standing, now, end)
    with pytest.raises(PastNotKeptError, match="keep_past"):
        timeline(account.pruned, now - timedelta(seconds=1), end)


@pytest.mark.parametrize("end", ["03-11", "03-10 23:59:59"])
def test_it_must_end_after_it_starts(account: Account, end: str) -> None:
    """An empty or backward stretch is an error."""
    with pytest.raises(ValueError, match="must end after it starts"):
        timeline(account.standing, on("03-11"), on(end))


@settings(deadline=None, max_examples=examples(40))
@given(histories)
def test_each_segment_answers_as_a_verdict_would(moves: list[Move]) -> None:
    """For any history, at the start, in the middle and at the last instant of each segment the answer is its own."""
    life = Life()
    for move in moves:
        life.make(move)
    standing = life.account.standing
    for segment in timeline(standing, FIRST, FIRST + timedelta(days=800)):
        assert segment.end is not None
        last = segment.end - timedelta(microseconds=1)
        for at in (segment.start, segment.start + (last - segment.start) / 2, last):
            assert permits(standing, segment.privilege, at) == (segment.answer.value == "allowed")
