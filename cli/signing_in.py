"""Commands `standing sign-in` and `standing sign-out`: a person's session at this terminal.

The token is made here. The person confirms it in the console, in a browser where the person is signed in, by its hash:
the token itself goes to the API alone, and to the file of profiles.
"""

import platform
import re
import secrets
import sys
import time
import webbrowser
from base64 import b32encode
from dataclasses import replace
from hashlib import sha256
from typing import Annotated, Any, Final

import typer

from cli.terminal import asking, profiles
from cli.terminal.console import AWAY, CliError, as_json, err, print_json, say
from cli.terminal.profiles import LOCAL, Profile

_LASTS_S: Final = 600.0
"""Seconds in which the sign-in must be confirmed."""
_POLL_S: Final = 2.0


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
    kept, me = _signed_in(_profile(name), browser=browser)
    profiles.write(replace(profiles.read().with_(kept), current=kept.name))
    if as_json():
        print_json({"profile": kept.name, "api": kept.api, "me": me})
    else:
        say(f"Signed in to {kept.api} as {me['name']} ({', '.join(me['roles'])}).")


def sign_in_anew(profile: Profile, why: str) -> None:
    """Sign in anew in the place of a session that is too old for what was asked; the old session ends.

    Raises:
        CliError: when nobody confirms it in time, or somebody else does.
    """
    err.print(why, markup=False, soft_wrap=True)
    kept, me = _signed_in(profile, browser=True)
    before = asking.as_profile(profile, lambda: asking.get("/v1/me"))
    if me["person"] != before["person"]:
        asking.as_profile(kept, lambda: _end(kept))
        raise CliError(
            f"{me['name']} confirmed it, but this terminal is signed in as {before['name']}: nothing is done"
        )
    asking.as_profile(profile, lambda: _end(profile))
    profiles.write(profiles.read().with_(kept))


def _end(profile: Profile) -> Any:
    return asking.post(f"/v1/sessions/{asking.segment(str(profile.session))}/end")


def _signed_in(profile: Profile, *, browser: bool) -> tuple[Profile, Any]:
    """Lead a person through the sign-in; return the profile with the session that has begun, and whose it is."""
    token = f"st_{secrets.token_urlsafe(32)}"
    challenge = sha256(token.encode()).hexdigest()
    host = re.sub(r"[^A-Za-z0-9._-]", "-", platform.node())[:60]
    address = f"{profile.api}/console/terminals/{challenge}?host={host}"
    err.print("Open this address and confirm the code there:", style="dim")
    err.print(f"\n  {address}\n\n  code  {code_of(challenge)}\n", markup=False, soft_wrap=True)
    if browser and sys.stdout.isatty():
        webbrowser.open(address)
    waiting = replace(profile, secret=token, who="", session=None)
    me = _confirmed(waiting)
    return replace(waiting, who=str(me["name"]), session=str(me["id"])), me


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


def code_of(challenge: str) -> str:
    """Return the code that the console shows for the hash of a token, too."""
    letters = b32encode(sha256(challenge.encode()).digest())[:8].decode()
    return f"{letters[:4]}-{letters[4:]}"


def _profile(name: str | None) -> Profile:
    """Return the profile to sign in to; that of the data folder gets one of the user's own beside it."""
    found = profiles.chosen() if name is None else profiles.named(name, profiles.read())
    if found.name not in {LOCAL, profiles.ADDRESS}:
        return found
    return replace(found, name=re.sub(r"[^A-Za-z0-9.-]", "-", found.api.partition("://")[2]))


def _confirmed(waiting: Profile) -> Any:
    """Wait until the session has begun; return what the API says about its person.

    Raises:
        CliError: when nobody confirms it in time, or the API does not answer.
    """
    until = time.monotonic() + _LASTS_S
    while time.monotonic() < until:
        time.sleep(_POLL_S)
        try:
            return asking.as_profile(waiting, lambda: asking.get("/v1/me"))
        except asking.RefusedError as error:
            if error.http_status not in {401, 429}:
                raise
    raise CliError("nobody confirmed it within 10 minutes: start again with `standing sign-in`", AWAY)
