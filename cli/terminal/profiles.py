"""Profiles: which API a command speaks to, and as whom. No settings are read here, so that a command starts quickly.

A profile is an address of the API with a secret: a key, or the token of a signed-in person. Profiles stand in one file
of the user (`$XDG_CONFIG_HOME/standing/profiles.json`), readable by that user alone. `standing up` writes the profile
`local` to its data folder, and a command that is given nothing else uses that one.
"""

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from cli.terminal.console import AWAY, CliError

LOCAL: Final = "local"
"""Name of the profile in the data folder."""
LOCAL_FILE: Final = "profile.json"
"""File of that profile, in the data folder."""
ADDRESS: Final = "STANDING_API"
KEY: Final = "STANDING_API_KEY"
CHOSEN: Final = "STANDING_PROFILE"


@dataclass(frozen=True)
class Profile:
    """Address of an API, and the secret of whoever asks."""

    name: str
    api: str
    """Address without path, such as `https://standing.example.cn`."""
    secret: str | None = field(default=None, repr=False)
    """Key, or token of a session; None: nobody is signed in."""
    who: str = ""
    """Name of the person or service, as it was when the secret was kept."""
    session: str | None = None
    """Identifier of the session whose token the secret is; None for a key."""


@dataclass(frozen=True)
class Profiles:
    """Content of the file."""

    current: str | None = None
    """Name of the profile in use; None: the one of the data folder."""
    known: Mapping[str, Profile] = field(default_factory=dict)

    def with_(self, profile: Profile) -> "Profiles":
        """Return the profiles with this one added or replaced."""
        return replace(self, known={**self.known, profile.name: profile})


def path() -> Path:
    """Return the file with the user's profiles."""
    config = os.environ.get("XDG_CONFIG_HOME")
    return (Path(config) if config else Path.home() / ".config") / "standing" / "profiles.json"


def data_dir() -> Path:
    """Return the data folder that the environment names."""
    return Path(os.environ.get("STANDING_DATA_DIR") or ".standing")


def read() -> Profiles:
    """Return the user's profiles.

    Raises:
        CliError: when the file is not what this program writes.
    """
    kept = _read(path())
    if kept is None:
        return Profiles()
    try:
        known = {name: Profile(name=name, **values) for name, values in kept["profiles"].items()}
        return Profiles(kept["current"], known)
    except (KeyError, TypeError, AttributeError):
        raise CliError(
            f"{path()} is no file of profiles: remove it, and add them with `standing profile add`"
        ) from None


def write(profiles: Profiles) -> None:
    """Keep the user's profiles, readable by the user alone."""
    known = {name: {k: v for k, v in asdict(one).items() if k != "name"} for name, one in profiles.known.items()}
    path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _keep(path(), {"current": profiles.current, "profiles": known})


def local() -> Profile | None:
    """Return the profile in the data folder; None before `standing up` has run there."""
    kept = _read(data_dir() / LOCAL_FILE)
    with contextlib.suppress(TypeError):
        return None if kept is None else Profile(name=LOCAL, **kept)
    return None


def keep_local(folder: Path, api: str, secret: str, who: str) -> None:
    """Keep the profile of a data folder."""
    _keep(folder / LOCAL_FILE, {"api": api, "secret": secret, "who": who})


def chosen() -> Profile:
    """Return the profile to use: what the environment names, else the one in use, else that of the data folder.

    A secret of a profile is sent to the address of that profile only.

    Raises:
        CliError: when there is none.
    """
    address, key = os.environ.get(ADDRESS) or None, os.environ.get(KEY) or None
    found = _named()
    if address is not None:
        address = require_address(address, ADDRESS)
        same = found is not None and found.api == address
        found = found if same else Profile(ADDRESS, address)
    if found is None:
        if key is None:
            raise CliError(
                f"which Standing? Start one here with `standing up`, add the address of another with `standing profile "
                f"add NAME ADDRESS`, or set {ADDRESS} and {KEY}",
                AWAY,
            )
        found = Profile(ADDRESS, f"http://127.0.0.1:{os.environ.get('STANDING_API_PORT') or 8000}")
    return found if key is None else replace(found, secret=key, who="", session=None)


def named(name: str, profiles: Profiles) -> Profile:
    """Return a profile by its name.

    Raises:
        CliError: when there is none of that name.
    """
    found = local() if name == LOCAL else profiles.known.get(name)
    if found is None:
        hint = f"{', '.join([*profiles.known])}" if profiles.known else "none yet"
        raise CliError(f"there is no profile {name!r} (known: {hint}): `standing profile add {name} ADDRESS` adds it")
    return found


def require_address(text: str, where: str) -> str:
    """Return the address of an API without path.

    Raises:
        CliError: when it is none.
    """
    scheme, separator, rest = text.partition("://")
    host, _, beyond = rest.rstrip("/").partition("/")
    if not separator or scheme not in {"http", "https"} or not host or beyond or any(c in host for c in " ?#@\\"):
        raise CliError(f"{where}: {text!r} is no address of an API: write it like https://standing.example.cn")
    return f"{scheme}://{host}"


def _named() -> Profile | None:
    wanted = os.environ.get(CHOSEN) or None
    if wanted is None and os.environ.get(ADDRESS) and os.environ.get(KEY):
        return None
    profiles = read()
    wanted = wanted or profiles.current
    return named(wanted, profiles) if wanted else local()


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise CliError(f"{file} cannot be read: {error}") from None


def _keep(file: Path, content: Mapping[str, Any]) -> None:
    """Write to a file that only this user can read, from the first byte on."""
    unfinished = file.with_name(f"{file.name}.new")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    unfinished.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    unfinished.replace(file)
