"""The graph of a cluster: well-formed, the same each time, without anything that a browser would run."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from coordination.clusters import Shared, found
from coordination.drawing import COLORS, HEIGHT, MOST_DRAWN, WIDTH, drawn
from models.coordination import TieKind

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
SVG = "{http://www.w3.org/2000/svg}"


def picture(size: int) -> str:
    shared = Shared()
    accounts = [f"account-{number:03d}" for number in range(size)]
    for start in range(0, size - 2, 2):
        shared.add(TieKind.PAYOUT, f"p{start}", accounts[start : start + 3])
    (one,) = found(shared, NOON)
    return drawn("clu_1", one)


def test_every_account_is_a_dot_and_every_pair_a_line_inside_the_picture() -> None:
    root = ET.fromstring(picture(9))
    dots = root.findall(f"{SVG}circle")
    assert len(dots) == 9
    assert len([line for line in root.findall(f"{SVG}line") if line.find(f"{SVG}title") is not None]) == 12
    for dot in dots:
        assert 0 < float(dot.get("cx", 0)) < WIDTH
        assert 0 < float(dot.get("cy", 0)) < HEIGHT
    places = {(dot.get("cx"), dot.get("cy")) for dot in dots}
    assert len(places) == 9, "no two lie on each other"
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg",
        "title",
        "rect",
        "text",
        "line",
        "circle",
    }


def test_the_same_cluster_is_drawn_alike_and_a_large_one_says_what_is_left_out() -> None:
    assert picture(9) == picture(9)
    large = picture(101)
    assert large.count("<circle") <= MOST_DRAWN
    assert "more are not drawn" in large


def test_each_kind_of_tie_has_its_colour() -> None:
    assert set(COLORS) == set(TieKind)
    assert len(set(COLORS.values())) == len(TieKind)
