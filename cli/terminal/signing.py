"""The way of a terminal through the sign-in in a browser, to begin a session and to begin it anew.

The token is made here, and its hash is confirmed in the console.
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
from typing import Any, Final

from cli.terminal import asking, profiles
from cli.terminal.console import AWAY, CliError, err
from cli.terminal.profiles import Profile

_LASTS_S: Final = 600.0
"""Seconds in which the sign-in must be confirmed."""
_POLL_S: Final = 2.0


def sign_in_anew(profile: Profile, why: str) -> None:
    """Sign in anew in the place of a session that is too old for what was asked; the old session ends.

    Raises:
        CliError: when nobody confirms it in time, or somebody else does.
    """
    err.print(why, markup=False, soft_wrap=True)
    kept, me = signed_in(profile, browser=True)
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


def signed_in(profile: Profile, *, browser: bool) -> tuple[Profile, Any]:
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


def code_of(challenge: str) -> str:
    """Return the code that the console shows for the hash of a token, too."""
    letters = b32encode(sha256(challenge.encode()).digest())[:8].decode()
    return f"{letters[:4]}-{letters[4:]}"


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
