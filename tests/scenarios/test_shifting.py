"""Shifting: what a draft states of the past moves along with the questions about it."""

import pytest

from models.gate.drafts import Draft, OldEvent
from scenarios.shifting import moved


@pytest.mark.parametrize(
    ("time", "later"),
    [
        ("2026-03-03", "2054-03-03"),
        ("2026-03", "2054-03"),
        ("2026", "2054"),
        ("2024-02-29T10:00:00+08:00", "2052-02-29T10:00:00+08:00"),
        ("1976-07-28", "2004-07-28"),
        ("1900-02-28", "1900-02-28"),
        ("0618", "0618"),
        ("", ""),
        (None, None),
    ],
)
def test_an_old_event_moves_along(time: str | None, later: str | None) -> None:
    """However exactly it is known when it happened, it is the same time so many years later, and back again."""
    draft = Draft(old_event=OldEvent(time=time, place="成都"))

    assert moved(draft, 28).old_event == OldEvent(time=later, place="成都")
    assert moved(moved(draft, 28), -28) == draft


def test_footage_moves_along() -> None:
    """The time of shooting keeps its distance from the question."""
    draft = Draft.model_validate({"media": [{"kind": "self_shot", "shot_at": "2026-03-02T10:00:00+08:00"}]})

    assert moved(draft, 28).media[0].shot_at == "2054-03-02T10:00:00+08:00"
