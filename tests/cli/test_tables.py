"""Tables: within the width, cut as displayed, identifiers whole."""

import ast
from pathlib import Path

import pytest

import cli
from cli.terminal.tables import Table, cut, width_of

NAMES = ("山野厨房每天一道家常菜，人人学得会", "a kitchen", "🍜面", "é")
IDENTIFIERS = {"id", "account", "about", "action", "by", "case", "certification", "content", "holder", "person", "who"}
"""Headings of columns that have identifiers, or names where there are some."""


def lines(table: Table, width: int) -> list[str]:
    return [line.plain for line in table.lines(width)]


@pytest.mark.parametrize("width", [200, 80, 60, 40])
def test_every_line_fits_and_columns_stand_under_each_other(width: int) -> None:
    table = Table("id*", "name", "status", "why", right=("status",))
    for number, name in enumerate(NAMES):
        table.add(f"case-{number:08}", name, "open", f"{name} {name}")
    shown = lines(table, width)
    assert all(width_of(line) <= width for line in shown), shown
    assert [line.split()[0] for line in shown[1:]] == [f"case-{number:08}" for number in range(len(NAMES))]
    ends = {width_of(line[: line.index("open")]) for line in shown[1:]}
    assert len(ends) == 1, "Chinese names are aligned"


def test_what_is_cut_ends_with_an_ellipsis_and_is_measured_as_displayed() -> None:
    assert cut("山野厨房", 8) == "山野厨房"
    assert cut("山野厨房", 7) == "山野厨…"
    assert cut("山野厨房", 6) == "山野…"
    assert width_of(cut("a山野厨房", 6)) <= 6


def test_identifiers_are_folded_before_they_are_cut() -> None:
    """Whoever copies one gets all of it."""
    table = Table("id*", "case*", "name")
    table.add("x" * 30, "y" * 30, "a long name that may be cut")
    shown = lines(table, 40)
    assert all(width_of(line) <= 40 for line in shown)
    whole = "".join("".join(shown[1:]).split())
    assert whole.count("x") == 30
    assert whole.count("y") == 30
    assert "…" in whole


def test_every_column_of_identifiers_is_marked_as_one() -> None:
    """Of every table of the command line: what is copied from it must be whole."""
    unmarked = []
    for path in sorted(Path(cli.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Table":
                headings = [ast.literal_eval(one) for one in node.args if isinstance(one, ast.Constant)]
                unmarked += [f"{path.name}: {one}" for one in headings if one in IDENTIFIERS]
    assert unmarked == []


def test_a_cell_is_one_line() -> None:
    table = Table("id*", "reason")
    table.add("a", "one\ntwo\tthree")
    assert lines(table, 80)[1] == "a   one two three"


def test_instants_lose_their_seconds_and_then_their_hour() -> None:
    """A date cut in the middle says nothing."""
    table = Table("id*", "reason", "due")
    table.add("a", "a reason of some length", "2026-03-01 09:30:15")
    assert "2026-03-01 09:30:15" in lines(table, 80)[1]
    table.add("b", "another reason of some length", "2026-03-02 09:30")
    assert lines(table, 40)[1].endswith("2026-03-01 09:30")
    assert lines(table, 22)[1].endswith("2026-03-01")
