"""Command `standing network`: multi-channel networks (MCN), their rosters and sanctions."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeVar

import typer
from pydantic import TypeAdapter, ValidationError
from rich.text import Text

from cli.terminal import acting, clock, connect, names
from cli.terminal.console import FAULTS, CliError, Commands, listing, out
from cli.terminal.values import entry_in_words
from models.instants import Duration, shown
from models.names import AccountId
from models.networks import MOST_ACCOUNTS, Network, NetworkBody, NetworkEntry, NetworkMeasure, NetworkStatus, Terms
from models.records import RecordId
from models.texts.incoming import Name
from regulation import networks as rules
from regulation.networks import NETWORK

if TYPE_CHECKING:
    from ledger.store.database import Database
    from ledger.streams import records


app = typer.Typer(cls=Commands, no_args_is_help=True, help="Networks (MCN): rosters and sanctions (article 11).")

T = TypeVar("T")
_STYLES: Final = {NetworkStatus.ACTIVE: "green", NetworkStatus.SANCTIONED: "bold red", NetworkStatus.EXPELLED: "red"}

_Id = Annotated[str, typer.Argument(metavar="ID", help="Identifier of the network (`standing network list`).")]
_Reason = Annotated[str, typer.Option(help="The reason; each account's holder may read it.")]


@app.command()
def register(
    network: Annotated[str, typer.Argument(metavar="ID", help="Identifier of the network.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the network, as homepages show it.")],
) -> None:
    """Register a network with an empty roster."""
    network = _valid(RecordId, network, "ID")
    state = _decided(network, "register_network", rules.register(_valid(Name, name, "NAME")))
    out.print(f"{state.id} is registered: {state.name}.", markup=False)


@app.command()
def roster(
    network: _Id,
    *,
    sign: Annotated[list[str] | None, typer.Option(metavar="ACCOUNT", help="An account to sign; repeatable.")] = None,
    release: Annotated[
        list[str] | None, typer.Option(metavar="ACCOUNT", help="An account to release; repeatable.")
    ] = None,
    file: Annotated[Path | None, typer.Option("--sign-file", help="A file of accounts to sign, one per line.")] = None,
    left: Annotated[bool, typer.Option("--left", help="Include accounts that have left.")] = False,
) -> None:
    """Show the roster. With --sign or --release, change it first, as a whole."""
    from ledger.networks import networks

    coming = [*(sign or ()), *([] if file is None else _lines(file))]
    changed = [_valid(AccountId, account, "the account") for account in (*coming, *(release or ()))]
    if len(changed) > MOST_ACCOUNTS:
        raise CliError(f"{len(changed):,} accounts are too many at once: give at most {MOST_ACCOUNTS:,}")
    if len(set(changed)) < len(changed):
        raise CliError("an account is named twice: sign it or release it, once")
    if changed:
        state = _decided(
            network, "change_network_roster", rules.change_roster(0, 0), networks.Roster(coming, release or ()).enter
        )
        out.print(f"{state.name} has {state.accounts:,} accounts.", markup=False)
        return
    found = _run(
        lambda database: connect.every(lambda after: networks.members(database, network, released=left, after=after))
    )
    if not found:
        out.print("No accounts.")
        return
    table = listing("account", "signed", "left", "still to be reached", "")
    for one in found:
        gone = "" if one.released_at is None else shown(one.released_at)
        table.add_row(one.account, shown(one.signed_at), gone, "yes" if one.pending else "", one.message)
    out.print(table)


@app.command("list")
def list_networks(
    *, status: Annotated[NetworkStatus | None, typer.Option(help="Only those with this status.")] = None
) -> None:
    """List networks, oldest first."""
    from ledger.streams import records

    statuses = None if status is None else [status.value]
    found = _run(
        lambda database: connect.every(lambda after: records.listing(database, NETWORK, statuses=statuses, after=after))
    )
    if not found:
        out.print("No networks.")
        return
    table = listing("id", "name", "status", "accounts", "sanctions")
    for network in (filed.state for filed in found):
        table.add_row(network.id, network.name, _status(network), f"{network.accounts:,}", str(len(network.sanctions)))
    out.print(table)


@app.command()
def show(network: _Id) -> None:
    """Show a network with its history."""
    from ledger.streams import records

    async def read(database: "Database") -> list[NetworkEntry]:
        return await names.with_names(database, await records.entries_of(database, NETWORK, network))

    entries = _run(read)
    state = NETWORK.fold(entries)
    if state is None:
        raise CliError(f"there is no network {network!r}: `standing network list` shows them", FAULTS)
    out.print(Text.assemble((state.id, "bold"), f"  {state.name}  ", _status(state), f"  {state.accounts:,} accounts"))
    for one in state.sanctions:
        until = "without end" if one.until is None else f"until {shown(one.until)}"
        lifted = "" if one.lifted_at is None else f", lifted {shown(one.lifted_at)}"
        out.print(f"  {one.id}  {one.measure.value} since {shown(one.since)}, {until}{lifted}", soft_wrap=True)
    for entry in entries:
        out.print(Text.assemble((f"  {shown(entry.recorded_at)}  ", "dim"), _words(entry)), soft_wrap=True)


@app.command()
def sanction(
    network: _Id,
    measure: Annotated[NetworkMeasure, typer.Argument(help="The measure.")],
    *,
    duration: Annotated[str | None, typer.Option(help="Length, for example P90D; default: without end.")] = None,
    reason: _Reason,
) -> None:
    """Sanction a network and every account of its roster."""
    length: timedelta | None = None if duration is None else _valid(Duration, duration, "--duration")
    terms = Terms(measure=measure, duration=length, reason=reason.strip())
    state = _decided(network, "sanction_network", rules.sanction(terms))
    out.print(f"{state.sanctions[-1].id}: {state.name} is {rules.described(state)}.", markup=False, soft_wrap=True)


@app.command()
def lift(
    network: _Id,
    sanction: Annotated[
        str, typer.Argument(metavar="SANCTION", help="Identifier of the sanction (`standing network show`).")
    ],
    *,
    reason: _Reason,
) -> None:
    """Lift a sanction and the restrictions that it brought to the roster."""
    state = _decided(network, "lift_network_sanction", rules.lift(sanction, reason.strip()))
    out.print(f"{state.name} is {rules.described(state)}.", markup=False, soft_wrap=True)


def _decided(
    network: str, operation: str, decide: rules.DecideNetwork, act: "records.Act[NetworkBody, Network] | None" = None
) -> Network:
    """Record the decision on the network, and apply it to every account of the roster before returning."""
    from ledger.networks import networks
    from ledger.store.database import Database
    from ledger.streams import records
    from ledger.streams.records import Command

    async def decided(database: Database) -> Network:
        actor = await acting.actor(database, operation)
        command = Command(NETWORK, network, decide, actor=actor, now=clock.now())
        entered = await records.execute(database, command, act)
        if entered.refusal is not None or entered.state is None:
            raise CliError(entered.refusal.message if entered.refusal else f"there is no network {network!r}", FAULTS)
        while (await networks.advance(database, network, now=clock.now(), actor=actor)).waiting:
            pass
        return entered.state

    return _run(decided)


def _run(work: "Callable[[Database], Awaitable[T]]") -> T:
    from settings import load_settings

    async def run() -> T:
        async with connect.database(load_settings()) as database:
            return await work(database)

    return asyncio.run(run())


def _lines(file: Path) -> list[str]:
    try:
        return [line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise CliError(f"{file} cannot be read: {error}") from None


def _valid(kind: Any, value: str, what: str) -> Any:
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        raise CliError(f"{what} {value!r}: {error.errors()[0]['msg']}") from None


def _status(network: Network) -> Text:
    return Text(network.status.value, style=_STYLES[network.status])


def _words(entry: NetworkEntry) -> str:
    body = entry.body.model_dump(mode="json", exclude_none=True, exclude={"violations", "proposed"})
    body |= body.pop("terms", {})
    return entry_in_words(entry, body)
