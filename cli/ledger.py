"""Command `standing ledger`: verification of hashes and standings, rebuilding of standings from facts, and reports
built from the facts here. It reads the database itself, so that it tells of what the servers may have missed.
"""

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from cli.terminal import connect
from cli.terminal.console import FAULTS, CliError, Commands, as_json, err, out, print_json
from cli.terminal.values import counted

if TYPE_CHECKING:
    from ledger.audit.verification import AuditFault, Head
    from ledger.store.database import Database
    from models.reports.content import Period
    from models.reports.reports import Report
    from reports.building import Built
    from reports.verifying import Check
    from settings import Settings

app = typer.Typer(
    cls=Commands, help="Ledger: verify all hashes and standings, or fold the standings again.", no_args_is_help=True
)

_HEAD: Final = re.compile(r"(\d{1,18}):([0-9a-f]{64})")


@app.command()
def verify() -> None:
    """Recompute every hash and every standing, and print the differences.

    Exit status: 0 nothing differs, 1 something does.
    """
    accounts, events, faults = asyncio.run(_verify())
    if as_json():
        print_json({"accounts": accounts, "audit_events": events, "faults": faults})
    elif not faults:
        unchanged = f"{counted(accounts, 'account')}: every fact and every standing is unchanged"
        out.print(f"[green]ok[/green]  {unchanged}; so are the {events} events of the audit", soft_wrap=True)
    if faults:
        where = f"{counted(accounts, 'account')} and {counted(events, 'event')} of the audit"
        raise CliError(f"{counted(len(faults), 'fault')} in {where}", status=FAULTS)


@app.command()
def rebuild() -> None:
    """Fold every account's facts again and replace the standings that differ. Facts are never changed."""
    accounts, changed = asyncio.run(_rebuild())
    if as_json():
        print_json({"accounts": accounts, "replaced": changed})
        return
    differed = f"{counted(changed, 'standing')} differed and {'was' if changed == 1 else 'were'} replaced"
    out.print(f"{counted(accounts, 'account')} folded again; {differed}")


@app.command("build-report")
def build_report(
    period: Annotated[str, typer.Argument(metavar="PERIOD", help="2026-10, 2026-W41 or 2026-Q4.")],
    *,
    folder: Annotated[
        Path | None,
        typer.Option("--to", metavar="FOLDER", help="Folder for the files; default: by the period.", file_okay=False),
    ] = None,
) -> None:
    """Build the report on a period here, and count it a second time; nothing is recorded or sent.

    Exit status: 0 the two counts agree, 1 they differ.
    """
    from regulation.reports import periods
    from settings import load_settings

    try:
        wanted = periods.period_of(period)
    except ValueError as error:
        raise CliError(f"PERIOD: {error}") from None
    into = folder or Path(f"report-{wanted.id}")
    into.mkdir(parents=True, exist_ok=True)
    asyncio.run(_build_report(load_settings(), wanted, into))


@app.command("verify-report")
def verify_report(
    report: Annotated[str, typer.Argument(metavar="ID", help="Identifier of the report (`standing report list`).")],
) -> None:
    """Hash the kept files again, build the report anew from the facts, and compare both with what was recorded.

    Exit status: 0 everything is the same, 1 something is not.
    """
    from reports.verifying import as_recorded, made_with

    found, kept, anew = asyncio.run(_verify_report(report))
    reworded = tuple(check for check in anew if not check.same and as_recorded(check, found.made_with))
    rebuilt = tuple(one for one in anew if one not in reworded)
    if as_json():
        told = {"kept": kept, "rebuilt": rebuilt, "reworded": reworded}
        print_json({name: [vars(one) | {"same": one.same} for one in checks] for name, checks in told.items()})
    else:
        _told("kept", kept)
        _told("rebuilt", rebuilt)
        for check in reworded:
            said = f"rebuilt: {check.name} has other bytes; the kept file is unchanged"
            out.print(f"  [dim]reworded[/dim] {said}", soft_wrap=True)
    hint = "" if found.made_with == made_with() else f"; it was made with {found.made_with}, this is {made_with()}"
    if differing := sum(not check.same for check in (*kept, *rebuilt)):
        files = f"{counted(differing, 'file')} of report {report}"
        raise CliError(f"{files} {'is' if differing == 1 else 'are'} not what was recorded{hint}", status=FAULTS)
    if not as_json():
        whole = "every kept file and all values are what was recorded"
        said = whole if reworded else "every file is what was recorded"
        out.print(f"[green]ok[/green]  {said}{hint}", soft_wrap=True)


def verify_audit(head: str | None) -> None:
    """Verify the chain of the audit; `head` is one that was noted earlier.

    Raises:
        CliError: when something differs, or `head` is no head.
    """
    known = None if head is None else _head(head)
    found, faults = connect.run(lambda database: _verified_audit(database, known))
    if as_json():
        print_json({"head": str(found), "events": found.seq, "faults": [str(fault) for fault in faults]})
    else:
        for fault in faults:
            out.print(Text(str(fault), style="red"), soft_wrap=True)
    if faults:
        of = counted(found.seq, "event")
        raise CliError(f"{counted(len(faults), 'fault')} in {of} of the audit", status=FAULTS)
    if not as_json():
        right = f"  {counted(found.seq, 'event')}: every hash is right"
        out.print(Text.assemble(("ok", "green"), right), soft_wrap=True)
        out.print(f"head {found}", markup=False, soft_wrap=True)


def _head(given: str) -> "Head":
    from ledger.audit.verification import Head

    parts = _HEAD.fullmatch(given)
    if parts is None:
        raise CliError("--head is a number, a colon and 64 hex digits, as `standing audit verify` printed it")
    return Head(int(parts[1]), bytes.fromhex(parts[2]))


async def _verified_audit(database: "Database", known: "Head | None") -> "tuple[Head, list[AuditFault]]":
    from ledger.audit import verification

    head = await verification.head_of(database)
    with progress("verifying", head.seq) as advance:
        faults = [fault async for fault in verification.verify(database, advance, known=known)]
    return head, faults


async def _verify() -> tuple[int, int, list[str]]:
    from ledger.accounts import verification
    from ledger.audit import verification as of_audit
    from settings import load_settings

    faults: list[str] = []

    def note(fault: object) -> None:
        faults.append(str(fault))
        if not as_json():
            out.print(Text(str(fault), style="red"), soft_wrap=True)

    async with connect.database(load_settings()) as database:
        total = await verification.count(database)
        with progress("verifying", total) as advance:
            async for fault in verification.verify(database, advance):
                note(fault)
        events = (await of_audit.head_of(database)).seq
        with progress("verifying the audit", events) as advance:
            async for one in of_audit.verify(database, advance):
                note(one)
    return total, events, faults


async def _rebuild() -> tuple[int, int]:
    from ledger.accounts import verification
    from settings import load_settings

    async with connect.database(load_settings()) as database:
        total = await verification.count(database)
        with progress("folding", total) as advance:
            try:
                changed = await verification.rebuild(database, advance)
            except (ValueError, KeyError, StopIteration) as error:
                raise CliError(
                    f"a ledger whose facts cannot be folded cannot be rebuilt: {error}. "
                    "`standing ledger verify` names the facts; restore them from a backup",
                    status=FAULTS,
                ) from error
    return total, changed


async def _build_report(settings: "Settings", period: "Period", folder: Path) -> None:
    from cli.terminal import clock
    from ledger.reports.second_count import count_again, differences
    from models.instants import shown
    from regulation.reports import periods
    from reports.building import build
    from reports.filing import terms_of

    async with connect.database(settings) as database:
        ready = periods.reportable_from(period)
        if clock.now() < ready:
            raise CliError(f"{period.id} can be reported from {shown(ready)} on, when all of it is recorded")
        terms = terms_of(settings.filing(), period)
        with reading("reading accounts") as advance:
            built = await build(database, terms.head, folder, bilingual=terms.bilingual, advance=advance)
        differing = differences(built.summary.totals, await count_again(database, period, terms.head.cut_off))
    if as_json():
        print_json({"files": [str(file.path) for file in built.files], "differences": list(differing)})
    else:
        _show(built)
    if differing:
        raise CliError("the two counts differ:\n       " + "\n       ".join(differing), status=FAULTS)
    if not as_json():
        out.print("[green]ok[/green]  a second count over the ledger agrees; nothing was recorded or sent")


def _show(built: "Built") -> None:
    from cli.terminal.console import print_table
    from cli.terminal.tables import Table
    from models.instants import shown
    from regulation.reports import words

    head, totals = built.summary.head, built.summary.totals
    period = f"{shown(head.period.start)} – {shown(head.period.end)}"
    out.print(f"{head.report}  {period}, recorded before {shown(head.cut_off)}", markup=False, soft_wrap=True)
    moves_in_words = [move.en for move in words.MOVES.values()]
    table = Table("", *moves_in_words, right=moves_in_words)
    for kind, moves in totals.by_kind.items():
        table.add(words.KIND[kind].en, str(moves.begun), str(moves.ended), str(moves.in_force))
    every = totals.restrictions
    table.add("all", str(every.begun), str(every.ended), str(every.in_force), style="bold")
    print_table(table)
    corrections = counted(len(built.summary.corrections), "correction")
    out.print(f"{counted(totals.accounts, 'account')}, {corrections} of earlier reports")
    for file in built.files:
        out.print(f"  {file.digest}  {file.path}", markup=False, soft_wrap=True)


async def _verify_report(report: str) -> "tuple[Report, tuple[Check, ...], tuple[Check, ...]]":
    from ledger.streams import records
    from regulation.reports.reports import REPORT
    from reports import verifying
    from settings import load_settings

    async with connect.database(load_settings()) as database:
        found = (await records.state_of(database, REPORT, report)).state
        if found is None:
            raise CliError(f"there is no report {report!r}: `standing report list` shows them", status=FAULTS)
        if not found.files:
            raise CliError(f"report {report} is {found.status.value}: it has no files yet", status=FAULTS)
        kept = tuple([check async for check in verifying.kept(database, found)])
        with TemporaryDirectory(prefix="standing-report-") as folder, reading("building anew") as advance:
            anew = await verifying.rebuilt(database, found, Path(folder), advance)
    return found, kept, anew


def _told(what: str, checks: "tuple[Check, ...]") -> None:
    for check in checks:
        if check.same:
            out.print(f"  [green]same[/green]     {what}: {check.name}")
        else:
            found = f"{check.found or 'missing'}, recorded {check.sha256}"
            out.print(f"  [red]differs[/red]  {what}: {check.name}: {found}", soft_wrap=True)


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show the progress of work on so many things; yield the function that is told how many are done."""
    with _bar() as bar:
        task = bar.add_task(what, total=total)
        yield lambda accounts: bar.advance(task, accounts)


@contextmanager
def reading(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show the progress of work whose size is told with it; yield the function that is told both."""
    with _bar() as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, count: bar.update(task, completed=done, total=count)


def _bar() -> Progress:
    """Return a bar on standard error, and only on a terminal: standard output carries the findings alone."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=err, transient=True, disable=not err.is_terminal)
