"""Command `standing people`: the persons who decide, review and operate; their roles and kinds of case."""

from typing import Annotated, Any

import typer

from cli.terminal import asking
from cli.terminal.beginnings import found
from cli.terminal.console import CliError, Commands, print_table, say, show
from cli.terminal.tables import Table
from cli.terminal.values import history, when
from cli.terminal.words import CaseKind, Role

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    help="Persons: add, list, change, deactivate. Keys and sessions belong to persons or to services.",
)

_Id = Annotated[str, typer.Argument(metavar="PERSON", help="Identifier of the person (`standing people list`).")]
_Roles = Annotated[list[Role] | None, typer.Option("--role", help="Role; repeatable.")]
_Kinds = Annotated[
    list[CaseKind] | None,
    typer.Option("--kind", help="Kind of case that the person may decide; repeatable. Without it: all kinds."),
]
_Reason = Annotated[str, typer.Option(help="The reason.")]


@app.command("add")
def add_person(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the person, as colleagues read it.")],
    *,
    role: _Roles = None,
    kind: _Kinds = None,
    alias: Annotated[
        list[str] | None,
        typer.Option(
            help="Name under which earlier entries have the person, such as `command line (ann)`; repeatable."
        ),
    ] = None,
) -> None:
    """Add a person, with at least one role."""
    body = {"name": _named(name), "roles": role or [], "kinds": kind or None, "aliases": alias or []}
    show(asking.post("/v1/people", body), _said)


@app.command("list")
def list_people() -> None:
    """List all persons, deactivated ones included, in the order in which they were added."""
    show(asking.every("/v1/people", "people"), _listed)


def _listed(answer: Any) -> None:
    table = Table("id*", "name", "roles", "kinds", "deactivated")
    for one in answer["people"]:
        ended = when(one["deactivated_at"])
        table.add(one["id"], one["name"], _roles(one), _kinds(one), ended, style="dim" if ended else "")
    print_table(table)


@app.command("show")
def show_person(person: _Id) -> None:
    """Show a person, and the history."""
    show(found("person", person, lambda id_: asking.get(f"/v1/people/{id_}")), _drawn)


def _drawn(answer: Any) -> None:
    state = answer["person"]
    say(f"{state['id']}  {state['name']}  {'active' if state['deactivated_at'] is None else 'inactive'}")
    say(f"roles: {_roles(state)}; cases: {_kinds(state)}")
    if state["aliases"]:
        say(f"earlier entries under: {', '.join(state['aliases'])}")
    for identity in state["identities"]:
        say(f"signs in as {identity['subject']} of {identity['issuer']}")
    history(answer["entries"])


@app.command()
def change(
    person: _Id,
    *,
    name: Annotated[str | None, typer.Option(help="Another name.")] = None,
    role: _Roles = None,
    kind: _Kinds = None,
    every_kind: Annotated[bool, typer.Option("--every-kind", help="Let the person decide all kinds of case.")] = False,
    reason: _Reason = "",
) -> None:
    """Change a person's name, roles or kinds of case. Cases that the person may not decide any more become free."""
    if kind and every_kind:
        raise CliError("--kind and --every-kind exclude each other: give one of them")
    body = {
        "name": None if name is None else _named(name),
        "roles": role or None,
        "kinds": kind or None,
        "every_kind": every_kind,
        "reason": reason,
    }
    show(_entered(person, "changes", body), _said)


@app.command()
def deactivate(person: _Id, *, reason: _Reason = "") -> None:
    """End a person's keys and sessions at once, and free claimed cases. What the person decided stays."""
    state = _entered(person, "deactivation", {"reason": reason})
    show(state, lambda state: say(f"{state['name']} is deactivated; keys and sessions have ended."))


@app.command()
def reactivate(person: _Id, *, reason: _Reason = "") -> None:
    """Let a person work again, with new keys and sessions."""
    state = _entered(person, "reactivation", {"reason": reason})
    show(state, lambda state: say(f"{state['name']} is active; old keys stay revoked, create a new one."))


@app.command()
def bootstrap(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the person, as colleagues read it.")],
    *,
    role: Annotated[
        list[Role] | None, typer.Option("--role", help="Role; repeatable. Default: operator and auditor.")
    ] = None,
) -> None:
    """Add the first person with a key, on the database itself: nobody can ask the API yet.

    It takes the database's credentials (STANDING_DATABASE_URL, or the data folder), and is in the audit.
    """
    from cli.bootstrap import first_person

    first_person(_named(name), [one.value for one in role or (Role.operator, Role.auditor)])


@app.command("link")
def make_link(
    person: Annotated[
        str, typer.Argument(metavar="[PERSON]", help="The person. Without it: whoever works on this machine.")
    ] = "per_000000000000",
) -> None:
    """Make a link with which a person signs in to the console: once, within 15 minutes. On the database itself.

    Where a sign-in provider is set (STANDING_OIDC_ISSUER), links count nothing.
    """
    from cli.bootstrap import sign_in_link

    sign_in_link(person)


def _entered(person: str, step: str, body: dict[str, Any]) -> Any:
    return found("person", person, lambda id_: asking.post(f"/v1/people/{id_}/{step}", body))


def _named(name: str) -> str:
    if not name.strip():
        raise CliError("the name is empty: give the name that colleagues know")
    return name.strip()


def _said(person: Any) -> None:
    say(f"{person['id']}  {person['name']}  ({_roles(person)}; {_kinds(person)})")


def _roles(person: Any) -> str:
    return ", ".join(person["roles"]) or "no roles"


def _kinds(person: Any) -> str:
    return "all kinds" if person["kinds"] is None else ", ".join(person["kinds"]) or "no kinds"
