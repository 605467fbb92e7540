"""Command `standing screen`: screening of names against the protected ones, one JSON line for each."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from cli.terminal import asking
from cli.terminal.console import OK, UNUSABLE, CliError, err
from cli.terminal.values import counted
from models.texts.legible import escaped

_TOLD: Final = ("text", "outcome", "matches")
_AT_ONCE: Final = 1_000
NAME_LENGTH: Final = 100


def screen(
    texts: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Names to screen.")] = None,
    *,
    lines: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A UTF-8 file with one name per line; - for standard input.")
    ] = None,
) -> None:
    """Screen names: show which ones a person must review before they are used, and why (article 1).

    One JSON line a name, in the same order: {"text": …, "outcome": "clear" or "review", "matches": […]}. Standard error
    says how many there were, and which version of the lexicon answered. Nothing is recorded. Exit status: 0, or 2 when
    the file cannot be read or a line is no name.
    """
    if bool(texts) == (lines is not None):
        raise CliError("give names, or a file with --lines FILE (- for standard input)")
    if lines is None:
        counts, lexicon = _told(enumerate(texts or (), start=1))
    elif str(lines) == "-":
        # A person who types names gets each answer at once.
        counts, lexicon = _told(_lines(sys.stdin.buffer), at_once=1 if sys.stdin.isatty() else _AT_ONCE)
    else:
        try:
            with lines.open("rb") as opened:
                counts, lexicon = _told(_lines(opened))
        except OSError as error:
            raise CliError(f"{lines}: {error.strerror}") from error
    each = ", ".join(f"{count:,} {outcome}" for outcome, count in sorted(counts.items()))
    of = f" (lexicon {lexicon})" if lexicon else ""
    err.print(counted(counts.total(), "name") + (f": {each}" if each else "") + of)
    raise typer.Exit(UNUSABLE if counts["unreadable"] else OK)


def _lines(opened: Iterable[bytes]) -> Iterator[tuple[int, str | bytes]]:
    for number, line in enumerate(opened, start=1):
        bare = line.rstrip(b"\r\n")
        try:
            text = bare.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            yield number, bare
        else:
            if text.strip():
                yield number, text


def _told(texts: Iterable[tuple[int, str | bytes]], *, at_once: int = _AT_ONCE) -> tuple[Counter[str], str]:
    counts: Counter[str] = Counter()
    lexicon, readable = "", _readable(texts, counts)
    while part := list(islice(readable, at_once)):
        answer = asking.post("/v1/screenings/names", {"names": part})
        lexicon = answer["lexicon"]
        for screened in answer["screenings"]:
            counts[screened["outcome"]] += 1
            sys.stdout.write(escaped(_line(screened)))
        sys.stdout.flush()
    return counts, lexicon


def _readable(texts: Iterable[tuple[int, str | bytes]], counts: Counter[str]) -> Iterator[str]:
    for number, text in texts:
        if isinstance(text, bytes):
            err.print(f"line {number}: is not UTF-8: save the file in that encoding", markup=False)
            counts["unreadable"] += 1
        elif len(text) > NAME_LENGTH:
            err.print(f"line {number}: is longer than a name may be ({NAME_LENGTH} characters)", markup=False)
            counts["unreadable"] += 1
        else:
            yield text


def _line(screened: Any) -> str:
    return json.dumps({name: screened[name] for name in _TOLD}, ensure_ascii=False) + "\n"
