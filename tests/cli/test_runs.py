"""Command `standing runs`: a file is sent and checked, started, watched to its end, and its rows are read."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cli import runs as command
from cli.terminal.tables import width_of
from ledger.runs import running
from ledger.runs.carrying import Work
from ledger.screening.lexicon import Screeners
from ledger.store.database import Database
from ledger.store.slices import Pace
from regulation.catalogue.rulebook import IN_FORCE
from screening.profiles import screening_by
from tests.cli.conftest import Run, row


def file_of(folder: Path, *rows: Any) -> Path:
    path = folder / "rows.ndjson"
    written = (one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in rows)
    path.write_text("".join(f"{one}\n" for one in written), encoding="utf-8")
    return path


def registration(place: int, **more: Any) -> dict[str, Any]:
    known = row(place, **more)
    return {"ref": f"row-{place}", **{name: value for name, value in known.items() if name != "registered_at"}}


@pytest.fixture
def worker(database_url: str) -> Iterator[None]:
    """Carry out runs as a worker does, while the test watches."""
    over = threading.Event()

    async def carry_out() -> None:
        database = Database(database_url)
        screen = screening_by(await Screeners(database).current())
        while not over.is_set():
            now = datetime.now(UTC)
            work = Work(now=now, rulebook=IN_FORCE, backdating_limit=None, tolerance=timedelta(0), screen=screen)
            with suppress(ValueError):  # it was not created yet
                await running.advance(database, "r-1", work, actor="run", pace=Pace(1), within_s=0)
            await asyncio.sleep(0.05)
        await database.close()

    thread = threading.Thread(target=lambda: asyncio.run(carry_out()))
    thread.start()
    yield
    over.set()
    thread.join(60)


def test_a_file_is_sent_started_and_watched(
    standing: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, worker: None
) -> None:
    """The bar ends with the numbers; what was refused is named with its line; the exit status says that some was."""
    monkeypatch.setattr(command, "LOOK_S", 0.05)
    monkeypatch.setattr(command, "PART", 200)
    rows = [registration(place) for place in range(1, 5)]
    file = file_of(tmp_path, *rows, registration(5, name="人民日报"), {**rows[0], "ref": "row-6"})
    done = standing("runs", "start", "register", file, "--id", "r-1", "--watch")
    assert done.exit_code == 1, (done.output, done.stderr)
    assert "r-1 is finished." in done.stdout
    assert "100 %  4 done, 1 held, 1 refused" in done.stdout
    listed = standing("runs", "rows", "r-1")
    assert [line.split()[:4] for line in listed.stdout.splitlines()[1:]] == [
        [
            str(place),
            f"row-{place}",
            f"a{1 if place == 6 else place}",
            "done" if place < 5 else "held" if place == 5 else "refused",
        ]
        for place in range(1, 7)
    ]
    refused = json.loads(standing("runs", "rows", "r-1", "--outcome", "refused", "--json").stdout)
    assert [one["code"] for one in refused["rows"]] == ["account_exists"]
    table = tmp_path / "rows.csv"
    assert standing("runs", "rows", "r-1", "--form", "csv", "--out", table).exit_code == 0
    assert len(table.read_text(encoding="utf-8-sig").splitlines()) == 7
    assert "exists already" in standing("runs", "rows", "r-1", "--form", "csv", "--out", table).stderr
    assert standing("runs", "watch", "r-1").exit_code == 1


def test_faults_are_shown_with_their_lines_before_anything_starts(standing: Run, tmp_path: Path) -> None:
    """Nothing is started; it can be started as it is, sent again, or cancelled. A beginning stands for the whole."""
    file = file_of(tmp_path, registration(1), "{no json", {**registration(2), "kind": "company"})
    done = standing("runs", "start", "register", file, "--id", "faulty-run")
    assert done.exit_code == 1
    assert "2 of 3 rows cannot be carried out:" in done.stderr
    assert "line 2, #2: " in done.stderr
    assert "line 3, row-2: " in done.stderr
    assert "Start it: `standing runs begin faulty-run`" in done.stdout
    assert "receiving" in standing("runs", "show", "faulty").stdout
    again = standing("runs", "start", "register", file, "--id", "faulty-run", "--despite-faults")
    assert again.exit_code == 0, again.stderr
    assert "`standing runs watch faulty-run` follows it" in again.stdout
    shown = json.loads(standing("runs", "show", "faulty-run", "--json").stdout)
    assert (shown["run"]["status"], shown["progress"]["total"]) == ("running", 3)
    cancelled = standing("runs", "cancel", "faulty-run", "--reason", "文件有误")
    assert "faulty-run is cancelled." in cancelled.stdout
    assert "文件有误" in standing("runs", "show", "faulty-run").stdout
    assert standing("runs", "watch", "faulty-run").exit_code == 1


def test_rows_are_sent_and_begun_later(standing: Run, tmp_path: Path) -> None:
    """From standard input, too."""
    given = json.dumps(registration(1), ensure_ascii=False)
    sent = standing(
        "runs", "start", "register", "-", "--id", "later", "--send-only", "--note", "首批", given=f"{given}\n"
    )
    assert sent.exit_code == 0, sent.stderr
    assert "later: 1 row sent." in sent.stdout
    assert standing("runs", "begin", "later").exit_code == 0
    listed = standing("runs", "list", "--status", "running", "--commands", "register")
    assert listed.stdout.splitlines()[1].split()[:4] == ["later", "register", "running", "1"]


def test_what_is_wrong_is_said(standing: Run, tmp_path: Path) -> None:
    """A file that is none, an empty one, a run that is none, and a kind that is none."""
    assert "is no file" in standing("runs", "start", "register", tmp_path / "nothing").stderr
    assert "has no rows: the file is empty" in standing("runs", "start", "register", file_of(tmp_path)).stderr
    assert standing("runs", "start", "bake", file_of(tmp_path)).exit_code == 2
    none = standing("runs", "show", "nobody")
    assert (none.exit_code, "`standing runs list` shows them" in none.stderr) == (1, True)


@pytest.mark.parametrize("columns", [80, 60])
def test_tables_and_bars_fit_the_terminal(
    standing: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    """Chinese characters count two columns."""
    from cli.terminal import console

    monkeypatch.setattr(console.out, "_width", columns, raising=False)
    file = file_of(tmp_path, *({**registration(place), "name": "人民日报" * 9} for place in range(1, 4)))
    standing("runs", "start", "register", file, "--id", "wide", "--note", "备注" * 40)
    for words in (("list",), ("rows", "wide")):
        printed = standing("runs", *words)
        assert printed.exit_code == 0, printed.stderr
        assert all(width_of(line) <= columns for line in printed.stdout.splitlines()), words


def test_the_bar_shows_what_little_there_is() -> None:
    """One refused row of a million is seen; the bar is never longer than its place."""
    total = 1_000_000
    few = {"total": total, "waiting": 0, "done": total - 1, "held": 0, "refused": 1, "cancelled": 0}
    for progress in (few, {**few, "done": 1, "waiting": total - 2}, {**few, "total": 0, "done": 0, "refused": 0}):
        drawn = command._bar(progress).plain
        assert drawn.count("█") + drawn.count("░") == 30
    assert "100 %" in command._bar(few).plain
