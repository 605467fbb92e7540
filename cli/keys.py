"""Command `standing keys`: API keys and their roles."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from cli.terminal import clock, connect
from cli.terminal.console import FAULTS, CliError, Commands, listing, out
from models.instants import shown
from models.roles import Role

if TYPE_CHECKING:
    from ledger.keys import KeyEntry, Revoked
    from ledger.people.callers import Caller
    from ledger.store.database import Database
    from models.people.people import Person


app = typer.Typer(
    cls=Commands, help="API keys of persons and services: create, list, assign, revoke.", no_args_is_help=True
)


_Person = Annotated[str, typer.Option("--person", metavar="PERSON", help="The person (`standing people list`).")]


@app.command()
def create(
    *,
    person: Annotated[
        str | None, typer.Option(metavar="PERSON", help="The person who will use the key (`standing people list`).")
    ] = None,
    service: Annotated[str | None, typer.Option(metavar="NAME", help="The program that will use the key.")] = None,
    name: Annotated[str, typer.Option(help="Name of a person's key, to tell several apart.")] = "",
    role: Annotated[
        list[Role] | None, typer.Option(help="Role of the key; repeatable. Without it: all roles of the person.")
    ] = None,
) -> None:
    """Create a key of a person or of a service. Its secret is shown only once; a hash of it is kept."""
    if (person is None) == (service is None):
        raise CliError("whose key is it? give --person PERSON (`standing people list`), or --service NAME")
    if service is not None and not service.strip():
        raise CliError("--service is empty: name the program that will use the key")
    if service is not None and not role:
        raise CliError("a service's key needs its roles: give --role, such as --role platform")
    caller, secret = asyncio.run(_create(name.strip() or (service or "").strip() or "key", role, person))
    _say(f"{caller.id}  {_owner(caller)}  ({', '.join(sorted(caller.roles))})")
    out.print("The secret, shown only now:", style="dim")
    out.print(secret, markup=False, soft_wrap=True)


@app.command()
def assign(
    key_id: Annotated[str, typer.Argument(metavar="ID", help="Identifier of the key (`standing keys list`).")],
    *,
    person: _Person,
) -> None:
    """Give a service's key to the person who uses it. Earlier entries under the key are the person's from now on."""
    caller = connect.run(lambda database: _assigned(database, key_id, person))
    _say(f"{caller.id}  {_owner(caller)}  ({', '.join(sorted(caller.roles))})")


@app.command("list")
def list_keys() -> None:
    """List all keys, revoked ones included, oldest first."""
    entries = asyncio.run(_listed())
    if not entries:
        out.print("No keys yet: create one with `standing keys create --service NAME --role platform`.")
        return
    table = listing("id", "owner", "key", "roles", "made", "revoked")
    for entry in entries:
        table.add_row(
            entry.caller.id,
            _owner(entry.caller),
            entry.label,
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


async def _create(name: str, roles: list[Role] | None, person: str | None) -> "tuple[Caller, str]":
    from ledger import keys
    from settings import load_settings

    async with connect.database(load_settings(), make=True) as database:
        given = roles or (await _person(database, person or "")).roles
        try:
            return await keys.create(database, name, given, clock.now(), person=person)
        except keys.KeyRefusedError as error:
            raise CliError(error.refusal.message, status=FAULTS) from None


async def _person(database: "Database", person: str) -> "Person":
    from ledger.people import people

    found = await people.person_of(database, person)
    if found is None:
        raise CliError(people.unknown(person).message, status=FAULTS)
    return found


async def _assigned(database: "Database", key_id: str, person: str) -> "Caller":
    from ledger import keys

    try:
        return await keys.assign(database, key_id, person, clock.now())
    except keys.KeyRefusedError as error:
        raise CliError(error.refusal.message, status=FAULTS) from None


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


def _owner(caller: "Caller") -> str:
    return f"service {caller.name}" if caller.person is None else f"{caller.name} ({caller.person})"


def _say(text: str) -> None:
    out.print(text, markup=False, soft_wrap=True)
