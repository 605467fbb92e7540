"""Commands `standing sign-in` and `standing sign-out`: a person's session at this terminal.

The token is made here. The person confirms it in the console, in a browser where the person is signed in, by its hash:
the token itself goes to the API alone, and to the file of profiles.
"""

import re
from dataclasses import replace
from typing import Annotated

import typer

from cli.terminal import asking, profiles
from cli.terminal.console import CliError, as_json, print_json, say
from cli.terminal.profiles import LOCAL, Profile
from cli.terminal.signing import signed_in


def sign_in(
    name: Annotated[
        str | None, typer.Argument(metavar="[PROFILE]", help="The profile to sign in to; default: the one in use.")
    ] = None,
    *,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the address here in a browser.")] = True,
) -> None:
    """Sign in at this terminal, in a browser.

    Prints an address of the console, where you sign in as usual and confirm that this terminal may act as you: with
    your roles, until the session ends by idleness, by age, by `standing sign-out`, or under My sessions.
    """
    kept, me = signed_in(_profile(name), browser=browser)
    profiles.write(replace(profiles.read().with_(kept), current=kept.name))
    if as_json():
        print_json({"profile": kept.name, "api": kept.api, "me": me})
    else:
        say(f"Signed in to {kept.api} as {me['name']} ({', '.join(me['roles'])}).")


def sign_out() -> None:
    """End the session of this terminal.

    A key stays as it is: `standing keys revoke` ends one.
    """
    profile = profiles.chosen()
    if profile.session is None:
        raise CliError(f"profile {profile.name} has no session here: nothing to end (a key is revoked instead)")
    try:
        ended = asking.post(f"/v1/sessions/{asking.segment(profile.session)}/end")
    except asking.RefusedError as error:
        if error.http_status != 401:
            raise
        ended = None  # it has ended already
    profiles.write(profiles.read().with_(replace(profile, secret=None, who="", session=None)))
    if as_json():
        print_json(ended)
    else:
        say(f"Signed out of {profile.api}.")


def _profile(name: str | None) -> Profile:
    """Return the profile to sign in to; that of the data folder gets one of the user's own beside it."""
    found = profiles.chosen() if name is None else profiles.named(name, profiles.read())
    if found.name not in {LOCAL, profiles.ADDRESS}:
        return found
    return replace(found, name=re.sub(r"[^A-Za-z0-9.-]", "-", found.api.partition("://")[2]))
