"""Command `standing network`: multi-channel networks (MCN), their rosters and sanctions."""

from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.text import Text

from cli.terminal import asking
from cli.terminal.beginnings import found
from cli.terminal.console import CliError, Commands, out, print_table, say, show
from cli.terminal.tables import Table
from cli.terminal.values import counted, flat, history, when
from cli.terminal.words import NetworkMeasure, NetworkStatus

app = typer.Typer(cls=Commands, no_args_is_help=True, help="Networks (MCN): rosters and sanctions (article 11).")

_STYLES: Final = {"active": "green", "sanctioned": "bold red", "expelled": "red"}

_Id = Annotated[str, typer.Argument(metavar="ID", help="Identifier of the network (`standing network list`).")]
_Reason = Annotated[str, typer.Option(help="The reason; each account's holder may read it.")]


@app.command()
def register(
    network: Annotated[str, typer.Argument(metavar="ID", help="Identifier of the network.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the network, as homepages show it.")],
) -> None:
    """Register a network with an empty roster."""
    state = asking.post("/v1/networks", {"id": network, "name": name})
    show(state, lambda state: say(f"{state['id']} is registered: {state['name']}."))


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
    coming = [*(sign or ()), *([] if file is None else _lines(file))]
    if coming or release:
        body = {"sign": coming, "release": release or []}
        state = found("network", network, lambda id_: asking.post(f"/v1/networks/{id_}/roster", body))
        show(state, lambda state: say(f"{state['name']} has {counted(state['accounts'], 'account')}."))
        return
    show(
        found("network", network, lambda id_: asking.every(f"/v1/networks/{id_}/roster", "accounts", released=left)),
        _roster,
    )


def _roster(answer: Any) -> None:
    if not answer["accounts"]:
        say("No accounts.")
        return
    table = Table("account*", "signed", "left", "still to be reached", "")
    for one in answer["accounts"]:
        reached = "yes" if one["pending"] else ""
        table.add(one["account"], when(one["signed_at"]), when(one["released_at"]), reached, one["message"])
    print_table(table)


@app.command("list")
def list_networks(
    *, status: Annotated[NetworkStatus | None, typer.Option(help="Only those with this status.")] = None
) -> None:
    """List networks, oldest first."""
    show(asking.every("/v1/networks", "networks", status=status), _listed)


def _listed(answer: Any) -> None:
    if not answer["networks"]:
        say("No networks.")
        return
    table = Table("id*", "name", "status", "accounts", "sanctions", right=("accounts", "sanctions"))
    for network in answer["networks"]:
        accounts, sanctions = f"{network['accounts']:,}", str(len(network["sanctions"]))
        table.add(network["id"], network["name"], _status(network), accounts, sanctions)
    print_table(table)


@app.command("show")
def show_network(network: _Id) -> None:
    """Show a network with its history."""
    show(found("network", network, lambda id_: asking.get(f"/v1/networks/{id_}")), _drawn)


def _drawn(answer: Any) -> None:
    network = answer["network"]
    accounts = counted(network["accounts"], "account")
    out.print(
        Text.assemble((network["id"], "bold"), f"  {network['name']}  ", _status(network), f"  {accounts}"),
        soft_wrap=True,
    )
    for one in network["sanctions"]:
        until = "without end" if one["until"] is None else f"until {when(one['until'])}"
        lifted = "" if one["lifted_at"] is None else f", lifted {when(one['lifted_at'])}"
        say(f"  {one['id']}  {one['measure']} since {when(one['since'])}, {until}{lifted}")
    entries = [{**entry, "body": {"type": entry["body"]["type"], **flat(entry["body"])}} for entry in answer["entries"]]
    history(entries, leave_out=("violations", "proposed"))


@app.command()
def sanction(
    network: _Id,
    measure: Annotated[NetworkMeasure, typer.Argument(help="The measure.")],
    *,
    duration: Annotated[str | None, typer.Option(help="Length, for example P90D; default: without end.")] = None,
    reason: _Reason,
) -> None:
    """Sanction a network and every account of its roster."""
    body = {"measure": measure, "duration": duration, "reason": reason.strip()}
    state = found("network", network, lambda id_: asking.post(f"/v1/networks/{id_}/sanctions", body))
    show(state, lambda state: say(f"{state['sanctions'][-1]['id']}: {state['name']} is {_described(state)}."))


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
    body = {"reason": reason.strip()}
    path = f"sanctions/{asking.segment(sanction)}/lift"
    state = found("network", network, lambda id_: asking.post(f"/v1/networks/{id_}/{path}", body))
    show(state, lambda state: say(f"{state['name']} is {_described(state)}."))


def _described(network: Any) -> str:
    """Return a network in one line, with the sanctions that run."""
    running = [one for one in network["sanctions"] if one["lifted_at"] is None and not one["ended"]]
    said = [
        f"{one['measure'].replace('_', ' ')} {'without end' if one['until'] is None else 'until ' + when(one['until'])}"
        for one in running
    ]
    return "; ".join((f"{network['status']}, {counted(network['accounts'], 'account')}", *said))


def _lines(file: Path) -> list[str]:
    try:
        return [line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise CliError(f"{file} cannot be read: {error}") from None


def _status(network: Any) -> tuple[str, str]:
    return network["status"], _STYLES.get(network["status"], "")
