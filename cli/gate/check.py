"""Command `standing check`: verdicts on many questions from a file, as a batch of the API, read from the ledger."""

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO, Final

import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from cli.terminal import clock, connect
from cli.terminal.console import FAULTS, OK, UNUSABLE, CliError, err
from models.texts.legible import escaped

_PART: Final = 256 * 1024
"""Bytes read at once: about a thousand questions, which share one query to the database."""
_IN_VAIN: Final = ("invalid", "unavailable")
"""Answers that are not a verdict."""


def check(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A file with one question per line, in JSON; - for standard input.")
    ],
) -> None:
    """Ask for many verdicts at once: one answer per line, in the same order.

    A line is an item of `POST /v1/decisions/batch`: {"account": …, "privilege": …} or {"account": …, "draft": {…}},
    with `at` or `at_least_version` if wanted. A line that cannot be read gets an answer that says why, and the others
    are answered. Standard error ends with the number of answers of each kind. Exit status: 0 all allowed, 1 some
    refused, 2 some lines or the file could not be read.
    """
    if str(file) == "-":
        counts = _asked(sys.stdin.buffer, None)
    else:
        try:
            with file.open("rb") as opened:
                counts = _asked(opened, file.stat().st_size)
        except OSError as error:
            raise CliError(f"{file}: {error.strerror}") from error
    _tell(counts)
    if any(counts[answer] for answer in _IN_VAIN):
        raise typer.Exit(UNUSABLE)
    raise typer.Exit(FAULTS if counts["refused"] else OK)


def _asked(questions: BinaryIO, size: int | None) -> Counter[str]:
    counts: Counter[str] = Counter()
    with _bar(size) as advance:
        asyncio.run(_ask(questions, counts, advance))
    return counts


async def _ask(questions: BinaryIO, counts: Counter[str], advance: Callable[[int], None]) -> None:
    from api.gate.ndjson import as_lines, given_lines
    from api.http.measures import Measures
    from api.state.app_state import app_state_over
    from ledger.people.callers import Caller
    from ledger.store.database import DatabaseAwayError
    from models.roles import Role
    from settings import load_settings

    settings, caller = load_settings(), Caller(id="check", name="standing check", roles=frozenset(Role))
    async with connect.database(settings) as database:
        app_state = app_state_over(database, settings, host_clock=clock.host(), measures=Measures())
        async for answers in given_lines(_parts(questions, advance), app_state, caller):
            if any(given.away for given in answers):
                raise DatabaseAwayError("it has gone away, and the answers given end here")
            counts.update(answer.answer for answer in answers)
            typer.echo(escaped(as_lines(answers).decode()), nl=False)


async def _parts(questions: BinaryIO, advance: Callable[[int], None]) -> AsyncIterator[bytes]:
    """Yield input as soon as it arrives: the first questions of a pipe are answered before its last is written."""
    read: Callable[[int], bytes] = getattr(questions, "read1", questions.read)
    while part := await asyncio.to_thread(read, _PART):
        yield part
        advance(len(part))


def _tell(counts: Counter[str]) -> None:
    each = ", ".join(f"{count:,} {answer}" for answer, count in sorted(counts.items()))
    err.print(f"{counts.total():,} questions" + (f": {each}" if each else ""))


@contextmanager
def _bar(size: int | None) -> Iterator[Callable[[int], None]]:
    columns = (TextColumn("checking"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    # On standard error and only on a terminal: standard output carries the answers alone.
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task("checking", total=size)
        yield lambda read: progress.advance(task, read)
