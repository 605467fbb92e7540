"""Command `standing profile`: which Standing the commands ask, and as whom."""

import sys
from dataclasses import replace
from typing import Annotated, Any

import typer

from cli.terminal import asking, profiles
from cli.terminal.console import CliError, Commands, print_table, say, show
from cli.terminal.profiles import LOCAL, Profile
from cli.terminal.tables import Table
from cli.terminal.values import facts

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    help="Profiles: which Standing the commands ask, and as whom; list, add, use, show.",
)

_Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the profile (`standing profile list`).")]


@app.command("list")
def list_profiles() -> None:
    """List profiles. The one in use has a star."""
    kept, local = profiles.read(), profiles.local()
    every = [*([] if local is None else [local]), *kept.known.values()]
    shown = [{**_told(one), "in_use": one.name == (kept.current or LOCAL)} for one in every]
    show({"profiles": shown}, _listed)


def _listed(answer: Any) -> None:
    if not answer["profiles"]:
        say("No profiles yet: `standing up` makes one, `standing profile add` adds another.")
        return
    table = Table("", "name*", "address*", "as")
    for one in answer["profiles"]:
        table.add("*" if one["in_use"] else "", one["name"], one["api"], _as_whom(one))
    print_table(table)


@app.command()
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the profile, of your choice.")],
    address: Annotated[
        str, typer.Argument(metavar="ADDRESS", help="Address of the API, such as https://standing.example.cn.")
    ],
    *,
    key: Annotated[
        bool, typer.Option("--key", help="Read a key from standard input, or ask for it. Else: `standing sign-in`.")
    ] = False,
) -> None:
    """Add a profile, or replace the one of that name, and use it from now on."""
    if name == LOCAL or not name.strip() or any(blank in name for blank in " \t"):
        raise CliError(f"{name!r} is no name for a profile: choose one word other than {LOCAL}")
    profile = Profile(name, profiles.require_address(address, "ADDRESS"), _read_key() if key else None)
    if profile.secret is not None:
        profile = replace(profile, who=_who(profile))
    profiles.write(replace(profiles.read().with_(profile), current=name))
    show(_told(profile), lambda told: say(f"{name} is in use: {told['api']}, {_as_whom(told)}."))


@app.command()
def use(name: _Name) -> None:
    """Use a profile from now on; `local` is the one of the data folder."""
    kept = profiles.read()
    found = profiles.named(name, kept)
    profiles.write(replace(kept, current=None if name == LOCAL else name))
    show(_told(found), lambda told: say(f"{name} is in use: {told['api']}, {_as_whom(told)}."))


@app.command("show")
def show_profile() -> None:
    """Show which Standing the next command asks, and as whom: the API says who that is."""
    profile = profiles.chosen()
    me = None if profile.secret is None else asking.get("/v1/me")
    show({**_told(profile), "me": me}, _drawn)


def _drawn(answer: Any) -> None:
    me = answer["me"]
    say(f"{answer['name']}  {answer['api']}")
    if me is None:
        say("  nobody is signed in: `standing sign-in`")
        return
    facts(
        {
            "name": me["name"],
            "person": me["person"],
            "by": me["id"],
            "roles": ", ".join(me["roles"]),
            "from": profiles.path() if answer["name"] != LOCAL else profiles.data_dir() / profiles.LOCAL_FILE,
        }
    )


def _told(profile: Profile) -> dict[str, Any]:
    """Return a profile without its secret."""
    by = None if profile.secret is None else "session" if profile.session else "key"
    return {"name": profile.name, "api": profile.api, "by": by, "who": profile.who, "session": profile.session}


def _as_whom(told: Any) -> str:
    if told["by"] is None:
        return "nobody is signed in"
    return f"{told['who'] or 'the owner'}'s {told['by']}" if told["who"] else f"a {told['by']}"


def _read_key() -> str:
    given = typer.prompt("Key", hide_input=True) if sys.stdin.isatty() else sys.stdin.readline()
    if not given.strip().isascii() or not given.strip():
        raise CliError("no key was given: it is what `standing keys create` printed, sk_…")
    return str(given.strip())


def _who(profile: Profile) -> str:
    """Return the name of the secret's owner.

    Raises:
        CliError: when the API does not know the secret, or does not answer.
    """
    return str(asking.as_profile(profile, lambda: asking.get("/v1/me"))["name"])
