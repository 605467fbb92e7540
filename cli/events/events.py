"""Command `standing events`: follow the feed, or print the catalogue of event types."""

import json
from typing import Annotated, Any, Final

import typer
from rich.text import Text

from cli.terminal import asking
from cli.terminal.console import CliError, Commands, out
from cli.terminal.values import in_words, when
from models.texts.legible import escaped

app = typer.Typer(cls=Commands, no_args_is_help=True, help="Events: follow the feed, or print the catalogue of types.")

PAGE: Final = 500
WAIT_S: Final = 30

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
    if after != "latest" and not after.isdigit():
        raise CliError(f"--after must be the number of an event, or `latest`, not {after!r}")
    place: int | str = after
    while True:
        wait = 0 if once else WAIT_S
        page = asking.get("/v1/events", after=place, types=types, account=account, limit=PAGE, wait=wait)
        moved, place = page["next"] != place and place != "latest", page["next"]
        for event in page["events"]:
            if as_json:
                typer.echo(escaped(json.dumps(event, ensure_ascii=False)))
            else:
                out.print(_line(event), soft_wrap=True)
        if once and not page["events"] and not moved:
            return


def _line(event: Any) -> Text:
    name, data = event["type"], event["data"]
    colour = next((colour for start, colour in _COLOURS if name.startswith(start)), "default")
    at = when(event["recorded_at"], whole=True)
    about = event.get("dossier") or event.get("account") or ""
    said = {key: value for key, value in data.items() if value and key not in _SILENT}
    words = str(data["message"]) if "message" in data else in_words(said)
    return Text.assemble(
        (f"{event['id']:>8} ", "dim"), (f"{at} ", "dim"), (f"{name:<32} ", colour), (about, "bold"), f"  {words}"
    )


@app.command()
def catalogue() -> None:
    """Print every type of event with its fields and an example, as Markdown (docs/events.md)."""
    from cli.events.catalogue import as_markdown

    typer.echo(as_markdown(), nl=False)
