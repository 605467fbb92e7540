"""Command `standing keys`: API keys and their roles."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from cli.terminal import clock, connect
from cli.terminal.console import FAULTS, CliError, Commands, listing, out
from models.instants import shown
from models.roles import Role

if TYPE_CHECKING:
    from ledger.keys import Caller, KeyEntry, Revoked


app = typer.Typer(cls=Commands, help="API keys: create, list and revoke.", no_args_is_help=True)


@app.command()
def create(
    name: Annotated[str, typer.Option(help="Name of the user or program, for lists and records.")],
    role: Annotated[list[Role], typer.Option(help="Role of the key; repeatable.")],
) -> None:
    """Create a key. Its secret is shown only once; a hash of it is kept."""
    if not name.strip():
        raise CliError("--name is empty: name the person or system that will use the key")
    caller, secret = asyncio.run(_create(name.strip(), role))
    out.print(f"{caller.id}  {caller.name}  ({', '.join(sorted(caller.roles))})", markup=False, soft_wrap=True)
    out.print("The secret, shown only now:", style="dim")
    out.print(secret, markup=False, soft_wrap=True)


@app.command("list")
def list_keys() -> None:
    """List all keys, revoked ones included, oldest first."""
    entries = asyncio.run(_listed())
    if not entries:
        out.print("No keys yet: create one with `standing keys create --name NAME --role platform`.")
        return
    table = listing("id", "name", "roles", "made", "revoked")
    for entry in entries:
        table.add_row(
            entry.caller.id,
            entry.caller.name,
            ", ".join(sorted(entry.caller.roles)),
            shown(entry.created_at),
            "" if entry.revoked_at is None else shown(entry.revoked_at),
            style=None if entry.revoked_at is None else "dim",
        )
    out.print(table)


@app.command()
def revoke(
    key_id: Annotated[str, typer.Argument(metavar="ID", help="Identifier of the key (`standing keys list`).")],
) -> None:
    """Revoke a key. It is refused from now on, and its claimed cases are released."""
    revoked = asyncio.run(_revoke(key_id))
    if revoked is None:
        raise CliError(f"no key {key_id!r} is in force: `standing keys list` shows them", status=FAULTS)
    out.print(f"{key_id} is revoked.", markup=False)
    if revoked.cases:
        out.print(f"Released cases: {', '.join(revoked.cases)}.", markup=False, soft_wrap=True)


async def _create(name: str, roles: list[Role]) -> "tuple[Caller, str]":
    from ledger import keys
    from settings import load_settings

    async with connect.database(load_settings(), make=True) as database:
        return await keys.create(database, name, roles, clock.now())


async def _listed() -> "list[KeyEntry]":
    from ledger import keys
    from settings import load_settings

    async with connect.database(load_settings()) as database:
        return await keys.listed(database)


async def _revoke(key_id: str) -> "Revoked | None":
    from ledger import keys
    from settings import load_settings

    async with connect.database(load_settings()) as database:
        return await keys.revoke(database, key_id, clock.now())
