"""Command `standing report`: reports to the regulator: request, verify, release, acknowledge, amend."""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from cli.terminal import acting, clock, connect, names
from cli.terminal.console import FAULTS, CliError, Commands, err, listing, out
from cli.terminal.values import entry_in_words
from models.instants import shown
from models.reports.content import Period, ReportDocument
from models.reports.reports import Report, ReportEntry, ReportStatus
from regulation.reports import periods, words
from regulation.reports import reports as rules

if TYPE_CHECKING:
    from ledger.store.database import Database
    from reports.building import Built
    from reports.verifying import Check
    from settings import Settings

app = typer.Typer(
    cls=Commands, no_args_is_help=True, help="Reports to the regulator on restrictions of profit (article 9)."
)

_STYLES: Final = {
    ReportStatus.MISMATCHED: "bold red",
    ReportStatus.UNRELEASED: "yellow",
    ReportStatus.REJECTED: "red",
    ReportStatus.ACKNOWLEDGED: "green",
}

_Period = Annotated[str, typer.Option("--period", metavar="PERIOD", help="2026-10, 2026-W41 or 2026-Q4.")]
_Id = Annotated[str, typer.Argument(metavar="ID", help="Identifier of the report (`standing report list`).")]


@app.command()
def run(
    period: _Period,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Build and reconcile the report here; record and send nothing.")
    ] = False,
    folder: Annotated[
        Path | None, typer.Option("--to", metavar="FOLDER", help="Folder for the files of a dry run.", file_okay=False)
    ] = None,
) -> None:
    """Request the report on a period. A worker builds it, counts it again and delivers it.

    A repeated request is the same report.

    Exit status of a dry run: 0 the two counts agree, 1 they differ.
    """
    from settings import load_settings

    wanted = _reportable(period, "--period")
    if dry_run:
        folder = folder or Path(f"report-{wanted.id}")
        folder.mkdir(parents=True, exist_ok=True)
        asyncio.run(_dry_run(load_settings(), wanted, folder))
        return
    if folder is not None:
        raise CliError("--to is for a --dry-run; `standing report download` fetches the files of a report")
    _say(asyncio.run(_request([wanted]))[0])


@app.command()
def backfill(
    first: Annotated[str, typer.Option("--from", metavar="PERIOD", help="The first period.")],
    last: Annotated[str, typer.Option("--to", metavar="PERIOD", help="The last one.")],
) -> None:
    """Request reports on every period of a range. Existing reports stay unchanged."""
    wanted, end = [_reportable(first, "--from")], _reportable(last, "--to")
    if wanted[0].cadence is not end.cadence or end.start < wanted[0].start:
        raise CliError(f"--from {first} --to {last}: name two months, two weeks or two quarters, the earlier one first")
    while wanted[-1].id != end.id:
        following = periods.after(wanted[-1])
        assert following is not None
        wanted.append(following)
    for report in asyncio.run(_request(wanted)):
        _say(report)


@app.command("list")
def list_reports() -> None:
    """List reports, oldest request first."""
    found = asyncio.run(_listed())
    if not found:
        out.print("No reports yet: `standing report run --period 2026-10` asks for one.")
        return
    columns = ("id", "status", "begun", "ended", "in force", "attempts", "receipt")
    table = listing(*columns)
    for report in found:
        moves = report.restrictions
        counts = ("", "", "") if moves is None else (str(moves.begun), str(moves.ended), str(moves.in_force))
        status = Text(report.status.value, style=_STYLES.get(report.status, ""))
        table.add_row(report.id, status, *counts, str(report.attempts), report.receipt)
    out.print(table)


@app.command()
def show(report: _Id) -> None:
    """Show a report with its history."""
    entries = asyncio.run(_entries(report))
    state = rules.REPORT.fold(entries)
    if state is None:
        raise _unknown(report)
    head = state.terms.head
    out.print(Text.assemble((state.id, "bold"), "  ", (state.status.value, _STYLES.get(state.status, ""))))
    said = {
        "period": f"{shown(head.period.start)} – {shown(head.period.end)}",
        "cut-off": shown(head.cut_off),
        "replaces": head.replaces,
        "replaced": state.replaced_by,
        "receipt": state.receipt,
        "reason": state.reason or state.terms.reason,
        "failed": state.last_failure,
    }
    for name, value in said.items():
        if value:
            out.print(Text.assemble((f"  {name:<9}", "dim"), value), soft_wrap=True)
    for difference in state.differences:
        out.print(Text(f"  {difference}", style="red"), soft_wrap=True)
    for file in state.files:
        out.print(f"  {file.sha256}  {file.name} ({file.size:,} bytes)", markup=False, soft_wrap=True)
    for entry in entries:
        out.print(Text.assemble((f"  {shown(entry.recorded_at)}  ", "dim"), _words(entry)), soft_wrap=True)


@app.command()
def download(
    report: _Id,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--to", metavar="FOLDER", help="Folder for the files; default: one named after the report.", file_okay=False
        ),
    ] = None,
) -> None:
    """Download the files of a report."""
    for path in asyncio.run(_download(report, folder or Path(f"report-{report}"))):
        out.print(str(path), markup=False, soft_wrap=True)


@app.command()
def verify(
    report: _Id,
    *,
    quick: Annotated[
        bool, typer.Option("--quick", help="Only hash the kept files; do not build the report again.")
    ] = False,
) -> None:
    """Hash the kept files again, build the report anew from the facts, and compare both with what was recorded.

    Exit status: 0 everything is the same, 1 something is not.
    """
    found, kept, anew = asyncio.run(_verify(report, quick=quick))
    from reports.verifying import as_recorded, made_with

    reworded = tuple(check for check in anew if not check.same and as_recorded(check, found.made_with))
    differing = _checked("kept", kept) + _checked("rebuilt", tuple(one for one in anew if one not in reworded))
    for check in reworded:
        out.print(
            f"  [dim]reworded[/dim] rebuilt: {check.name} has other bytes; the kept file is unchanged", soft_wrap=True
        )
    hint = "" if found.made_with == made_with() else f"; it was made with {found.made_with}, this is {made_with()}"
    if differing:
        raise CliError(f"{differing} files of report {report} are not what was recorded{hint}", status=FAULTS)
    said = "every file is what was recorded" if not reworded else "every kept file and all values are what was recorded"
    out.print(f"[green]ok[/green]  {said}{hint}", soft_wrap=True)


@app.command()
def release(report: _Id) -> None:
    """Release a report as one of two people, where STANDING_REPORT_RELEASE requires it."""
    _say(asyncio.run(_release(report)))


@app.command()
def retry(report: _Id, reason: Annotated[str, typer.Option(help="What was corrected.")] = "") -> None:
    """Build a report again after its counts differed."""
    _say(asyncio.run(_enter(report, "retry_report", rules.retry(reason.strip()))))


@app.command()
def acknowledge(
    report: _Id,
    receipt: Annotated[str, typer.Option(help="The regulator's receipt number.")] = "",
) -> None:
    """Record the regulator's acknowledgement, when it came on paper."""
    _say(asyncio.run(_enter(report, "acknowledge_report", rules.acknowledge(receipt.strip()))))


@app.command()
def reject(report: _Id, reason: Annotated[str, typer.Option(help="The regulator's reason.")]) -> None:
    """Record the regulator's rejection, when it came on paper."""
    if not reason.strip():
        raise CliError("--reason is empty: give the reason of the rejection")
    _say(asyncio.run(_enter(report, "reject_report", rules.reject(reason.strip()))))


@app.command()
def amend(report: _Id, reason: Annotated[str, typer.Option(help="The reason for the replacement.")]) -> None:
    """Replace a report by one on the same period, with everything recorded since."""
    if not reason.strip():
        raise CliError("--reason is empty: give the reason of the amendment")
    _say(asyncio.run(_amend(report, reason.strip())))


@app.command()
def schema() -> None:
    """Print the JSON schema of a report's JSON form."""
    print(json.dumps(ReportDocument.model_json_schema(mode="serialization"), ensure_ascii=False, indent=1))


def _reportable(written: str, option: str) -> Period:
    try:
        period = periods.period_of(written)
    except ValueError as error:
        raise CliError(f"{option}: {error}") from None
    ready = periods.reportable_from(period)
    if clock.now() < ready:
        raise CliError(f"{option}: {period.id} can be reported from {shown(ready)} on, when all of it is recorded")
    return period


def _say(report: Report) -> None:
    out.print(f"{report.id} is {report.status.value}.", markup=False)


def _unknown(report: str) -> CliError:
    return CliError(f"there is no report {report!r}: `standing report list` shows them", status=FAULTS)


def _words(entry: ReportEntry) -> str:
    body = entry.body.model_dump(mode="json", exclude_none=True, exclude={"terms", "files", "restrictions"})
    return entry_in_words(entry, {key: value for key, value in body.items() if value})


def _checked(what: str, checks: "tuple[Check, ...]") -> int:
    for check in checks:
        if check.same:
            out.print(f"  [green]same[/green]     {what}: {check.name}")
        else:
            out.print(
                f"  [red]differs[/red]  {what}: {check.name}: {check.found or 'missing'}, recorded {check.sha256}",
                soft_wrap=True,
            )
    return sum(not check.same for check in checks)


async def _request(wanted: list[Period]) -> list[Report]:
    from ledger.reports import reports
    from reports.filing import terms_of
    from settings import load_settings

    settings = load_settings()
    made: list[Report] = []
    async with connect.database(settings) as database:
        actor = await acting.actor(database, "request_report")
        for period in wanted:
            decide = rules.request(terms_of(settings.filing(), period))
            found = await reports.execute(database, period.id, decide, actor=actor, now=clock.now())
            if found.refusal is not None or found.state is None:
                raise CliError(found.refusal.message if found.refusal else f"{period.id} was not requested", FAULTS)
            made.append(found.state)
    return made


async def _listed() -> list[Report]:
    from ledger.streams import records
    from settings import load_settings

    async with connect.database(load_settings()) as database:
        found = await connect.every(lambda after: records.listing(database, rules.REPORT, after=after))
    return [filed.state for filed in found]


async def _entries(report: str) -> list[ReportEntry]:
    from ledger.streams import records
    from settings import load_settings

    async with connect.database(load_settings()) as database:
        return await names.with_names(database, await records.entries_of(database, rules.REPORT, report))


async def _release(report: str) -> Report:
    from ledger.people import people
    from settings import load_settings

    async with connect.database(load_settings()) as database:
        actor = await acting.actor(database, "release_report")
        return await _entered(database, report, rules.release(actor, persons=await people.everybody(database)), actor)


async def _enter(report: str, operation: str, decide: rules.DecideReport) -> Report:
    from settings import load_settings

    async with connect.database(load_settings()) as database:
        return await _entered(database, report, decide, await acting.actor(database, operation))


async def _entered(database: "Database", report: str, decide: rules.DecideReport, actor: str) -> Report:
    from ledger.reports import reports

    found = await reports.execute(database, report, decide, actor=actor, now=clock.now())
    if found.refusal is not None or found.state is None:
        raise CliError(found.refusal.message, FAULTS) if found.refusal else _unknown(report)
    return found.state


async def _amend(report: str, reason: str) -> Report:
    from ledger.reports import reports
    from ledger.streams import records
    from settings import load_settings

    async with connect.database(load_settings()) as database:
        now = clock.now()
        known = (await records.state_of(database, rules.REPORT, report)).state
        if known is None:
            raise _unknown(report)
        terms = reports.amended(known, reports.cut_off_now(now), reason)
        decide = rules.request_amendment(terms)
        command = records.Command(
            rules.REPORT, terms.head.report, decide, actor=await acting.actor(database, "amend_report"), now=now
        )
        made = await records.execute(database, command, reports.amending(report))
    if made.refusal is not None or made.state is None:
        raise CliError(made.refusal.message if made.refusal else f"{report} was not amended", FAULTS)
    return made.state


async def _download(report: str, folder: Path) -> list[Path]:
    from ledger.reports import files
    from ledger.streams import records
    from settings import load_settings

    async with connect.database(load_settings()) as database:
        found = (await records.state_of(database, rules.REPORT, report)).state
        if found is None:
            raise _unknown(report)
        if not found.files:
            raise CliError(f"report {report} is {found.status.value}: it has no files yet", status=FAULTS)
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
        for file in found.files:
            with (folder / file.name).open("wb") as written:
                async for content in files.pieces(database, file.sha256):
                    written.write(content)
    return [folder / file.name for file in found.files]


async def _verify(report: str, *, quick: bool) -> "tuple[Report, tuple[Check, ...], tuple[Check, ...]]":
    from ledger.streams import records
    from reports import verifying
    from settings import load_settings

    async with connect.database(load_settings()) as database:
        found = (await records.state_of(database, rules.REPORT, report)).state
        if found is None:
            raise _unknown(report)
        if not found.files:
            raise CliError(f"report {report} is {found.status.value}: it has no files yet", status=FAULTS)
        kept = tuple([check async for check in verifying.kept(database, found)])
        anew: tuple[Check, ...] = ()
        if not quick:
            with TemporaryDirectory(prefix="standing-report-") as folder, _progress("building anew") as advance:
                anew = await verifying.rebuilt(database, found, Path(folder), advance)
    return found, kept, anew


async def _dry_run(settings: "Settings", period: Period, folder: Path) -> None:
    from ledger.reports.second_count import count_again, differences
    from reports.building import build
    from reports.filing import terms_of

    terms = terms_of(settings.filing(), period)
    async with connect.database(settings) as database:
        with _progress("reading accounts") as advance:
            built = await build(database, terms.head, folder, bilingual=terms.bilingual, advance=advance)
        differing = differences(built.summary.totals, await count_again(database, period, terms.head.cut_off))
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
    table = listing("", *(move.en for move in words.MOVES.values()))
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
