"""Command `standing import`: its output, effects and exit status."""

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Run, Write, row


def test_an_import_says_what_came_in_and_ends_with_0(standing: Run, accounts: Write) -> None:
    """A repeated import says that nothing was changed."""
    file = accounts(row(1), row(2))
    first = standing("import", file)
    assert first.exit_code == 0, first.output
    assert "2 rows: 2 imported, 0 there already, 0 rejected" in first.output
    assert "nothing was changed" in standing("import", file).output


def test_rejected_rows_end_an_import_with_1_and_name_their_file(standing: Run, accounts: Write, tmp_path: Path) -> None:
    """The rejects are written to the given file; a repeated import still says that rows are missing."""
    file = accounts(row(1), row(2, name=""))
    aside = tmp_path / "aside.jsonl"
    done = standing("import", file, "--rejects", aside)
    assert done.exit_code == 1
    assert str(aside) in done.output
    assert '"line": 2' in aside.read_text(encoding="utf-8")
    assert standing("import", file, "--rejects", aside).exit_code == 1
    assert len(aside.read_text(encoding="utf-8").splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("missing.jsonl", None, "no such file"),
        ("accounts.txt", "{}", "--format jsonl"),
        ("accounts.csv", "a,b\n", "unknown columns"),
    ],
)
def test_an_unusable_file_ends_an_import_with_2(
    standing: Run, tmp_path: Path, name: str, content: str | None, said: str
) -> None:
    """The message names the file and what would be right, without a traceback."""
    if content is not None:
        (tmp_path / name).write_text(content)
    done = standing("import", tmp_path / name)
    assert done.exit_code == 2
    assert name in done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.output


@pytest.mark.parametrize("language", ["json", "csv"])
def test_the_documented_rows_can_be_imported(standing: Run, tmp_path: Path, language: str) -> None:
    """The examples of docs/import.md can be imported as they are."""
    document = (Path(__file__).parents[2] / "docs" / "import.md").read_text(encoding="utf-8")
    (example,) = re.findall(rf"```{language}\n(.*?)```", document, re.DOTALL)
    file = tmp_path / ("accounts.csv" if language == "csv" else "accounts.jsonl")
    file.write_text(example, encoding="utf-8")
    done = standing("import", file)
    assert done.exit_code == 0, done.output
    assert "2 rows: 2 imported" in done.output
