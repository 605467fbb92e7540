"""Command `standing bulk`: start from a file, progress, and messages on faults in the file or the options."""

from pathlib import Path

import pytest

from cli.sanctions import bulk
from models.sanctions.bulk import MOST_ACCOUNTS
from tests.cli.conftest import Run


def test_an_action_is_ordered_from_a_file_and_looked_at(standing: Run, tmp_path: Path) -> None:
    file = tmp_path / "accounts.txt"
    file.write_text("a1\n\na2\n", encoding="utf-8")
    ban = ("bulk", "start", "ban", str(file), "--category", "fabrication", "--days", "7", "--reason", "one text")
    assert standing(*ban, "--id", "b1").output.startswith("b1: ban on 2 accounts.")
    assert "2 waiting of 2" in standing("bulk", "show", "b1", "--accounts").output
    assert "anna" in standing("bulk", "list").output
    refused = standing("bulk", "revert", "b1", "--reason", "wrong")
    assert (refused.exit_code, "still running" in refused.stderr) == (1, True)
    assert standing("bulk", "cancel", "b1", "--reason", "the list was wrong").output.startswith("b1 is cancelling.")
    assert standing("bulk", "show", "b1").output.startswith("b1 is cancelling: ban on 2 accounts")
    assert standing("bulk", "cancel", "b9").exit_code == 1
    refused = standing("bulk", "cancel", "b1", "--reversal")
    assert (refused.exit_code, "only a reversal that is being carried out" in refused.stderr) == (1, True)


def test_a_list_longer_than_a_request_goes_to_a_draft(
    standing: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In parts, and started on all of them; here a request takes two."""
    assert bulk.MOST_AT_ONCE == MOST_ACCOUNTS
    monkeypatch.setattr(bulk, "MOST_AT_ONCE", 2)
    file = tmp_path / "accounts.txt"
    file.write_text("\n".join(f"a{number}" for number in range(5)), encoding="utf-8")
    ban = ("bulk", "start", "ban", str(file), "--category", "fabrication", "--days", "7", "--reason", "one text")
    assert standing(*ban, "--id", "long").output.startswith("long: ban on 5 accounts.")
    assert standing("bulk", "show", "long").output.startswith("long is running: ban on 5 accounts")


def test_what_is_wrong_is_said_with_its_line(standing: Run, tmp_path: Path) -> None:
    file = tmp_path / "accounts.txt"
    for text, said in (
        ("a1\na b\n", "line 2: 'a b'"),
        ("a1\na2\na1\n", "line 3: a1 is already on"),
        ("\n", "names no accounts"),
    ):
        file.write_text(text, encoding="utf-8")
        order = standing("bulk", "start", "violation", str(file), "--category", "fabrication", "--reason", "r")
        assert said in order.stderr
    file.write_text("a1\n", encoding="utf-8")
    assert "ban takes --category and --days" in standing("bulk", "start", "ban", str(file), "--reason", "r").stderr
    assert "is no measure" in standing("bulk", "start", "fine", str(file), "--reason", "r").stderr
    assert standing("bulk", "show", "b9").exit_code == 1
