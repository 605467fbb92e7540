"""Drawings: escaped, without styles of their own, with round ticks."""

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from console.drawing.figures import Lane, Span, lanes
from console.drawing.svg import Scale, Times, element, ticks
from console.texts.languages import language

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
SVG = "{http://www.w3.org/2000/svg}"


def parsed(drawing: str) -> ET.Element:
    return ET.fromstring(drawing)


def test_everything_is_escaped() -> None:
    """A name of an account is a text, whatever is in it."""
    assert element("text", "<b>&", title='"x"', class_="end") == (
        '<text title="&#34;x&#34;" class="end">&lt;b&gt;&amp;</text>'
    )


def test_figures_are_well_formed_and_without_styles() -> None:
    """Colours come from the stylesheet by classes; the title says what is drawn."""
    spans = [
        Span(NOW - timedelta(days=9), NOW + timedelta(days=5), "bad", "禁言 <7日>", "/console/accounts/a#b1"),
        Span(NOW + timedelta(days=20), None, "wait", "later"),
        Span(NOW - timedelta(days=90), NOW - timedelta(days=80), "quiet", "before the picture"),
    ]
    said = lanes(
        [Lane("发布", spans), Lane("nothing", [])],
        NOW - timedelta(days=14),
        NOW + timedelta(days=30),
        NOW,
        "时间线",
        language("zh"),
    )
    assert not re.search(r"style=|fill=|stroke=", said)
    assert parsed(said).findtext("svg/title") == "时间线"
    rects = parsed(said).findall(".//rect")
    assert [rect.get("class") for rect in rects] == ["bar-bad", "bar-bad ahead", "bar-wait ahead"]
    assert rects[0].findtext("title") == "禁言 <7日>"
    link = parsed(said).find(".//a")
    assert link is not None
    assert link.get("href") == "/console/accounts/a#b1"


@pytest.mark.parametrize(
    ("span", "labels"),
    [
        (timedelta(hours=2), ["17:00", "17:15", "17:30"]),
        (timedelta(days=5), ["3月11日", "3月12日"]),
        (timedelta(days=80), ["3月24日", "4月7日"]),
        (timedelta(days=1500), ["2027年1月", "2028年1月"]),
    ],
)
def test_ticks_are_round_and_few(span: timedelta, labels: list[str]) -> None:
    """Hours of the day, or days in Shanghai."""
    found = ticks(Times(NOW, NOW + span, 0, 100), language("zh"))
    assert [said for _, said in found][: len(labels)] == labels
    assert len(found) <= 9


def test_a_scale_without_extent_has_one_place() -> None:
    """One point is no division by zero."""
    assert Scale(3, 3, 10, 20)(3) == 10
