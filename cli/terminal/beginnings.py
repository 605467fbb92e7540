"""Short identifiers: a unique beginning of an identifier stands for the whole.

The identifier as it was typed is asked for first, so that a whole one costs nothing more. Only where the API has none
such are those looked for that begin so.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from cli.terminal import asking
from cli.terminal.asking import RefusedError
from cli.terminal.console import FAULTS, CliError
from cli.terminal.problems import chinese

T = TypeVar("T")

SHORTEST: Final = 4
"""Fewest characters of a beginning."""
_SHOWN: Final = 10
LISTED: Final = {
    "action": ("action", "violations list ACCOUNT"),
    "bulk": ("bulk action", "bulk list"),
    "case": ("case", "case list"),
    "cleanup": ("clean-up", "followers list"),
    "directive": ("directive", "directive list"),
    "exemption": ("exemption", "exemption list"),
    "exposure": ("exposure", "exposure list"),
    "key": ("key", "keys list"),
    "network": ("network", "network list"),
    "person": ("person", "people list"),
    "report": ("report", "report list"),
    "rescreen": ("rescreen", "rescreen list"),
    "rumour": ("rumour", "rumor list"),
    "run": ("run", "runs list"),
    "webhook": ("webhook", "webhook list"),
}
"""Noun of each kind, and the command that lists it."""


def found(kind: str, identifier: str, ask: Callable[[str], T], *, account: str | None = None) -> T:
    """Return what `ask` returns for the identifier (as a segment of a path), or for the one that begins so.

    Raises:
        CliError: when there is none, or several begin so; with the candidates.
    """
    try:
        return ask(asking.segment(identifier))
    except RefusedError as error:
        if not _unknown(error):
            raise
        if len(identifier) < SHORTEST:
            raise _none(kind, identifier, error) from None
        whole = one(kind, identifier, account=account)
        if whole is None:
            raise _none(kind, identifier, error) from None
        return ask(asking.segment(whole))


def one(kind: str, beginning: str, *, account: str | None = None) -> str | None:
    """Return the identifier that begins so; None when there is none.

    Raises:
        CliError: when several do.
    """
    known = [name for name in _known(kind, beginning, account) if name.startswith(beginning)]
    if len(known) > 1:
        more = f" and {len(known) - _SHOWN} more" if len(known) > _SHOWN else ""
        raise CliError(
            f"{beginning!r} begins several: {', '.join(known[:_SHOWN])}{more}; give more of the identifier", FAULTS
        )
    return known[0] if known else None


def _known(kind: str, beginning: str, account: str | None) -> list[str]:
    """Return identifiers of a kind that may begin so."""
    match kind:
        case "action":
            path = f"/v1/accounts/{asking.segment(account or '')}/actions"
            return _ids(asking.every(path, "actions")["actions"])
        case "person":
            return _ids(asking.every("/v1/people", "people")["people"])
        case "key":
            return _ids(asking.every("/v1/keys", "keys", everybody=_operator(), revoked=True)["keys"])
        case _:
            return list(asking.get("/v1/identifiers", kind=kind, begins=beginning)["identifiers"])


def _none(kind: str, identifier: str, error: RefusedError) -> CliError:
    """Return the error of an identifier that nothing has; the API's own where something else is missing."""
    noun, command = LISTED[kind]
    if error.code not in {f"unknown-{kind}", "unknown-id", "unknown-subscription", "invalid-request"} or chinese():
        return error
    return CliError(f"there is no {noun} {identifier!r}: `standing {command}` shows them", FAULTS)


def _ids(rows: list[dict[str, Any]]) -> list[str]:
    return [str(row["id"]) for row in rows]


def _operator() -> bool:
    return "operator" in asking.get("/v1/me")["roles"]


def _unknown(error: RefusedError) -> bool:
    """Return whether the API has no such identifier, or it is none, as a beginning of one may be none."""
    faults = error.problem.get("errors") or ()
    return error.http_status == 404 or (
        error.code == "invalid-request" and bool(faults) and all(f["path"].startswith("path.") for f in faults)
    )
