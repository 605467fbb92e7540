"""Extreme names on a terminal and in a log: nothing moves the cursor, and nothing forges a line."""

import io
import json
import re

import pytest
import structlog
from rich.table import Table
from rich.text import Text
from typer.testing import CliRunner

from api.http import logs
from cli import app
from cli.terminal.console import SafeConsole
from models.texts.legible import escaped
from tests.ugly_names import RECORDED, REFUSED, TAKEN

HARMFUL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ue000-\uf8ff\uffff]"
)
OWN = re.compile(r"\x1b\[[0-9;]*m")
"""Colour sequences of the console itself."""


def shown(*texts: object) -> str:
    file = io.StringIO()
    console = SafeConsole(file=file, force_terminal=True, width=200, highlight=False)
    table = Table("name", "status")
    for text in texts:
        console.print(Text(str(text), style="red"))
        table.add_row(Text(str(text)), "active")
    console.print(table)
    return OWN.sub("", file.getvalue())


@pytest.mark.parametrize("name", [*REFUSED.values(), *TAKEN.values()], ids=[*REFUSED, *TAKEN])
def test_a_name_on_a_terminal_is_only_a_name(name: str) -> None:
    """Colours, titles, cursor and direction are controlled by the console alone, in lines and in tables."""
    assert HARMFUL.search(shown(name)) is None


def test_the_consoles_own_colours_pass() -> None:
    """The check replaces characters of texts only."""
    file = io.StringIO()
    SafeConsole(file=file, force_terminal=True, highlight=False, color_system="standard").print(Text("x", style="red"))
    assert "\x1b[31m" in file.getvalue()


@pytest.mark.parametrize("name", RECORDED.values(), ids=RECORDED)
def test_json_on_a_terminal_is_the_same_data(name: str) -> None:
    """Misleading characters are written as their JSON escapes, which every reader of JSON restores."""
    written = escaped(json.dumps({"name": name}, ensure_ascii=False))
    assert HARMFUL.search(written) is None
    assert json.loads(written) == {"name": name}


@pytest.mark.parametrize("form", ["json", "console"])
@pytest.mark.parametrize("name", [*RECORDED.values(), "a\nERROR forged=1"], ids=[*RECORDED, "forged"])
def test_a_name_in_a_log_begins_no_entry(form: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One entry is one line, whatever it contains."""
    written = io.StringIO()
    try:
        logs.configure("info", form, written)  # type: ignore[arg-type]
        structlog.get_logger("t").info("seen", name=name)
    finally:
        structlog.reset_defaults()
    (line,) = [line for line in OWN.sub("", written.getvalue()).split("\n") if line]
    assert HARMFUL.search(line) is None
    assert "forged=1\n" not in written.getvalue() or "\\n" in line


@pytest.mark.parametrize("word", ["\u202e报日民人", "名\u2028字", "\u3164", "厨房\uffff", "\x1b[31m", "厨房\udcff"])
@pytest.mark.parametrize(
    "command", [["screen"], ["networks", "register", "n1"], ["exemptions", "revoke", "x", "--reason"]]
)
def test_an_argument_that_misleads_is_refused(command: list[str], word: str) -> None:
    """Each argument is checked before anything is looked up; the message does not repeat it."""
    said = CliRunner().invoke(app, [*command, word])

    assert said.exit_code == 2
    assert f"argument {len(command) + 1}: " in said.output
    assert word not in said.output
