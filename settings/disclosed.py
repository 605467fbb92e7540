"""Settings as the audit records them at the start of a process: every value but the secrets, which are only named."""

import re
import secrets as random
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import SecretStr
from pydantic_core import to_jsonable_python

from models.audit import PROCESS, ProcessStarted, ProcessStopped

if TYPE_CHECKING:
    from settings import Settings

_USER_IN_ADDRESS: Final = re.compile(r"(?<=://)[^/@\s]+@")


@dataclass(frozen=True)
class Disclosed:
    """Values that anybody who audits may see, and the names of the secrets that are set."""

    settings: dict[str, Any]
    secrets: tuple[str, ...]


def disclosed(settings: "Settings") -> Disclosed:
    """Return the settings without their secrets; a user and password within an address are left out, too."""
    values = {name: getattr(settings, name) for name in type(settings).model_fields}
    secrets = tuple(sorted(name for name, value in values.items() if isinstance(value, SecretStr)))
    plain = {name: to_jsonable_python(value) for name, value in values.items() if name not in secrets}
    return Disclosed({name: _without_user(value) for name, value in sorted(plain.items())}, secrets)


def started(settings: "Settings", process: Literal["api", "worker"]) -> ProcessStarted:
    """Return the event of the start of a process with these settings."""
    shown = disclosed(settings)
    return ProcessStarted(
        actor=f"{PROCESS}:{process}",
        process=process,
        instance=random.token_hex(6),
        version=version("standing"),
        settings=shown.settings,
        secrets=shown.secrets,
    )


def stopped(start: ProcessStarted) -> ProcessStopped:
    """Return the event of the end of the process that so started."""
    return ProcessStopped(actor=start.actor, process=start.process, instance=start.instance)


def _without_user(value: Any) -> Any:
    if isinstance(value, str):
        return _USER_IN_ADDRESS.sub("", value)
    if isinstance(value, list):
        return [_without_user(one) for one in value]
    return value
