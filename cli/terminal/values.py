"""Values from words of the command line: what is wrong with one is said as the API says it."""

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from cli.terminal.console import CliError

M = TypeVar("M", bound=BaseModel)


def built(kind: type[M], **values: Any) -> M:
    """A value of the vocabulary.

    Raises:
        CliError: when it is none; with everything that is wrong with it, and what would be right.
    """
    try:
        return kind(**values)
    except ValidationError as error:
        from api.http.failures import faults

        found = faults(error.errors(include_url=False))
        raise CliError("\n".join(f"{fault.path}: {fault.message}" for fault in found)) from error
