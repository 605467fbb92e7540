"""Output of every command: one console, and one form for errors that a user can correct."""

import sys
from collections.abc import Iterable
from types import ModuleType
from typing import Any, Final

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.table import Column, Table
from rich.text import Text
from typer.core import TyperGroup

from models.texts.legible import replaced

OK: Final = 0
FAULTS: Final = 1
"""Exit status: the command ran and found faults."""
UNUSABLE: Final = 2
"""Exit status: the command could not run; its input or surroundings must be corrected first."""
INTERRUPTED: Final = 130


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


out: Final = SafeConsole(highlight=False)
err: Final = SafeConsole(stderr=True, highlight=False)


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
            raise SystemExit(error.status if isinstance(error, CliError) else UNUSABLE) from None


def listing(*headers: str) -> Table:
    """Return an empty table for a list. The first column stays on one line; a longer cell of another one is folded.
    Identifiers are copied from the table, so none may be cut.
    """
    columns = (Column(header, no_wrap=number == 0, overflow="fold") for number, header in enumerate(headers))
    return Table(*columns, box=None, pad_edge=False, header_style="dim")


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
