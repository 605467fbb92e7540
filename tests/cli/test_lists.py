"""Commands `standing accounts` and `standing list`: filters, counts, files, identifiers for a bulk action."""

import json
from pathlib import Path

import pytest

from cli.terminal.tables import width_of
from tests.cli.conftest import Run, Write, row

NAME = "山野厨房每天一道家常菜，人人学得会"


@pytest.fixture
def filled(standing: Run, accounts: Write) -> Run:
    """Two accounts with a ban and a violation, one that declared healthcare, and an appeal."""
    for words in (
        ("import", accounts({**row(1), "name": NAME}, row(2, fields=["healthcare"]), row(3))),
        ("violations", "record", "a1", "fabrication", "--id", "v1", "--reason", NAME),
        ("violations", "record", "a2", "distortion", "--id", "v2", "--reason", NAME),
        ("appeals", "open", "a1", "v1", NAME),
    ):
        done = standing(*words)
        assert done.exit_code == 0, (words, done.output, done.stderr)
    return standing


def first(output: str) -> list[str]:
    """Return the first word of each row of a table."""
    return [line.split()[0] for line in output.splitlines()[1:]]


def test_accounts_are_found_by_filters_that_combine(filled: Run) -> None:
    assert first(filled("accounts", "list").stdout) == ["a1", "a2", "a3"]
    assert first(filled("accounts", "list", "每天一道家常菜").stdout) == ["a1"]
    assert first(filled("accounts", "list", "--category", "distortion").stdout) == ["a2"]
    assert first(filled("accounts", "list", "--uncertified", "healthcare", "--field", "healthcare").stdout) == ["a2"]
    assert first(filled("accounts", "list", "--closed", "publish.healthcare", "--kind", "individual").stdout)[0] == "a1"
    opened = filled("accounts", "list", "--open", "publish", "--sort", "-registered")
    assert "a3" in first(opened.stdout)
    assert filled("accounts", "list", "--category", "vulgar_persona").stdout == "No accounts pass the filters.\n"
    both = filled("accounts", "list", "--open", "publish", "--closed", "service")
    assert (both.exit_code, "give one of them" in both.stderr) == (2, True)


def test_an_account_is_shown(filled: Run) -> None:
    """By its identifier; an unknown one is refused."""
    shown = filled("accounts", "show", "a2").stdout
    assert shown.splitlines()[0].split()[0] == "a2"
    assert "healthcare" in shown
    assert filled("accounts", "show", "nobody").exit_code == 1


def test_a_past_instant_is_refused_with_what_to_do(filled: Run) -> None:
    """And a future one answers what will hold."""
    past = filled("accounts", "list", "--at", "2020-01-01")
    assert past.exit_code == 2
    assert "at: lies in the past" in past.stderr
    assert "/timeline" in past.stderr
    assert filled("accounts", "list", "--at", "2100-01-01").exit_code == 0


def test_identifiers_go_into_a_bulk_action(filled: Run) -> None:
    found = filled("accounts", "list", "--ids", "--category", "fabrication")
    assert found.stdout == "a1\n"
    few = filled("accounts", "list", "--ids", "--limit", "1")
    assert (few.exit_code, "more than 1 account" in few.stderr) == (2, True)
    order = ("bulk", "start", "violation", "-", "--category", "vulgar_persona", "--reason", "r", "--id", "b1")
    assert filled(*order, given=found.stdout).stdout.startswith("b1: violation on 1 account.")


def test_counts_are_drawn(filled: Run) -> None:
    """The largest first, each with its number; as JSON they are the API's answer."""
    drawn = filled("accounts", "list", "--by", "kind").stdout.splitlines()
    assert drawn[0] == "3 by kind"
    assert drawn[1].split() == ["individual", "3", "█" * 30]
    counts = json.loads(filled("list", "violations", "--by", "category", "--json").stdout)
    assert counts["counts"] == {"distortion": 1, "fabrication": 1}
    wrong = filled("list", "bans", "--by", "colour")
    assert (wrong.exit_code, "by:" in wrong.stderr) == (2, True)


def test_lists_across_accounts(filled: Run) -> None:
    """Filters, states, and what leads on."""
    assert sorted(first(filled("list", "violations").stdout)) == ["a1", "a2"]
    assert first(filled("list", "violations", "--account", "a2", "--state", "standing").stdout) == ["a2"]
    assert first(filled("list", "actions", "--category", "fabrication", "--sort", "account").stdout) == ["a1"]
    appeals = filled("list", "appeals", "--state", "open", "--sort", "due")
    assert first(appeals.stdout) == ["a1"]
    assert "v1" in appeals.stdout
    assert filled("list", "certifications").stdout == "No certifications pass the filters.\n"
    since = filled("list", "violations", "--since", "2100-01-01")
    assert since.stdout == "No violations pass the filters.\n"
    order = filled("list", "violations", "--since", "2026-01-02", "--before", "2026-01-01")
    assert (order.exit_code, "must be later than" in order.stderr) == (2, True)


def test_a_list_is_a_file(filled: Run, tmp_path: Path) -> None:
    """All of it, for a spreadsheet; an existing file is left as it is."""
    table = tmp_path / "accounts.csv"
    assert filled("accounts", "list", "--form", "csv", "--out", table).exit_code == 0
    lines = table.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 4
    assert lines[0].startswith("account,kind,holder,name")
    assert filled("accounts", "list", "--form", "csv", "--out", table).exit_code == 2
    lines = filled("list", "violations", "--form", "ndjson").stdout.splitlines()
    assert {json.loads(line)["id"] for line in lines} == {"v1", "v2"}


@pytest.mark.parametrize("columns", [80, 100])
def test_tables_fit_the_terminal(filled: Run, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """A Chinese character counts two columns."""
    from cli.terminal import console

    monkeypatch.setattr(console.out, "_width", columns, raising=False)
    for words in (
        ("accounts", "list"),
        ("accounts", "list", "--by", "status"),
        *(("list", name) for name in ("actions", "violations", "bans", "appeals", "certifications")),
        ("list", "actions", "--by", "measure"),
    ):
        printed = filled(*words)
        assert printed.exit_code == 0, printed.stderr
        assert all(width_of(line) <= columns for line in printed.stdout.splitlines()), (words, printed.stdout)
