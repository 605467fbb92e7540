"""Validated values from command line arguments, with the API's messages for faults; and recorded values as text."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from cli.terminal.console import CliError
from models.instants import shown
from models.records import Entry

M = TypeVar("M", bound=BaseModel)


def built(kind: type[M], **values: Any) -> M:
    """Return a value of the model.

    Raises:
        CliError: when the values are invalid; with every fault, and what would be right.
    """
    try:
        return kind(**values)
    except ValidationError as error:
        from api.http.failures import faults

        found = faults(error.errors(include_url=False))
        raise CliError("\n".join(f"{fault.path}: {fault.message}" for fault in found)) from error


def in_words(data: Mapping[str, Any]) -> str:
    """Fields of a recorded value (as JSON) as text; empty fields are left out.

    Instants are shown in Shanghai time, lists with commas, a nested value in brackets.
    """
    return ", ".join(
        f"{key.replace('_', ' ')} {_in_words(value)}" for key, value in data.items() if value not in (None, "", [], {})
    )


def entry_in_words(entry: Entry[Any], fields: Mapping[str, Any]) -> str:
    """One line for an entry of a record: its type, these fields of its body (as JSON), and its author."""
    said = in_words({key: value for key, value in fields.items() if key != "type"})
    return f"{entry.body.type.replace('_', ' ')}{f' ({said})' if said else ''} by {entry.actor}"


def _in_words(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case dict():
            return f"({in_words(value)})"
        case list():
            return ", ".join(map(_in_words, value))
        case str() if "T" in value:
            try:
                return shown(datetime.fromisoformat(value))
            except ValueError:
                return value
        case _:
            return str(value)
