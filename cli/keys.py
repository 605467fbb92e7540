"""Command `standing keys`: API keys and their roles."""

from typing import Annotated, Any

import typer

from cli.terminal import asking
from cli.terminal.beginnings import found
from cli.terminal.console import FAULTS, CliError, Commands, print_table, say, show
from cli.terminal.tables import Table
from cli.terminal.values import print_secret, when
from cli.terminal.words import Role

app = typer.Typer(
    cls=Commands, help="API keys of persons and services: create, list, assign, revoke.", no_args_is_help=True
)


_Person = Annotated[str, typer.Option("--person", metavar="PERSON", help="The person (`standing people list`).")]
_Id = Annotated[str, typer.Argument(metavar="ID", help="Identifier of the key (`standing keys list`).")]


@app.command()
def create(
    *,
    person: Annotated[
        str | None,
        typer.Option(metavar="PERSON", help="The person who will use the key (`standing people list`)."),
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
    body = {"service": service and service.strip(), "name": name.strip(), "roles": role or []}
    if person is not None:
        whole = found("person", person, lambda id_: asking.get(f"/v1/people/{id_}"))["person"]["id"]
        body["person"] = whole

    def made(answer: Any) -> None:
        _said(answer["key"])
        print_secret(answer["secret"])

    show(asking.post("/v1/keys", body), made)


@app.command()
def assign(key_id: _Id, *, person: _Person) -> None:
    """Give a service's key to the person who uses it. Earlier entries under the key are the person's from now on."""
    show(found("key", key_id, lambda id_: asking.post(f"/v1/keys/{id_}/assignment", {"person": person})), _said)


@app.command("list")
def list_keys() -> None:
    """List keys, revoked ones included, oldest first: your own; as an operator everybody's."""
    operator = "operator" in asking.get("/v1/me")["roles"]
    show(asking.every("/v1/keys", "keys", everybody=operator, revoked=True), _listed)


def _listed(answer: Any) -> None:
    if not answer["keys"]:
        say("No keys yet: create one with `standing keys create --service NAME --role platform`.")
        return
    table = Table("id*", "owner", "person*", "key", "roles", "made", "revoked")
    for key in answer["keys"]:
        revoked = when(key["revoked_at"], whole=True)
        owner = key["person_name"] or f"service {key['service']}"
        row = (key["id"], owner, key["person"] or "", key["name"], ", ".join(sorted(key["roles"])))
        table.add(*row, when(key["created_at"], whole=True), revoked, style="dim" if revoked else "")
    print_table(table)


@app.command()
def revoke(key_id: _Id) -> None:
    """Revoke a key. It is refused from now on, and its claimed cases are released."""
    known = found("key", key_id, lambda id_: asking.get(f"/v1/keys/{id_}"))
    if known["revoked_at"] is not None:
        raise CliError(f"no key {known['id']!r} is in force: `standing keys list` shows them", FAULTS)
    show(asking.post(f"/v1/keys/{asking.segment(known['id'])}/revocation"), _revoked)


def _revoked(answer: Any) -> None:
    say(f"{answer['key']['id']} is revoked.")
    if answer["cases"]:
        say(f"Released cases: {', '.join(answer['cases'])}.")


def _said(key: Any) -> None:
    say(f"{key['id']}  {_owner(key)}  ({', '.join(sorted(key['roles']))})")


def _owner(key: Any) -> str:
    return f"service {key['service']}" if key["person"] is None else f"{key['person_name']} ({key['person']})"
