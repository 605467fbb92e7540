"""Command `standing screen`: screening of names against the protected ones, one JSON line for each."""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from cli.terminal import connect
from cli.terminal.console import OK, UNUSABLE, CliError, err
from models.names import NAME_LENGTH
from models.screening.screening import Screening
from models.texts.legible import escaped

if TYPE_CHECKING:
    from screening.screener import Screener
    from settings import Settings


_TOLD: Final = {"text", "outcome", "matches"}


def screen(
    texts: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Names to screen.")] = None,
    *,
    lines: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A UTF-8 file with one name per line; - for standard input.")
    ] = None,
) -> None:
    """Screen names: show which ones a person must review before they are used, and why (article 1).

    One JSON line a name, in the same order: {"text": …, "outcome": "clear" or "review", "matches": […]}. The lexicon is
    the database's with everything operators changed; where there is no database yet, the one that comes with the
    program. Standard error says which version that was. Nothing is recorded. Exit status: 0, or 2 when the file cannot
    be read or a line is no name.
    """
    from settings import load_settings

    if bool(texts) == (lines is not None):
        raise CliError("give names, or a file with --lines FILE (- for standard input)")
    screener = asyncio.run(_screener(load_settings()))
    if lines is None:
        counts = _told(screener, enumerate(texts or (), start=1))
    elif str(lines) == "-":
        counts = _told(screener, _lines(sys.stdin.buffer), is_live=True)
    else:
        try:
            with lines.open("rb") as opened:
                counts = _told(screener, _lines(opened))
        except OSError as error:
            raise CliError(f"{lines}: {error.strerror}") from error
    each = ", ".join(f"{count:,} {outcome}" for outcome, count in sorted(counts.items()))
    err.print(f"{counts.total():,} names" + (f": {each}" if each else "") + f" (lexicon {screener.version})")
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


def _told(screener: "Screener", texts: Iterable[tuple[int, str | bytes]], *, is_live: bool = False) -> Counter[str]:
    counts: Counter[str] = Counter()
    readable = _readable(texts, counts)
    for screened in map(screener.screen, readable) if is_live else screener.screen_each(readable):
        counts[screened.outcome.value] += 1
        sys.stdout.write(escaped(_line(screened)))
        if is_live:
            sys.stdout.flush()  # a person who types names gets each answer at once
    return counts


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


def _line(screened: Screening) -> str:
    told = screened.model_dump(mode="json", include=_TOLD) if screened.matches else _clear(screened)
    return json.dumps(told, ensure_ascii=False) + "\n"


def _clear(screened: Screening) -> dict[str, object]:
    """Return the JSON of a clear result, built without the model: most lines of a long file are clear."""
    return {"text": screened.text, "outcome": screened.outcome.value, "matches": []}


async def _screener(settings: "Settings") -> "Screener":
    from ledger.screening import lexicon
    from screening.screener import Screener

    if not connect.is_there(settings):
        from lexicon.seed import seed

        return Screener(seed().model_copy(update={"version": lexicon.version_text(0)}))
    async with connect.database(settings) as database:
        return await lexicon.Screeners(database).current()
