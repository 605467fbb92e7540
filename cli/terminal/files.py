"""Lists that the API sends as a file: written to standard output, or to a file that does not exist yet."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from cli.terminal import asking
from cli.terminal.console import CliError, err
from cli.terminal.words import Form

FileForm = Annotated[
    Form | None,
    typer.Option("--form", help="All of it as a file: csv (for spreadsheets) or ndjson (one JSON object a line)."),
]
OutFile = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="File to write; it may not exist yet. Default: the output.")
]


def written(path: str, file: Path | None, **query: Any) -> None:
    """Write a file of the API, as it arrives. The API records the download.

    Raises:
        CliError: when it is refused, the file exists already, or it cannot be written.
    """
    if file is not None and file.exists():
        raise CliError(f"{file} exists already: name another file, or remove it first")
    with asking.file(path, **query) as parts, _opened(file) as into:
        size = sum(into.write(part) for part in parts)
        into.flush()
    if file is not None:
        err.print(f"{file}: {size:,} bytes.", markup=False, soft_wrap=True)


@contextmanager
def _opened(file: Path | None) -> Iterator[BinaryIO]:
    if file is None:
        yield sys.stdout.buffer
        return
    try:
        with file.open("xb") as into:
            yield into
    except OSError as error:
        raise CliError(f"{file} cannot be written: {error.strerror}") from None
