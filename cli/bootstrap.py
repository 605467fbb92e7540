"""What the first person needs before anybody can ask the API: on the database itself, with its credentials."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from cli.terminal import clock, connect
from cli.terminal.console import FAULTS, CliError, as_json, out, print_json, say
from cli.terminal.values import print_secret

if TYPE_CHECKING:
    from ledger.store.database import Database
    from models.people.people import Person

ACTOR: Final = "command line"


def first_person(name: str, roles: Sequence[str]) -> None:
    """Add a person with these roles and a key, and print the key's secret.

    Raises:
        CliError: when the rules refuse it.
    """
    from ledger import keys
    from ledger.people import people
    from models.roles import Role
    from regulation import people as rules

    given = tuple(map(Role, roles))

    async def made(database: "Database") -> "tuple[Person, str]":
        entered = await people.execute(
            database, people.fresh_id(), rules.add(name, given, None, ()), actor=ACTOR, now=clock.now()
        )
        if entered.refusal is not None or entered.state is None:
            raise CliError((entered.refusal or people.unknown(name)).message, FAULTS)
        _, secret = await keys.create(database, "key", given, clock.now(), person=entered.state.id, actor=ACTOR)
        return entered.state, secret

    person, secret = connect.run(made, make=True)
    if as_json():
        print_json({"person": person.model_dump(mode="json"), "secret": secret})
        return
    say(f"{person.id}  {person.name}  ({', '.join(roles)})")
    print_secret(secret)


def sign_in_link(person: str) -> None:
    """Make a link that signs a person in to the console, and print it.

    Raises:
        CliError: when links count nothing here, or there is no such active person.
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

    async def make(database: "Database") -> "tuple[Person, str]":
        from ledger.people import people, sign_in_links

        found = await people.person_of(database, person)
        if found is None:
            raise CliError(people.unknown(person).message, FAULTS)
        if not found.active:
            raise CliError(f"{found.name} ({found.id}) was deactivated: reactivate the person first", FAULTS)
        return found, await sign_in_links.make(database, found.id, clock.now(), actor=ACTOR)

    found, token = connect.run(make)
    address = screen.link_address(settings, token)
    if as_json():
        print_json({"person": found.id, "link": address})
        return
    out.print(
        f"Signs in {found.name} ({found.id}), once, within 15 minutes:", markup=False, soft_wrap=True, style="dim"
    )
    say(address)
