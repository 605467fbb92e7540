"""Command `standing audit`: who used the system; lists, single events, files, and the verification of the chain."""

import asyncio
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from rich.text import Text

from cli.ledger import progress
from cli.terminal import acting, clock, connect, names
from cli.terminal.console import FAULTS, CliError, Commands, out
from cli.terminal.values import built, in_words
from models.audit import TYPES, AuditExported, AuditRead, Recorded
from models.instants import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from api.audit import AuditQuery
    from ledger.audit.verification import AuditFault, Head
    from ledger.store.database import Database

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    help="Audit: who signed in, was refused, looked at data, took files; list, export, verify.",
)

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_HEAD: Final = re.compile(r"(\d{1,18}):([0-9a-f]{64})")
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
_Type = Annotated[list[str] | None, typer.Option("--type", help=f"Only this type; repeatable: {', '.join(TYPES)}.")]
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
    query = _query(actor, type_, about, begin, until)
    events, called = connect.run(lambda database: _listed(database, query, most))
    if not events:
        out.print("No events.")
        return
    for event in events:
        line = Text.assemble(
            (f"{event.seq:>6}  {shown(event.at)}  ", "dim"),
            (event.type, _COLOURS.get(event.type, "default")),
            f"  {event.object}  by {_who(event.actor, called)}",
            (f"  {_said(event)}", "dim"),
        )
        out.print(line, soft_wrap=True)


@app.command()
def show(seq: Annotated[int, typer.Argument(metavar="NUMBER", min=1, help="Number of the event.")]) -> None:
    """Show one event with all its fields and its hash."""
    found = connect.run(lambda database: _found(database, seq))
    if found is None:
        raise CliError(f"the audit has no event {seq}: `standing audit list` shows the newest", status=FAULTS)
    event, called = found
    out.print(Text.assemble((f"{event.seq}  {event.type}", "bold"), f"  {shown(event.at)}"), soft_wrap=True)
    for name, value in (
        ("who", _who(event.actor, called)),
        ("about", event.object),
        ("recorded", shown(event.recorded_at)),
        ("hash", event.hash),
    ):
        out.print(Text.assemble((f"  {name:<10}", "dim"), value), soft_wrap=True)
    for name, value in event.data.items():
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
    query = _query(actor, type_, about, begin, until)
    connect.run(lambda database: _export(database, query, form, out_file))


@app.command()
def verify(
    head: Annotated[
        str | None,
        typer.Option(metavar="NUMBER:HASH", help="A head that was noted earlier; the chain must still contain it."),
    ] = None,
) -> None:
    """Recompute the hash of every event, and print the head of the chain, to be noted elsewhere.

    Whoever owns the database could write the whole chain anew; a head that was noted elsewhere shows it.

    Exit status: 0 nothing differs, 1 something does.
    """
    known = None if head is None else _head(head)
    found, faults = connect.run(lambda database: _verified(database, known))
    for fault in faults:
        out.print(Text(str(fault), style="red"), soft_wrap=True)
    if faults:
        raise CliError(f"{len(faults)} faults in {found.seq} events of the audit", status=FAULTS)
    out.print(Text.assemble(("ok", "green"), f"  {found.seq} events: every hash is right"), soft_wrap=True)
    out.print(f"head {found}", markup=False, soft_wrap=True)


def _query(
    actor: str | None, types: list[str] | None, about: str | None, begin: str | None, until: str | None
) -> "AuditQuery":
    from api.audit import AuditQuery

    given = {"type": types, "actor": actor, "object": about, "from": _instant(begin), "until": _instant(until)}
    return built(AuditQuery, **{name: value for name, value in given.items() if value})


def _instant(given: str | None) -> str | None:
    """Return the time as the API takes it: a day begins at midnight in Shanghai."""
    return f"{given}T00:00:00+08:00" if given is not None and _DAY.fullmatch(given) else given


def _head(given: str) -> "Head":
    from ledger.audit.verification import Head

    parts = _HEAD.fullmatch(given)
    if parts is None:
        raise CliError("--head is a number, a colon and 64 hex digits, as `standing audit verify` printed it")
    return Head(int(parts[1]), bytes.fromhex(parts[2]))


async def _listed(
    database: "Database", query: "AuditQuery", most: int
) -> "tuple[Sequence[Recorded], Mapping[str, str]]":
    from ledger.audit import appending, reading

    actor = await acting.actor(database, "list_audit_events")
    found = await reading.page(database, await query.selection(database), most=most)
    await appending.record(database, AuditRead(actor=actor, selection=query.words()), now=clock.now())
    return found.items, await names.called(database, [event.actor for event in found])


async def _found(database: "Database", seq: int) -> "tuple[Recorded, Mapping[str, str]] | None":
    from ledger.audit import appending, reading

    actor = await acting.actor(database, "read_audit_event")
    found = await reading.find(database, seq)
    if found is None:
        return None
    await appending.record(database, AuditRead(actor=actor, selection=f"seq={seq}"), now=clock.now())
    return found, await names.called(database, [found.actor])


async def _export(database: "Database", query: "AuditQuery", form: Any, to: Path | None) -> None:
    from ledger.audit import appending, exporting

    actor = await acting.actor(database, "export_audit_events")
    selection = await query.selection(database)
    event = AuditExported(actor=actor, selection=query.words(), form=form)
    await appending.record(database, event, now=clock.now())
    file = sys.stdout.buffer if to is None else await asyncio.to_thread(to.open, "xb")
    try:
        async for part in exporting.exported(database, selection, form):
            file.write(part)
        file.flush()
    finally:
        if to is not None:
            file.close()


async def _verified(database: "Database", known: "Head | None") -> "tuple[Head, list[AuditFault]]":
    from ledger.audit import verification

    head = await verification.head_of(database)
    with progress("verifying", head.seq) as advance:
        faults = [fault async for fault in verification.verify(database, advance, known=known)]
    return head, faults


def _who(actor: str, called: "Mapping[str, str]") -> str:
    return called[actor] if actor else "stranger"


def _said(event: Recorded) -> str:
    """Return the event's own fields in words, without what the line says already."""
    about = event.object.partition(":")[2]
    return in_words({name: value for name, value in event.data.items() if name not in _BESIDE and value != about})
