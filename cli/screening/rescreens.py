"""Command `standing rescreen`: screening of every live account again, and its progress (article 1)."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, Final, TypeVar

import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from cli.terminal import acting, clock, connect
from cli.terminal.console import FAULTS, CliError, Commands, listing, out
from models.instants import shown
from models.screening.rescreens import Rescreen, RescreenStatus
from regulation.screening.rescreens import RESCREEN, in_words, stop

if TYPE_CHECKING:
    from ledger.store.database import Database


app = typer.Typer(
    cls=Commands, no_args_is_help=True, help="Rescreens: screen every live account again, and show the progress."
)

POLL_S: Final = 0.5

_Id = Annotated[str, typer.Argument(metavar="ID", help="Identifier of the rescreen (`standing rescreen list`).")]

T = TypeVar("T")


@app.command()
def start(
    *,
    reason: Annotated[str, typer.Option(help="The reason.")] = "",
    wait: Annotated[bool, typer.Option("--wait", help="Wait, and show the progress.")] = False,
) -> None:
    """Start a rescreen: a worker screens every live account with the lexicon in force."""
    from ledger.screening import rescreens
    from ledger.store.database import Database

    rescreen = f"rescreen-{secrets.token_hex(6)}"

    async def done(database: Database) -> None:
        actor = await acting.actor(database, "start_rescreen")
        async with database.transaction() as connection:
            await rescreens.begin(connection, rescreen, "operator", actor=actor, now=clock.now(), reason=reason)
        if wait:
            await _follow(database, rescreen)

    _with(done)
    if not wait:
        _say(f"{rescreen} begins as soon as a worker takes it: `standing rescreen follow {rescreen}`")


@app.command()
def follow(rescreen: _Id) -> None:
    """Show the progress of a rescreen until it ends."""
    _with(lambda database: _follow(database, rescreen))


@app.command("list")
def list_rescreens() -> None:
    """List rescreens, oldest first."""
    from ledger.streams import records

    found = _with(lambda database: connect.every(lambda after: records.listing(database, RESCREEN, after=after)))
    if not found:
        out.print("No rescreens.")
        return
    table = listing("id", "because", "status", "looked at", "found", "cases", "begun")
    for filed in found:
        state = filed.state
        done = f"{state.looked_at:,} of {state.accounts:,}"
        counts = (f"{state.found:,}", f"{state.opened:,}")
        table.add_row(state.id, state.because, state.status.value, done, *counts, shown(state.started_at))
    out.print(table)


@app.command("stop")
def stop_rescreen(rescreen: _Id, *, reason: Annotated[str, typer.Option(help="The reason.")] = "") -> None:
    """Stop a rescreen early. Cases that it opened stay."""
    from ledger.store.database import Database
    from ledger.streams import records
    from ledger.streams.records import Command

    async def done(database: Database) -> None:
        actor = await acting.actor(database, "stop_rescreen")
        command = Command(RESCREEN, rescreen, stop(reason), actor=actor, now=clock.now())
        entered = await records.execute(database, command)
        if entered.refusal is not None:
            raise CliError(entered.refusal.message, FAULTS)

    _with(done)
    _say(f"{rescreen} is stopped.")


async def _follow(database: "Database", rescreen: str) -> None:
    state = await _state(database, rescreen)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=out, transient=True) as progress:
        bar = progress.add_task(rescreen, total=max(1, state.accounts))
        while state.status is RescreenStatus.RUNNING:
            progress.update(bar, completed=state.looked_at)
            await asyncio.sleep(POLL_S)
            state = await _state(database, rescreen)
    _say(in_words(state))


async def _state(database: "Database", rescreen: str) -> Rescreen:
    from ledger.streams import records

    found = (await records.state_of(database, RESCREEN, rescreen)).state
    if found is None:
        raise CliError(f"there is no rescreen {rescreen!r}: `standing rescreen list` shows them", FAULTS)
    return found


def _say(text: str) -> None:
    out.print(text, markup=False, soft_wrap=True)


def _with(work: "Callable[[Database], Awaitable[T]]") -> T:
    from settings import load_settings

    async def working() -> T:
        async with connect.database(load_settings()) as database:
            return await work(database)

    return asyncio.run(working())
