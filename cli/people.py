"""Command `standing people`: the persons who decide, review and operate; their roles and kinds of case."""

from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.text import Text

from cli.terminal import clock, connect, names
from cli.terminal.console import FAULTS, CliError, Commands, listing, out
from cli.terminal.values import entry_in_words
from models.cases.cases import CaseKind
from models.instants import shown
from models.people.people import LOCAL, Person
from models.roles import Role
from regulation import people as rules

if TYPE_CHECKING:
    from ledger.store.database import Database
    from models.people.people import PersonEntry

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    help="Persons: add, list, change, deactivate. Keys and sessions belong to persons or to services.",
)

ACTOR: Final = "command line"

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
    """Add a person. Without roles the person may do nothing."""
    from ledger.people import people

    added = _entered(people.fresh_id(), rules.add(_named(name), role or (), kind, alias or ()))
    _say(f"{added.id}  {added.name}  ({_roles(added)}; {_kinds(added)})")


@app.command("list")
def list_people() -> None:
    """List all persons, deactivated ones included, in the order in which they were added."""
    from ledger.people import people

    found = connect.run(people.everybody).everybody
    if not found:
        out.print("No persons yet: add one with `standing people add NAME --role reviewer`.")
        return
    table = listing("id", "name", "roles", "kinds", "deactivated")
    for one in found:
        ended = "" if one.deactivated_at is None else shown(one.deactivated_at)
        table.add_row(one.id, one.name, _roles(one), _kinds(one), ended, style=None if one.active else "dim")
    out.print(table)


@app.command()
def show(person: _Id) -> None:
    """Show a person, and the history."""

    async def read(database: "Database") -> "tuple[Person | None, list[PersonEntry]]":
        from ledger.people import people
        from ledger.streams import records

        found = await people.person_of(database, person)
        return found, await names.with_names(database, await records.entries_of(database, rules.PERSON, person))

    state, entries = connect.run(read)
    if state is None:
        raise CliError(f"there is no person {person!r}: `standing people list` shows them", FAULTS)
    _say(f"{state.id}  {state.name}  {state.status}")
    _say(f"roles: {_roles(state)}; cases: {_kinds(state)}")
    if state.aliases:
        _say(f"earlier entries under: {', '.join(state.aliases)}")
    for identity in state.identities:
        _say(f"signs in as {identity.subject} of {identity.issuer}")
    for entry in entries:
        said = entry_in_words(entry, entry.body.model_dump(mode="json"))
        out.print(Text.assemble((shown(entry.recorded_at), "dim"), f"  {said}"), soft_wrap=True)


@app.command()
def change(
    person: _Id,
    *,
    name: Annotated[str | None, typer.Option(help="Another name.")] = None,
    role: _Roles = None,
    no_role: Annotated[bool, typer.Option("--no-role", help="Take all roles.")] = False,
    kind: _Kinds = None,
    every_kind: Annotated[bool, typer.Option("--every-kind", help="Let the person decide all kinds of case.")] = False,
    reason: _Reason = "",
) -> None:
    """Change a person's name, roles or kinds of case. Cases that the person may not decide any more become free."""
    if (role and no_role) or (kind and every_kind):
        raise CliError("--role and --no-role, and --kind and --every-kind, exclude each other: give one of each")
    roles = () if no_role else role or None
    kinds = None if every_kind else kind or rules.UNCHANGED
    called = None if name is None else _named(name)
    changed = _entered(person, rules.change(name=called, roles=roles, kinds=kinds, reason=reason))
    _say(f"{changed.id}  {changed.name}  ({_roles(changed)}; {_kinds(changed)})")


@app.command()
def deactivate(person: _Id, *, reason: _Reason = "") -> None:
    """End a person's keys and sessions at once, and free claimed cases. What the person decided stays."""
    _say(f"{_entered(person, rules.deactivate(reason)).name} is deactivated; keys and sessions have ended.")


@app.command()
def reactivate(person: _Id, *, reason: _Reason = "") -> None:
    """Let a person work again, with new keys and sessions."""
    _say(f"{_entered(person, rules.reactivate(reason)).name} is active; old keys stay revoked, create a new one.")


@app.command("link")
def make_link(
    person: Annotated[
        str, typer.Argument(metavar="[PERSON]", help="The person. Without it: whoever works on this machine.")
    ] = LOCAL,
) -> None:
    """Make a link with which a person signs in to the console: once, within 15 minutes.

    Where a sign-in provider is set (STANDING_OIDC_ISSUER), links count nothing.
    """
    from cli.servers import screen
    from settings import load_settings

    settings = load_settings()
    if settings.oidc_issuer is not None:
        raise CliError(
            f"here people sign in at their provider only ({settings.oidc_issuer}, as STANDING_OIDC_ISSUER says): open "
            f"{screen.console_address(settings)}",
            FAULTS,
        )
    if not settings.console:
        raise CliError("the console is turned off (STANDING_CONSOLE): there is nothing to sign in to", FAULTS)

    async def make(database: "Database") -> tuple[Person, str]:
        from ledger.people import people, sign_in_links

        found = await people.person_of(database, person)
        if found is None:
            raise CliError(people.unknown(person).message, FAULTS)
        if not found.active:
            raise CliError(f"{found.name} ({found.id}) was deactivated: reactivate the person first", FAULTS)
        return found, await sign_in_links.make(database, found.id, clock.now(), actor=ACTOR)

    found, token = connect.run(make)
    out.print(
        f"Signs in {found.name} ({found.id}), once, within 15 minutes:", markup=False, soft_wrap=True, style="dim"
    )
    _say(screen.link_address(settings, token))


def _entered(person: str, decide: rules.DecidePerson) -> Person:
    async def enter(database: "Database") -> Person:
        from ledger.people import people

        entered = await people.execute(database, person, decide, actor=ACTOR, now=clock.now())
        if entered.refusal is not None or entered.state is None:
            raise CliError((entered.refusal or people.unknown(person)).message, FAULTS)
        return entered.state

    return connect.run(enter, make=True)


def _named(name: str) -> str:
    if not name.strip():
        raise CliError("the name is empty: give the name that colleagues know")
    return name.strip()


def _roles(person: Person) -> str:
    return ", ".join(role.value for role in person.roles) or "no roles"


def _kinds(person: Person) -> str:
    return "all kinds" if person.kinds is None else ", ".join(kind.value for kind in person.kinds) or "no kinds"


def _say(text: str) -> None:
    out.print(text, markup=False, soft_wrap=True)
