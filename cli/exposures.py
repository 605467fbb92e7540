"""Command `standing exposure`: published notices of decided cases (article 13), published and withdrawn."""

from typing import Annotated, Final

import typer
from rich.text import Text

from cli.terminal import acting, clock, connect, names
from cli.terminal.console import FAULTS, CliError, Commands, out
from models.exposures import Exposure, ExposureBody, ExposureStatus
from models.instants import shown
from models.records import Entry
from regulation import exposures as rules

app = typer.Typer(
    cls=Commands, no_args_is_help=True, help="Exposures: decided cases as the public reads them (article 13)."
)

_STYLES: Final = {
    ExposureStatus.WITHHELD: "yellow",
    ExposureStatus.PUBLISHED: "green",
    ExposureStatus.WITHDRAWN: "dim",
    ExposureStatus.OVERTURNED: "dim",
}

_Number = Annotated[str, typer.Argument(metavar="NUMBER", help="Number of the exposure (`standing exposure list`).")]


@app.command("list")
def list_exposures(
    *,
    status: Annotated[ExposureStatus | None, typer.Option(help="Only those with this status.")] = None,
    account: Annotated[str | None, typer.Option(metavar="ACCOUNT", help="Only those about this account.")] = None,
) -> None:
    """List exposures with their cases, newest first."""
    from ledger import exposures as ledger_exposures

    kept = None if status is None else status.value
    found = connect.run(
        lambda database: connect.every(
            lambda after: ledger_exposures.listing(database, status=kept, account=account, after=after)
        )
    )
    if not found:
        out.print("No exposures.")
    for one in found:
        _show(one.exposure)


@app.command()
def show(number: _Number) -> None:
    """Show an exposure with its history."""
    from ledger.store.database import Database
    from ledger.streams import records

    async def read(database: Database) -> list[Entry[ExposureBody]]:
        return await names.with_names(database, await records.entries_of(database, rules.EXPOSURE, number))

    entries = connect.run(read)
    state = rules.EXPOSURE.fold(entries)
    if state is None:
        raise CliError(f"there is no exposure {number!r}: `standing exposure list` shows them", FAULTS)
    _show(state)
    for entry in entries:
        why = getattr(entry.body, "reason", "")
        _say(f"  {shown(entry.recorded_at)}  {entry.body.type.replace('_', ' ')} {why} by {entry.actor}")


@app.command()
def publish(number: _Number) -> None:
    """Publish an exposure that was withheld or withdrawn."""
    _moved(number, "publish_exposure", rules.publish)


@app.command()
def withdraw(number: _Number, *, reason: Annotated[str, typer.Option(help="The reason; it is not published.")]) -> None:
    """Withdraw an exposure. An overturned decision withdraws its exposure by itself."""
    if not reason.strip():
        raise CliError("--reason is empty: give the reason")
    _moved(number, "withdraw_exposure", rules.withdraw(reason.strip()))


def _moved(number: str, operation: str, decide: rules.DecideExposure) -> None:
    from ledger.store.database import Database
    from ledger.streams import records
    from ledger.streams.records import Command, Entered

    async def done(database: Database) -> Entered[ExposureBody, Exposure]:
        actor = await acting.actor(database, operation)
        command = Command(rules.EXPOSURE, number, decide, actor=actor, now=clock.now())
        return await records.execute(database, command)

    entered = connect.run(done)
    if entered.refusal is not None or entered.state is None:
        raise CliError(entered.refusal.message if entered.refusal else "nothing was entered", FAULTS)
    _say(f"{entered.state.id} is {entered.state.status.value}.")


def _show(state: Exposure) -> None:
    about = f"  case {state.case}" + (f", account {state.account}" if state.account else "")
    out.print(
        Text.assemble((state.id, "bold"), "  ", (state.status.value, _STYLES[state.status]), about), soft_wrap=True
    )
    for line in filter(None, (state.notice.zh, state.notice.en, state.notice.summary)):
        _say(f"  {line}")


def _say(text: str) -> None:
    out.print(text, markup=False, soft_wrap=True)
