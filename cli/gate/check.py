"""Command `standing check`: verdicts on many questions from a file, by the API's stream of decisions."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO, Final

import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from cli.terminal import asking
from cli.terminal.console import AWAY, FAULTS, OK, UNUSABLE, CliError, err
from cli.terminal.values import counted
from models.texts.legible import escaped

_PART: Final = 256 * 1024
"""Bytes read at once: about a thousand questions, which are one request."""
_IN_VAIN: Final = ("invalid", "unavailable")
"""Answers that are not a verdict."""
_PATH: Final = "/v1/decisions/stream"
_NDJSON: Final = "application/x-ndjson"


def check(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A file with one question per line, in JSON; - for standard input.")
    ],
) -> None:
    """Ask for many verdicts at once: one answer per line, in the same order.

    A line is an item of `POST /v1/decisions/batch`: {"account": …, "privilege": …} or {"account": …, "draft": {…}},
    with `at`, `as_of`, `at_least_version`, `ref`, `content` or `record` if wanted. A line that cannot be read gets an
    answer that says why, and the others are answered. Standard error ends with the number of answers of each kind. Exit
    status: 0 all allowed, 1 some refused, 2 some lines or the file could not be read, 3 the API does not answer.
    """
    if str(file) == "-":
        counts = _asked(sys.stdin.buffer, None)
    else:
        try:
            with file.open("rb") as opened:
                counts = _asked(opened, file.stat().st_size)
        except OSError as error:
            raise CliError(f"{file}: {error.strerror}") from error
    each = ", ".join(f"{count:,} {answer}" for answer, count in sorted(counts.items()))
    err.print(counted(counts.total(), "question") + (f": {each}" if each else ""))
    if any(counts[answer] for answer in _IN_VAIN):
        raise typer.Exit(UNUSABLE)
    raise typer.Exit(FAULTS if counts["refused"] else OK)


def _asked(questions: BinaryIO, size: int | None) -> Counter[str]:
    counts: Counter[str] = Counter()
    with _bar(size) as advance:
        for part in _parts(questions):
            reply = asking.request("POST", _PATH, content=part, content_type=_NDJSON)
            for line in reply.content.splitlines():
                answer = json.loads(line)
                if "answer" not in answer:
                    raise CliError(f"the answers given end here: {answer.get('detail', answer)}", AWAY)
                counts[answer["answer"]] += 1
                typer.echo(escaped(line.decode()))
            advance(len(part))
    return counts


def _parts(questions: BinaryIO) -> Iterator[bytes]:
    """Yield whole lines as soon as they arrive: the first questions of a pipe are answered before its last is
    written.
    """
    read: Callable[[int], bytes] = getattr(questions, "read1", questions.read)
    rest = b""
    while part := read(_PART):
        whole, newline, rest_of_line = (rest + part).rpartition(b"\n")
        rest = rest_of_line
        if newline:
            yield whole + newline
    if rest:
        yield rest


@contextmanager
def _bar(size: int | None) -> Iterator[Callable[[int], None]]:
    columns = (TextColumn("checking"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    # On standard error and only on a terminal: standard output carries the answers alone.
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task("checking", total=size)
        yield lambda read: progress.advance(task, read)
