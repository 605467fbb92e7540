"""Command `standing events`: follow the feed, or print the catalogue of event types."""

import asyncio
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.text import Text

from cli.terminal import connect
from cli.terminal.console import CliError, Commands, out
from cli.terminal.values import in_words
from models.instants import shown
from models.texts.legible import escaped

if TYPE_CHECKING:
    from models.events.announcements import Announcement

app = typer.Typer(cls=Commands, no_args_is_help=True, help="Events: follow the feed, or print the catalogue of types.")

PAGE: Final = 500
LOOK_EVERY_S: Final = 0.5

_COLOURS: Final = (
    ("account.ban_", "red"),
    ("account.violation_", "red"),
    ("account.closed", "red"),
    ("account.monetization_", "yellow"),
    ("account.holder_", "yellow"),
    ("account.certification_", "cyan"),
    ("account.boundary_", "green"),
    ("account.overturned", "green"),
    ("account.", "default"),
    ("case.", "magenta"),
    ("directive.", "blue"),
)
"""Colours by prefix of the event type; the first match applies."""
_SILENT: Final = frozenset({"type", "holder", "materials", "clean_months", "freeze_months"})
"""Fields that are not shown in the one-line form of an event."""


@app.command()
def follow(
    *,
    after: Annotated[
        str,
        typer.Option(metavar="NUMBER", help="Start after this event; 0: from the first one, `latest`: from now on."),
    ] = "latest",
    types: Annotated[
        str | None,
        typer.Option(metavar="TYPES", help="Only these types, for example account.ban_imposed,case.* (no spaces)."),
    ] = None,
    account: Annotated[str | None, typer.Option(metavar="ACCOUNT", help="Only events of this account.")] = None,
    once: Annotated[bool, typer.Option("--once", help="Stop at the current end of the stream.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object per line, as the API sends it.")
    ] = False,
) -> None:
    """Print the feed, oldest first, then new events as they happen, until Ctrl-C."""
    from models.events.announcements import UnknownTypeError, expanded

    if after != "latest" and not after.isdigit():
        raise CliError(f"--after must be the number of an event, or `latest`, not {after!r}")
    try:
        wanted = None if types is None else expanded(types)
    except UnknownTypeError as error:
        raise CliError(f"--types {error}") from None
    asyncio.run(_follow(after, wanted, account, once=once, as_json=as_json))


async def _follow(after: str, types: tuple[str, ...] | None, account: str | None, *, once: bool, as_json: bool) -> None:
    from ledger.events import feed
    from settings import load_settings

    async with connect.database(load_settings()) as database:
        place = await feed.newest(database) if after == "latest" else int(after)
        while True:
            page = await feed.page(database, after=place, account=account, types=types, most=PAGE)
            moved, place = page.next > place, page.next
            for event in page.events:
                told = feed.announced(event)
                if as_json:
                    typer.echo(escaped(told.model_dump_json()))
                else:
                    at = shown(told.recorded_at.replace(microsecond=0))
                    about = told.dossier or told.account or ""
                    out.print(_line(told.id, at, told.type, about, _words(told)), soft_wrap=True)
            if once and not page.events and not moved:
                return
            if not page.events:
                await asyncio.sleep(0 if once else LOOK_EVERY_S)


def _words(told: "Announcement") -> str:
    data = told.data if isinstance(told.data, dict) else told.data.model_dump(mode="json", exclude_none=True)
    if "message" in data:
        return str(data["message"])
    return in_words({key: value for key, value in data.items() if value and key not in _SILENT})


def _line(number: int, at: str, name: str, about: str, words: str) -> Text:
    colour = next((colour for start, colour in _COLOURS if name.startswith(start)), "default")
    return Text.assemble(
        (f"{number:>8} ", "dim"), (f"{at} ", "dim"), (f"{name:<32} ", colour), (about, "bold"), f"  {words}"
    )


@app.command()
def catalogue() -> None:
    """Print every type of event with its fields and an example, as Markdown (docs/events.md)."""
    from cli.events.catalogue import as_markdown

    typer.echo(as_markdown(), nl=False)
