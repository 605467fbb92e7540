"""`standing report`: what the regulator is told, built, checked and filed."""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from cli import connect
from cli.console import FAULTS, CliError, Commands, err, out
from models.instants import shown
from models.report_content import Head, Period, ReportDocument
from regulation import report_periods as periods
from regulation import report_words as words
from settings import Settings, load_settings

if TYPE_CHECKING:
    from reports.building import Built

app = typer.Typer(cls=Commands, no_args_is_help=True, help="Reports to the regulator (article 9).")

_Period = Annotated[str, typer.Option("--period", metavar="PERIOD", help="2026-10, 2026-W41 or 2026-Q4.")]


@app.command()
def run(
    period: _Period,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Build and reconcile it here; record and send nothing.")
    ] = False,
    folder: Annotated[
        Path | None, typer.Option("--to", metavar="FOLDER", help="Where a dry run leaves the files.", file_okay=False)
    ] = None,
) -> None:
    """Report on a period.

    Exit status: 0 the two counts agree, 1 they differ.
    """
    wanted = _reportable(period)
    if not dry_run:
        raise CliError("reports are built for a look only so far: add --dry-run")
    folder = folder or Path(f"report-{wanted.id}")
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(_dry_run(load_settings(), wanted, folder))


@app.command()
def schema() -> None:
    """Print the JSON schema of a report's JSON form."""
    print(json.dumps(ReportDocument.model_json_schema(mode="serialization"), ensure_ascii=False, indent=1))


def _reportable(written: str) -> Period:
    try:
        period = periods.period_of(written)
    except ValueError as error:
        raise CliError(f"--period: {error}") from None
    ready = periods.reportable_from(period)
    if datetime.now(UTC) < ready:
        raise CliError(f"--period: {period.id} can be reported from {shown(ready)} on, when all of it is recorded")
    return period


async def _dry_run(settings: Settings, period: Period, folder: Path) -> None:
    from ledger.report_counts import count_again, differences
    from reports.building import build

    previous = periods.before(period)
    head = Head(
        report=period.id,
        platform=settings.report_platform,
        period=period,
        cut_off=period.end,
        compared_with=None if previous is None else previous.id,
    )
    async with connect.database(settings) as database:
        with _progress("reading accounts") as advance:
            built = await build(database, head, folder, bilingual=settings.report_bilingual, advance=advance)
        differing = differences(built.summary.totals, await count_again(database, period, head.cut_off))
    _show(built)
    if differing:
        raise CliError("the two counts differ:\n       " + "\n       ".join(differing), status=FAULTS)
    out.print("[green]ok[/green]  a second count over the ledger agrees; nothing was recorded or sent")


def _show(built: "Built") -> None:
    head, totals = built.summary.head, built.summary.totals
    out.print(
        f"{head.report}  {shown(head.period.start)} – {shown(head.period.end)}, recorded before {shown(head.cut_off)}",
        markup=False,
    )
    table = Table("", *(move.en for move in words.MOVES.values()), box=None, pad_edge=False, header_style="dim")
    for kind, moves in totals.by_kind.items():
        table.add_row(words.KIND[kind].en, str(moves.begun), str(moves.ended), str(moves.in_force))
    every = totals.restrictions
    table.add_row("all", str(every.begun), str(every.ended), str(every.in_force), style="bold")
    out.print(table)
    out.print(f"{totals.accounts} accounts, {len(built.summary.corrections)} corrections of earlier reports")
    for file in built.files:
        out.print(f"  {file.digest}  {file.path}", markup=False, soft_wrap=True)


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, count: progress.update(task, completed=done, total=count)
