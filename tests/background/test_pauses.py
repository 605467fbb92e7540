"""Pauses that grow: up to their longest, and after a week of failures still."""

import pytest

from background import backstop, expiry, relay, rosters
from background.pauses import pause_s


@pytest.mark.parametrize(
    ("failures", "pause"), [(0, 0.5), (1, 1.0), (2, 2.0), (4, 8.0), (5, 15.0), (16, 15.0), (100_000, 15.0)]
)
def test_a_pause_doubles_up_to_the_longest(failures: int, pause: float) -> None:
    """An outage of a night is thousands of attempts: the power of two alone would be too large for a float."""
    assert pause_s(failures, first_s=0.5, longest_s=15.0) == pause


def test_nobody_waits_long_for_what_is_back() -> None:
    """Facts and boundaries follow within seconds when the database or Temporal is there again, warnings in minutes."""
    assert relay.LONGEST_PAUSE_S == backstop.LONGEST_PAUSE_S == 15.0
    assert expiry.LONGEST_PAUSE_S == rosters.LONGEST_PAUSE_S == 300.0


def test_a_stream_that_was_taken_begins_to_rest_anew() -> None:
    """Rests of 1, 2, 4 … seconds up to a minute, each stream for itself; a success forgets them."""
    now = 100.0
    resting = relay.Resting(lambda: now)

    def rest_of(stream: str) -> float:
        """Seconds until the stream is tried again, to half a second."""
        nonlocal now
        began = now
        while stream in resting.streams():
            now += 0.5
        length, now = now - began, began
        return length

    rests = []
    for _ in range(8):
        resting.learn(relay.Round(refused=frozenset({"a"}), taken=frozenset({"b"})))
        rests.append(rest_of("a"))
    assert rests == [1, 2, 4, 8, 16, 32, 60, 60]
    assert rest_of("b") == 0
    resting.learn(relay.Round(taken=frozenset({"a"})))
    assert rest_of("a") == 0
    resting.learn(relay.Round(away=frozenset({"a"}), taken=frozenset({"b"})))
    assert rest_of("a") == 1
    resting.learn(relay.Round(away=frozenset({"c"})))
    assert rest_of("c") == 0, "nobody was taken: then everybody waits together"
