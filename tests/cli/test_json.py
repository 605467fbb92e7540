"""Option `--json`: every command that prints data has it, and prints JSON with it."""

import asyncio
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from cli import COMMANDS, WITHOUT_JSON
from cli.terminal.tables import width_of
from ledger.store.database import Database
from tests.cli.conftest import Run, Write, row


def leaves(command: Any, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield words, command
        return
    for name, one in inner.items():
        yield from leaves(one, (*words, name))


EVERY = [leaf for name, entry in COMMANDS.items() for leaf in leaves(entry.command(name), (name,))]


@pytest.mark.parametrize(("words", "command"), EVERY, ids=[" ".join(words) for words, _ in EVERY])
def test_every_command_with_data_takes_it(words: tuple[str, ...], command: Any) -> None:
    has = any("--json" in parameter.opts for parameter in command.params)
    assert has is (words[0] not in WITHOUT_JSON)


LISTS = [words for words, _ in EVERY if words[-1] == "list"]
MORE = [
    ("catalogue",),
    ("certification", "due"),
    ("lexicon", "show"),
    ("network", "roster", "n1"),
    ("network", "show", "n1"),
    ("profile", "show"),
    ("report", "run", "--period", "2024-10", "--dry-run"),
    ("receipts", "--account", "a1"),
    ("report", "schema"),
    ("rumor", "show", "r1"),
    ("simulate", "a1", "--ban", "P7D"),
    ("timeline", "a1"),
    ("violations", "show", "a1", "v1"),
    ("violations", "record", "a1", "fabrication", "--dry-run"),
    ("ledger", "verify"),
    ("audit", "verify"),
]


def test_it_is_the_answer_as_json_and_tables_fit_80_columns(
    standing: Run, accounts: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One ledger with something of each kind; every list, and what else prints data."""
    from cli.terminal import console

    monkeypatch.setattr(console.out, "_width", 80, raising=False)
    name = "山野厨房每天一道家常菜，人人学得会，从洗菜讲起"
    for words in (
        ("import", accounts({**row(1), "name": name}, row(2, fields=["healthcare"]))),
        ("violations", "record", "a1", "distortion", "--id", "v1", "--reason", name),
        ("appeals", "open", "a1", "v1", f"{name}{name}"),
        ("network", "register", "n1", name),
        ("network", "roster", "n1", "--sign", "a2"),
        ("rumor", "open", "r1", f"{name}的谣言", "--content", "c1"),
        ("webhook", "add", "https://platform.example/a/rather/long/path/of/the/platform/for/events", "--id", "w1"),
        ("exemption", "grant", "x1", "--account", "a1", "--accounts", "2", "--until", "2027-03-01", "--reason", name),
        ("report", "run", "--period", "2024-10"),
        ("rescreen", "start"),
        ("people", "add", name, "--role", "reviewer", "--role", "auditor", "--kind", "appeal"),
    ):
        done = standing(*words)
        assert done.exit_code == 0, (words, done.output, done.stderr)
    for asked in (*LISTS, *MORE):
        given = (*asked, "a1") if asked in {("violations", "list"), ("certification", "list")} else asked
        printed = standing(*given)
        assert printed.exit_code == 0, (given, printed.output, printed.stderr)
        if asked in LISTS and asked[0] not in {"audit", "exposure"}:
            wide = [line for line in printed.stdout.splitlines() if width_of(line) > 80]
            assert not wide, (given, wide)
        as_json = standing(*given, "--json")
        assert as_json.exit_code == 0, (given, as_json.output, as_json.stderr)
        assert json.loads(as_json.stdout) is not None, given


def test_what_is_read_at_a_terminal_is_in_the_audit(standing: Run, accounts: Write, database_url: str) -> None:
    """The API records it, as it does for programs and pages."""
    assert standing("import", accounts(row(1))).exit_code == 0
    assert standing("timeline", "a1").exit_code == 0

    async def seen() -> list[str]:
        database = Database(database_url)
        async with database.transaction() as connection:
            found = await connection.execute(
                text("SELECT object FROM audit_events WHERE type = 'personal_data_viewed' ORDER BY seq")
            )
            rows = [str(one) for one in found.scalars()]
        await database.close()
        return rows

    rows: list[str] = []
    for _ in range(100):
        rows = asyncio.run(seen())
        if rows:
            break
        time.sleep(0.1)
    assert "account:a1" in rows


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_each_command_fits_80_columns(name: str, standing: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for words in [(), *(words[1:] for words, _ in EVERY if words[0] == name and len(words) > 1)]:
        told = standing(name, *words, "--help")
        assert told.exit_code == 0, told.output
        assert all(width_of(line) <= 80 for line in told.output.splitlines()), (name, words)
