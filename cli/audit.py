"""Command `standing audit`: who used the system; lists, single events, files, and the verification of the chain."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Final

import typer
from rich.text import Text

from cli.terminal import asking
from cli.terminal.console import FAULTS, CliError, Commands, out, say, show
from cli.terminal.values import in_words, when

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    help="Audit: who signed in, was refused, looked at data, took files; list, export, verify.",
)

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_COLOURS: Final = {
    "request_refused": "yellow",
    "events_dropped": "bold red",
    "key_created": "cyan",
    "key_assigned": "cyan",
    "key_revoked": "cyan",
    "person_changed": "cyan",
}
"""Colours by type; all others have none."""
_BESIDE: Final = frozenset({"type", "actor", "via", "address", "request", "settings"})

_Actor = Annotated[
    str | None, typer.Option(help="Only what this person, service or process did (its identifier), or `stranger`.")
]
_Type = Annotated[
    list[str] | None, typer.Option("--type", help="Only this type, such as key_created (docs/audit.md); repeatable.")
]
_Object = Annotated[
    str | None,
    typer.Option("--object", metavar="KIND:ID", help="Only events about this object, for example account:kitchen."),
]
_From = Annotated[str | None, typer.Option("--from", metavar="TIME", help="First day, or instant with an offset.")]
_Until = Annotated[str | None, typer.Option(metavar="TIME", help="Day or instant at which the selection ends.")]


@app.command("list")
def list_events(
    *,
    actor: _Actor = None,
    type_: _Type = None,
    about: _Object = None,
    begin: _From = None,
    until: _Until = None,
    most: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="Most events that are listed.")] = 100,
) -> None:
    """List events, newest first. Reading them is an event, too."""
    show(asking.every("/v1/audit", "events", most=most, **_query(actor, type_, about, begin, until)), _listed)


def _listed(answer: Any) -> None:
    if not answer["events"]:
        say("No events.")
    for event in answer["events"]:
        line = Text.assemble(
            (f"{event['seq']:>6}  {when(event['at'])}  ", "dim"),
            (event["type"], _COLOURS.get(event["type"], "default")),
            f"  {event['object']}  by {_who(event)}",
            (f"  {_said(event)}", "dim"),
        )
        out.print(line, soft_wrap=True)


@app.command("show")
def show_event(seq: Annotated[int, typer.Argument(metavar="NUMBER", min=1, help="Number of the event.")]) -> None:
    """Show one event with all its fields and its hash."""
    try:
        answer = asking.get(f"/v1/audit/{seq}")
    except asking.RefusedError as error:
        if error.code != "unknown-event":
            raise
        raise CliError(f"the audit has no event {seq}: `standing audit list` shows the newest", FAULTS) from None
    show(answer, _drawn)


def _drawn(event: Any) -> None:
    out.print(Text.assemble((f"{event['seq']}  {event['type']}", "bold"), f"  {when(event['at'])}"), soft_wrap=True)
    for name, value in (
        ("who", _who(event)),
        ("about", event["object"]),
        ("recorded", when(event["recorded_at"])),
        ("hash", event["hash"]),
    ):
        out.print(Text.assemble((f"  {name:<10}", "dim"), value), soft_wrap=True)
    for name, value in event["data"].items():
        if name not in {"type", "actor"} and value not in (None, "", [], {}):
            shown_as = in_words({name: value}).removeprefix(name.replace("_", " ")).strip()
            out.print(Text.assemble((f"  {name:<10}", "dim"), " ", shown_as), soft_wrap=True)


@app.command()
def export(
    *,
    out_file: Annotated[
        Path | None, typer.Option("--out", help="File to write; without it, standard output. It may not exist yet.")
    ] = None,
    form: Annotated[str, typer.Option(help="ndjson (one JSON object a line) or csv.")] = "ndjson",
    actor: _Actor = None,
    type_: _Type = None,
    about: _Object = None,
    begin: _From = None,
    until: _Until = None,
) -> None:
    """Write events to a file, oldest first, each with its hash. The export is recorded before it begins."""
    if form not in {"ndjson", "csv"}:
        raise CliError(f"--form must be ndjson or csv, not {form!r}")
    if out_file is not None and out_file.exists():
        raise CliError(f"{out_file} exists already: name another file, or remove it first")
    query = {**_query(actor, type_, about, begin, until), "form": form}
    with asking.file("/v1/audit/export", **query) as parts, _opened(out_file) as file:
        for part in parts:
            file.write(part)
        file.flush()


@contextmanager
def _opened(path: Path | None) -> Iterator[BinaryIO]:
    if path is None:
        yield sys.stdout.buffer
        return
    with path.open("xb") as file:
        yield file


@app.command()
def verify(
    head: Annotated[
        str | None,
        typer.Option(metavar="NUMBER:HASH", help="A head that was noted earlier; the chain must still contain it."),
    ] = None,
) -> None:
    """Recompute the hash of every event, and print the head of the chain, to be noted elsewhere.

    It reads the database itself, as `standing ledger verify` does, and takes the database's credentials. Whoever owns
    the database could write the whole chain anew; a head that was noted elsewhere shows it.

    Exit status: 0 nothing differs, 1 something does.
    """
    from cli.ledger import verify_audit

    verify_audit(head)


def _query(
    actor: str | None, types: list[str] | None, about: str | None, begin: str | None, until: str | None
) -> dict[str, Any]:
    return {"type_": types, "actor": actor, "object": about, "from_": _instant(begin), "until": _instant(until)}


def _instant(given: str | None) -> str | None:
    """Return the time as the API takes it: a day begins at midnight in Shanghai."""
    return f"{given}T00:00:00+08:00" if given is not None and _DAY.fullmatch(given) else given


def _who(event: Any) -> str:
    actor, name = event["actor"], event.get("actor_name")
    return f"{name} ({actor})" if name else actor or "stranger"


def _said(event: Any) -> str:
    """Return the event's own fields in words, without what the line says already."""
    about = event["object"].partition(":")[2]
    return in_words({name: value for name, value in event["data"].items() if name not in _BESIDE and value != about})
