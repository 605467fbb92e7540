"""What every command says, and how: one console, one way to report what a person can put right."""

import sys
from collections.abc import Iterable
from types import ModuleType
from typing import Any, Final

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text
from typer.core import TyperGroup

from models.texts.legible import replaced

OK: Final = 0
FAULTS: Final = 1
"""The command ran, and what it found is not as it should be."""
UNUSABLE: Final = 2
"""The command could not run: something around it must be put right first."""
INTERRUPTED: Final = 130


class SafeConsole(Console):
    """A console on which no text can move the cursor, change colours or turn the line round: � stands for what would.

    Names in an old ledger may hold such characters; they could forge what stands beside them.
    """

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """As it is drawn; the console's own control sequences pass."""
        for segment in super().render(renderable, options):
            if segment.control or (segment.text.isascii() and segment.text.isprintable()):
                yield segment
            else:
                yield Segment(replaced(segment.text), segment.style)


out: Final = SafeConsole(highlight=False)
err: Final = SafeConsole(stderr=True, highlight=False)


class CliError(Exception):
    """Something a person can put right; the text says what was wrong, where, and what would be right."""

    def __init__(self, message: str, status: int = UNUSABLE) -> None:
        super().__init__(message)
        self.status = status


class Commands(TyperGroup):
    """A group of commands that tells expected problems in words instead of a traceback."""

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


def say_error(message: str) -> None:
    """One problem, on standard error; never taken for markup, never wrapped in the middle of a path."""
    err.print(Text.assemble(("error: ", "bold red"), message), soft_wrap=True)


def explained(error: BaseException) -> str | None:
    """An expected problem in words; None for a fault of ours, whose traceback is wanted."""
    told = (
        ("cli.terminal.console", "CliError"),
        ("embedded.errors", "EmbeddedError"),
        ("settings", "SettingsError"),
        ("ledger.store.holder_key", "WrongHolderKeyError"),
        ("ledger.store.clock", "ClockDiffersError"),
        ("api.server", "ServerFailedError"),
    )
    if any(isinstance(error, _class_of(module, name)) for module, name in told):
        return str(error)
    if isinstance(error, _class_of("ledger.store.database", "DatabaseAwayError")):
        return (
            f"the database cannot be reached ({_first_line(error)}): is it running, and is STANDING_DATABASE_URL right?"
        )
    if isinstance(error, _class_of("sqlalchemy.exc", "ProgrammingError")) and _sqlstate(error) in _OLD_SCHEMA:
        return "the database has no tables of Standing, or old ones: run `standing migrate` first"
    return None


_OLD_SCHEMA: Final = ("42P01", "42703")
"""PostgreSQL's words for a table, and for a column, that does not exist."""


def _sqlstate(error: BaseException) -> str | None:
    state: str | None = getattr(getattr(error, "orig", None), "sqlstate", None)
    return state


def _class_of(module: str, name: str) -> tuple[type[BaseException], ...]:
    """An exception class without importing its module: what was never loaded cannot have been raised."""
    loaded: ModuleType | None = sys.modules.get(module)
    return () if loaded is None else (getattr(loaded, name),)


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), "") or type(error).__name__
