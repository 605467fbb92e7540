"""Drawing of an account's standing, recorded or supposed. It is folded here, by the rules, from the facts that the API
answers with, so that it can be drawn for any instant.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from pydantic import ValidationError
from rich.text import Text

from cli.accounts import what_if
from cli.terminal import asking
from cli.terminal.console import FAULTS, CliError, as_json, out, print_json
from cli.terminal.drawing import draw, window_around
from models.accounts.facts import Fact
from models.accounts.standing import Standing
from models.instants import SHANGHAI, shown
from models.words.privileges import Method
from models.words.violations import Category
from regulation.standing.fold import fold
from regulation.standing.status import status_of

_ACTOR: Final = re.compile(r"(per|key)_[0-9a-f]{12}")


def timeline(account: str, start: str | None, end: str | None, as_of: str | None) -> None:
    """Print the drawing of an account's privileges over time.

    Raises:
        CliError: when there is no such account, or was none that was known.
    """
    first, last, known = (None if text is None else datetime.fromisoformat(text) for text in (start, end, as_of))
    now = datetime.now(SHANGHAI)
    if known is not None and known > now:
        raise CliError(f"--as-of {shown(known)} lies in the future: leave it out for what is known now")
    standing = _standing(account, known)
    _heading(standing, now, known)
    window = window_around(standing, now, first, last)
    if window.end <= window.start:
        raise CliError(
            f"the drawing would end ({shown(window.end)}) before it starts ({shown(window.start)}): "
            "choose --from and --to in order"
        )
    for line in draw({"": standing}, window, out.width):
        out.print(line, soft_wrap=True)


def simulate(
    account: str,
    at: str | None,
    *,
    bans: Sequence[str],
    category: str,
    factor: float | None,
    holder_change: bool,
    methods: Sequence[str],
) -> None:
    """Print what supposed commands would change.

    Raises:
        CliError: when there is no such account, or the rules refuse every command.
    """
    now = datetime.now(SHANGHAI)
    supposed = what_if.Supposed(
        at=now if at is None else datetime.fromisoformat(at),
        bans=tuple(what_if.duration(text) for text in bans),
        category=Category(category),
        factor=factor,
        holder_change=holder_change,
        methods=tuple(map(Method, methods)),
    )
    standing = _standing(account, None)
    if at is None and supposed.at < standing.as_of:
        supposed = what_if.moved(supposed, standing.as_of)
    if as_json():
        print_json(what_if.as_data(standing, supposed))
        return
    _heading(standing, now, None)
    what_if.show(standing, supposed, now)


def _standing(account: str, as_of: datetime | None) -> Standing:
    """Return the account's standing with its past, from all facts or from those recorded by an instant.

    Raises:
        CliError: when there are none.
    """
    answer = asking.every(f"/v1/accounts/{asking.segment(account)}/facts", "facts")
    try:
        facts = [Fact.model_validate({name: _bare(row[name]) for name in Fact.model_fields}) for row in answer["facts"]]
    except (KeyError, ValidationError) as error:
        raise CliError(f"the API answers with facts that this version does not know: {error}") from None
    kept = [fact for fact in facts if as_of is None or fact.recorded_at <= as_of]
    if not kept:
        known = "" if as_of is None else f" that was known at {shown(as_of)}"
        raise CliError(f"there is no account {account!r}{known} in this ledger", FAULTS)
    standing = fold(kept, keep_past=True)
    assert standing is not None
    return standing


def _bare(value: Any) -> Any:
    """Return a value of an answer without the names that stand beside its actors."""
    if isinstance(value, list):
        return [_bare(one) for one in value]
    if not isinstance(value, dict):
        return value
    names = {f"{name}_name" for name, one in value.items() if isinstance(one, str) and _ACTOR.fullmatch(one)}
    return {name: _bare(one) for name, one in value.items() if name not in names}


def _heading(standing: Standing, now: datetime, as_of: datetime | None) -> None:
    """Print the heading: name, account, kind, status and version."""
    known = "" if as_of is None else f", as it was known at {shown(as_of)}"
    status = status_of(standing, max(now, standing.registered_at).astimezone(UTC)).value
    said = f"  {standing.account}, {standing.kind.value}, {status}, version {standing.version}{known}"
    out.print(Text.assemble((standing.name, "bold"), said), soft_wrap=True)
