"""Command `standing ledger`: verification of hashes and standings, and rebuilding of standings from facts."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from cli.terminal import connect
from cli.terminal.console import FAULTS, CliError, Commands, err, out

app = typer.Typer(
    cls=Commands, help="Ledger: verify all hashes and standings, or fold the standings again.", no_args_is_help=True
)


@app.command()
def verify() -> None:
    """Recompute every hash and every standing, and print the differences.

    Exit status: 0 nothing differs, 1 something does.
    """
    accounts, events, faults = asyncio.run(_verify())
    if faults:
        raise CliError(f"{faults} faults in {accounts} accounts and {events} events of the audit", status=FAULTS)
    out.print(
        f"[green]ok[/green]  {accounts} accounts: every fact and every standing is unchanged; so are the {events} "
        "events of the audit",
        soft_wrap=True,
    )


@app.command()
def rebuild() -> None:
    """Fold every account's facts again and replace the standings that differ. Facts are never changed."""
    accounts, changed = asyncio.run(_rebuild())
    out.print(f"{accounts} accounts folded again; {changed} standings differed and were replaced")


async def _verify() -> tuple[int, int, int]:
    from ledger.accounts import verification
    from ledger.audit import verification as of_audit
    from settings import load_settings

    async with connect.database(load_settings()) as database:
        total, faults = await verification.count(database), 0
        with progress("verifying", total) as advance:
            async for fault in verification.verify(database, advance):
                faults += 1
                out.print(Text(str(fault), style="red"), soft_wrap=True)
        events = (await of_audit.head_of(database)).seq
        with progress("verifying the audit", events) as advance:
            async for one in of_audit.verify(database, advance):
                faults += 1
                out.print(Text(str(one), style="red"), soft_wrap=True)
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


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show the progress of work on so many things; yield the function that is told how many are done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    # On standard error and only on a terminal: standard output carries the findings alone.
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task(what, total=total)
        yield lambda accounts: progress.advance(task, accounts)
