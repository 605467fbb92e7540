"""Values of answers as text: instants, names beside identifiers, recorded fields, entries of histories; and times from
arguments. Without models, so that a command starts quickly.
"""

import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

from cli.terminal.console import CliError, out, say

SHANGHAI: Final = timezone(timedelta(hours=8))
TIME: Final = "An instant, such as 2026-03-01T09:00+08:00, or a day, such as 2026-03-01 (its midnight in Shanghai)."
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_ACTOR: Final = re.compile(r"(per|key)_[0-9a-f]{12}")


def when(instant: str | None, *, whole: bool = False) -> str:
    """Return an instant of an answer for readers, in Shanghai time; empty for none. `whole`: whole seconds."""
    if instant is None:
        return ""
    local = datetime.fromisoformat(instant).astimezone(SHANGHAI)
    seconds = f":{local.second:02}" if local.second or (local.microsecond and not whole) else ""
    return f"{local:%Y-%m-%d %H:%M}{seconds}"


def past(instant: str) -> bool:
    """Return whether an instant of an answer has passed on this machine's clock; for colours only."""
    return datetime.fromisoformat(instant) <= datetime.now(UTC)


def instant(text: str) -> str:
    """Return a time that a person wrote as the API takes it.

    Raises:
        CliError: when the text is neither an instant with an offset nor a day.
    """
    written = f"{text}T00:00:00+08:00" if _DAY.fullmatch(text) else text
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        raise CliError(f"{text!r} is not a time. {TIME}") from None
    if found.tzinfo is None:
        raise CliError(f"{text!r} is not a time: it has no offset from UTC. {TIME}")
    return written


def called(record: Mapping[str, Any], field: str) -> str:
    """Return an actor of an answer as it is shown: with the name, where it has one; empty for nobody."""
    actor, name = record.get(field), record.get(f"{field}_name")
    return str(actor or "") if name is None or name == actor else f"{name} ({actor})"


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number of things: `1 account`, `2 accounts`."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def facts(values: Mapping[str, Any], width: int = 9) -> None:
    """Print names and values that are not empty, one pair a line."""
    from rich.text import Text

    for name, value in values.items():
        if value not in (None, "", [], {}):
            out.print(Text.assemble((f"  {name:<{width}} ", "dim"), str(value)), soft_wrap=True)


def history(entries: Collection[Mapping[str, Any]], leave_out: Collection[str] = ()) -> None:
    """Print the entries of a record, oldest first: when, what, by whom."""
    from rich.text import Text

    for entry in entries:
        said = entry_in_words(entry, leave_out)
        out.print(Text.assemble((f"  {when(entry['recorded_at'])}  ", "dim"), said), soft_wrap=True)


def entry_in_words(entry: Mapping[str, Any], leave_out: Collection[str] = ()) -> str:
    """One line for an entry of a record: its type, the fields of its body, and its author."""
    body = {name: value for name, value in entry["body"].items() if name not in {"type", *leave_out}}
    said = in_words(flat(body))
    return f"{entry['body']['type'].replace('_', ' ')}{f' ({said})' if said else ''} by {called(entry, 'actor')}"


def flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields with those of nested values in place of the nested values."""
    found: dict[str, Any] = {}
    for value in values.values():
        if isinstance(value, dict):
            found |= {key: inner for key, inner in value.items() if key != "type"}
    return found | {name: value for name, value in values.items() if not isinstance(value, dict) and name != "type"}


def in_words(data: Mapping[str, Any]) -> str:
    """Fields of a recorded value as text; empty ones are left out.

    Instants are shown in Shanghai time, actors with their names, lists with commas, a nested value in brackets.
    """
    names = {f"{key}_name" for key in data}
    return ", ".join(
        f"{key.replace('_', ' ')} {_in_words(value, data.get(f'{key}_name'))}"
        for key, value in data.items()
        if value not in (None, "", [], {}) and key not in names
    )


def print_secret(secret: str) -> None:
    """Print a secret that cannot be read again."""
    out.print("The secret, shown only now:", style="dim")
    say(secret)


def _in_words(value: Any, name: Any = None) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case dict():
            return f"({in_words(value)})"
        case list():
            return ", ".join(map(_in_words, value))
        case str() if name is not None and _ACTOR.fullmatch(value):
            return f"{name} ({value})"
        case str() if "T" in value:
            try:
                return when(value)
            except ValueError:
                return value
        case _:
            return str(value)
