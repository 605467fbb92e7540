"""Drawings of a fixed standing at a fixed instant, in two widths, readable without colour."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from cli.terminal.axis import Scale, marks
from cli.terminal.drawing import REFUSED, Window, draw, window_around
from models.accounts.facts import (
    AccountRegistered,
    BanImposed,
    CertificationGranted,
    Fact,
    FactBody,
    HolderChanged,
    MonetizationGranted,
)
from models.accounts.standing import Standing
from models.instants import SHANGHAI
from regulation.standing.fold import fold


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI)  # type: ignore[arg-type,misc]


def ban(identifier: str, duration: str, factor: int = 2) -> BanImposed:
    said: dict[str, Any] = {"id": identifier, "category": "recycled_news", "duration": duration, "factor": factor}
    return BanImposed.model_validate({**said, "clean_months": 3})


NOW = at(2026, 5, 10, 12)
LIFE: tuple[tuple[datetime, FactBody], ...] = (
    (at(2026, 3, 1, 9), AccountRegistered.model_validate({"kind": "individual", "holder": "h", "name": "山野厨房"})),
    (at(2026, 3, 1, 9, 5), MonetizationGranted.model_validate({"methods": ("advertising",)})),
    (
        at(2026, 3, 5, 9, 5),
        CertificationGranted.model_validate(
            {"id": "c1", "field": "healthcare", "valid_from": date(2026, 3, 1), "valid_until": date(2026, 5, 31)}
        ),
    ),
    (at(2026, 3, 10, 12), ban("b1", "P7D")),
    (at(2026, 3, 14, 12), ban("b2", "P7D", 3)),
    (at(2026, 4, 20, 12), ban("hour", "PT1H")),
    (
        at(2026, 5, 2, 12),
        HolderChanged.model_validate(
            {"id": "holder-change-7", "holder": "x", "kind": "individual", "freeze_months": 3}
        ),
    ),
)


@pytest.fixture
def standing() -> Standing:
    facts = [
        Fact(account="kitchen", seq=seq, effective_at=when, recorded_at=when, actor="test", body=body)
        for seq, (when, body) in enumerate(LIFE, start=1)
    ]
    folded = fold(facts, keep_past=True)
    assert folded is not None
    return folded


@pytest.mark.parametrize("width", [80, 140])
def test_a_life_reads_without_colour(standing: Standing, width: int, snapshot: SnapshotAssertion) -> None:
    """The drawing has bars, labels beside or below short ones, the mark of now, an axis in dates, and a legend with
    articles and ends.
    """
    lines = draw({"": standing}, window_around(standing, NOW, None, None), width)
    assert "\n".join(line.plain.rstrip() for line in lines) == snapshot


@pytest.mark.parametrize("width", [40, 80, 97, 140, 200])
def test_no_line_is_wider_than_the_terminal(standing: Standing, width: int) -> None:
    """A wrapped line would break every bar below it."""
    lines = draw({"": standing}, window_around(standing, NOW, None, None), width)
    assert max(line.cell_len for line in lines) <= width


def test_the_shortest_refusal_still_has_a_cell(standing: Standing) -> None:
    """A refusal of one hour among months is shown, with its number beside it."""
    window = Window(at(2026, 4, 1), at(2026, 5, 1), NOW)
    (publish,) = [line.plain for line in draw({"": standing}, window, 80) if line.plain.startswith("publish ")]
    assert sum(cell in REFUSED for cell in publish) == 1
    assert "█ 3 ─" in publish


def test_two_standings_share_scale_numbers_and_legend(standing: Standing) -> None:
    """A common scale makes the standings before and after comparable."""
    later = Fact(account="kitchen", seq=8, effective_at=NOW, recorded_at=NOW, actor="test", body=ban("b9", "P14D"))
    from regulation.standing.fold import apply

    after = apply(standing, later, keep_past=True)
    lines = [
        line.plain for line in draw({"Before": standing, "After": after}, Window(LIFE[0][0], at(2026, 9, 1), NOW), 120)
    ]
    axes = [line for line in lines if "┬" in line]
    assert len(axes) == 2
    assert axes[0] == axes[1]
    assert sum(line.startswith(" 1  b1") for line in lines) == 1
    assert sum("b9" in line for line in lines) == 1


def test_what_was_never_there_is_neither_allowed_nor_refused(standing: Standing) -> None:
    """An account has no bars before its registration."""
    window = Window(at(2026, 1, 1), at(2026, 2, 1), NOW)
    rows = [line.plain.split()[-1] for line in draw({"": standing}, window, 80)[1:7]]
    assert set("".join(rows)) == {"·"}


@pytest.mark.parametrize(
    ("span", "first", "count_at_least"),
    [
        (timedelta(seconds=40), "12:00:00", 4),
        (timedelta(minutes=30), "03-01 12:00", 3),
        (timedelta(days=3), "2026-03-02", 2),
        (timedelta(days=20), "2026-03-08", 2),
        (timedelta(days=200), "2026-05-01", 2),
        (timedelta(days=4_000), "2030-01-01", 2),
    ],
)
def test_an_axis_has_round_marks_that_do_not_touch(span: timedelta, first: str, count_at_least: int) -> None:
    """The marks range from seconds to decades, in Shanghai time."""
    start = at(2026, 3, 1, 12)
    found = marks(Scale(start, start + span, 60))
    assert found[0][1] == first
    assert len(found) >= count_at_least
    ends = [column + len(label) for column, label in found]
    assert all(end < column for end, (column, _) in zip(ends, found[1:], strict=False))
    assert ends[-1] <= 60
