"""Output of every command: one console, and one form for errors that a user can correct."""

import json
import os
import sys
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text
from typer.core import TyperGroup

from models.texts.legible import escaped, replaced

if TYPE_CHECKING:
    from cli.terminal.tables import Table as Rows

OK: Final = 0
FAULTS: Final = 1
"""Exit status: the command ran and found faults."""
UNUSABLE: Final = 2
"""Exit status: the command could not run; its input or surroundings must be corrected first."""
AWAY: Final = 3
"""Exit status: the API or the database does not answer, or nobody is signed in."""
INTERRUPTED: Final = 130
WIDTH: Final = 80
"""Columns of what is not written to a terminal, unless COLUMNS says otherwise."""


class SafeConsole(Console):
    """Console on which text cannot move the cursor, change colours or reverse the line; � replaces such characters.

    Names in an old ledger may hold such characters, and could forge the text beside them.
    """

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Return the segments with unsafe characters replaced; the console's own control sequences pass."""
        for segment in super().render(renderable, options):
            if segment.control or (segment.text.isascii() and segment.text.isprintable()):
                yield segment
            else:
                yield Segment(replaced(segment.text), segment.style)


def _width() -> int | None:
    return None if sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit() else WIDTH


out: Final = SafeConsole(highlight=False, width=_width())
err: Final = SafeConsole(stderr=True, highlight=False)


_as_json: list[bool] = [False]
"""Whether this command prints JSON (`--json`)."""


def as_json() -> bool:
    """Return whether the answer is asked for as JSON."""
    return _as_json[0]


def set_json(wanted: bool) -> None:
    """Note whether this command prints JSON."""
    _as_json[0] = wanted


def show(answer: Any, draw: Callable[[Any], None]) -> None:
    """Print an answer of the API: as it stands where `--json` was given, else as `draw` prints it."""
    if as_json():
        print_json(answer)
    else:
        draw(answer)


def print_json(answer: Any) -> None:
    """Print a value as JSON on standard output; nothing is wrapped or cut."""
    sys.stdout.write(escaped(json.dumps(answer, ensure_ascii=False, indent=1)) + "\n")


def say(text: str) -> None:
    """Print one line, never cut and never parsed as markup."""
    out.print(text, markup=False, soft_wrap=True)


def print_table(table: "Rows") -> None:
    """Print a table in the width of the terminal."""
    for line in table.lines(out.width):
        out.print(line, soft_wrap=True)


class CliError(Exception):
    """Error that a user can correct; the text says what was wrong, where, and what would be right."""

    def __init__(self, message: str, status: int = UNUSABLE) -> None:
        super().__init__(message)
        self.status = status


class Commands(TyperGroup):
    """Group of commands that reports expected errors in words instead of a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the chosen command."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            say_error("interrupted")
            raise SystemExit(INTERRUPTED) from None
        except Exception as error:
            message = explained(error)
            if message is None:
                raise
            say_error(message)
            away = isinstance(error, _class_of("ledger.store.database", "DatabaseAwayError"))
            raise SystemExit(error.status if isinstance(error, CliError) else AWAY if away else UNUSABLE) from None


def say_error(message: str) -> None:
    """Print one error on standard error; never parsed as markup, never wrapped inside a path."""
    err.print(Text.assemble(("error: ", "bold red"), message), soft_wrap=True)


def explained(error: BaseException) -> str | None:
    """Return an expected error in words; None for a defect, whose traceback is wanted."""
    expected = (
        ("cli.terminal.console", "CliError"),
        ("embedded.errors", "EmbeddedError"),
        ("settings", "SettingsError"),
        ("ledger.store.holder_key", "WrongHolderKeyError"),
        ("ledger.store.clock", "ClockDiffersError"),
        ("api.server", "ServerFailedError"),
    )
    if any(isinstance(error, _class_of(module, name)) for module, name in expected):
        return str(error)
    if isinstance(error, _class_of("ledger.store.database", "DatabaseAwayError")):
        return (
            f"the database cannot be reached ({_first_line(error)}): is it running, and is STANDING_DATABASE_URL right?"
        )
    if isinstance(error, _class_of("sqlalchemy.exc", "ProgrammingError")) and _sqlstate(error) in _OLD_SCHEMA:
        return "the database has no tables of Standing, or old ones: run `standing migrate` first"
    return None


_OLD_SCHEMA: Final = ("42P01", "42703")
"""SQLSTATEs of PostgreSQL for a missing table and a missing column."""


def _sqlstate(error: BaseException) -> str | None:
    state: str | None = getattr(getattr(error, "orig", None), "sqlstate", None)
    return state


def _class_of(module: str, name: str) -> tuple[type[BaseException], ...]:
    """Return an exception class without importing its module: an exception of an unloaded module cannot have been
    raised.
    """
    loaded: ModuleType | None = sys.modules.get(module)
    return () if loaded is None else (getattr(loaded, name),)


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__
