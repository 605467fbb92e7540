"""Command `standing import`: import of the existing accounts of a platform that adopts Standing."""

import asyncio
import gc
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Self

import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from cli.terminal import clock, connect
from cli.terminal.console import FAULTS, OK, CliError, err, out
from regulation.holders.identifiers import IdentityKind, holder_ref

if TYPE_CHECKING:
    from ledger.importing import Done, Format, RejectFile


def import_accounts(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON lines or CSV, see docs/import.md.")],
    form: Annotated[
        Literal["jsonl", "csv"] | None,
        typer.Option("--format", help="Format of the file. Default: by its name (.jsonl, .csv)."),
    ] = None,
    rejects: Annotated[
        Path | None, typer.Option(metavar="FILE", help="File for rejected rows. Default: FILE.rejects.jsonl")
    ] = None,
) -> None:
    """Import existing accounts with their certifications, bans and grants.

    A row that cannot be imported is written to a file of rejected rows, with the reason; the others are imported. The
    import can be stopped and run again: it continues where it was. Exit status: 0 all imported, 1 some rejected,
    2 the file is unusable.
    """
    from ledger.importing import Format, ImportedElsewhereError, RejectFile, UnusableFileError, format_of

    if not file.is_file():
        raise CliError(f"{file}: there is no such file")
    aside = RejectFile(rejects or file.with_name(f"{file.name}.rejects.jsonl"))
    try:
        before, done = run(file, Format(form) if form else format_of(file), aside)
    except UnusableFileError as error:
        said = str(error)
        raise CliError(said if said.startswith(str(file)) else f"{file}: {said}") from error
    except ImportedElsewhereError as error:
        raise CliError(f"{file}: {error}") from error
    _print_result(before, done, aside)
    if done.imported and before < done.rows:
        _begin_rescreen()
    raise typer.Exit(FAULTS if done.rejected else OK)


def run(file: Path, form: "Format", rejects: "RejectFile") -> "tuple[int, Done]":
    """Import a file into the configured ledger; return the number of rows of earlier runs, and the progress now."""
    with _tuned(), asyncio.Runner(loop_factory=_quick_loop()) as runner:
        return runner.run(_run(file, file.stat().st_size, form, rejects))


@contextmanager
def _tuned() -> Iterator[None]:
    """Shorten Python's thread switch interval and disable garbage collection during the import: planning occupies one
    thread while another talks to the database, and a hundred thousand rows hold no cycles. Together this saves a
    quarter of the time.
    """
    before, interval = gc.get_threshold(), sys.getswitchinterval()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    sys.setswitchinterval(0.0005)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
        gc.set_threshold(*before)
        gc.unfreeze()


async def _run(file: Path, size: int, form: "Format", rejects: "RejectFile") -> "tuple[int, Done]":
    from ledger.accounts.admissions import every_admitted
    from ledger.importing import Importer
    from ledger.store.holder_key import require_same_key
    from settings import load_settings

    settings = load_settings()
    key = settings.holder_key_bytes()

    def hasher(kind: IdentityKind, number: str) -> str:
        return holder_ref(kind, number, key)

    async with connect.database(settings, make=True) as database:
        await require_same_key(database, key)
        admitted = await every_admitted(database)
        importer = Importer(database, hasher, clock.now, tolerance=settings.clock_tolerance, admitted=admitted)
        with _Bar(size) as bar:
            done = await importer.run(file, form, rejects, bar.advance)
    return bar.before, done


def _begin_rescreen() -> None:
    """Request a rescreen, since imported profiles were never screened (article 1): a worker screens them and opens
    cases for its findings.
    """
    from ledger.screening import rescreens
    from settings import load_settings

    rescreen = f"import-{secrets.token_hex(6)}"

    async def begun() -> None:
        async with connect.database(load_settings()) as database, database.transaction() as connection:
            await rescreens.begin(connection, rescreen, "import", actor="command line", now=clock.now())

    asyncio.run(begun())
    said = f"Names and texts are screened as soon as a worker runs: `standing rescreen follow {rescreen}`"
    out.print(said, markup=False, soft_wrap=True)


def _quick_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    if sys.platform == "win32":
        return None
    import uvloop

    return uvloop.new_event_loop


def _print_result(before: int, done: "Done", rejects: "RejectFile") -> None:
    if done.rows == 0:
        out.print("The file names no accounts; nothing was done.")
        return
    if before == done.rows:
        out.print("This file was imported already; nothing was changed.")
    elif before:
        out.print(f"Continued after row {before:,}, where the last run stopped.")
    out.print(f"{done.rows:,} rows: {done.imported:,} imported, {done.present:,} there already, ", end="")
    out.print(f"{done.rejected:,} rejected", style="red" if done.rejected else "green")
    if done.rejected:
        out.print(f"Why, line by line: {rejects.path}", markup=False, soft_wrap=True)


class _Bar:
    """Progress bar: share of the file read, rows per second, and rejected rows."""

    def __init__(self, size: int) -> None:
        columns = (
            TextColumn("importing"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[said]}"),
            TimeRemainingColumn(),
        )
        self._progress = Progress(*columns, console=err, transient=True, disable=not err.is_terminal)
        self._task = self._progress.add_task("importing", total=size, said="")
        self._began: float | None = None
        self.before = 0
        """Number of rows that earlier runs had done."""

    def advance(self, position: int, done: "Done") -> None:
        """Show the new progress: bytes read, and rows done."""
        now = time.monotonic()
        if self._began is None:
            self._began, self.before = now, done.rows
        rate = (done.rows - self.before) / max(now - self._began, 0.001)
        said = f"{done.rows:,} rows  {rate:,.0f} rows/s  {done.rejected:,} rejected"
        self._progress.update(self._task, completed=position, said=said)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()
