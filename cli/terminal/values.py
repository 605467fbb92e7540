"""Validated values from command line arguments, with the API's messages for faults."""

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from cli.terminal.console import CliError

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
