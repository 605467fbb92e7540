"""The audit: who used the system. Events by day as a drawing, a list with filters, one event, the list as a file."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response
from fastapi.routing import APIRoute
from markupsafe import Markup

from console.http.forms import Form
from console.http.visit import Visit, WithVisit
from console.navigation import PAGES, ROLE_NAMES
from console.pages.audit_words import (
    ACTORS,
    CODES,
    ENTRIES,
    KINDS_OF_OBJECT,
    NAMES,
    SAYING,
    WAYS,
    WORDED,
)
from console.texts.filters import day as shown_day
from console.texts.languages import N_
from models.audit import TYPES
from models.instants import SHANGHAI, rfc3339
from models.roles import Role
from regulation.words.operations import OPERATIONS

router = APIRouter(prefix="/console/audit")

PAGE: Final = 50
Columns = list[tuple[Markup, tuple[tuple[str, int], ...]]]
LEGEND: Final = (("bad", N_("refused or lost")), ("info", N_("all others")))
DAYS: Final = 60
"""Days of the drawing when no period is chosen."""
MOST_DAYS: Final = 400


@router.get("")
async def show_audit(
    visit: WithVisit,
    actor: Annotated[str, Query(max_length=100)] = "",
    type_: Annotated[str, Query(alias="type", max_length=40)] = "",
    about: Annotated[str, Query(max_length=200)] = "",
    begin: Annotated[str, Query(alias="from", max_length=20)] = "",
    until: Annotated[str, Query(max_length=20)] = "",
    after: Annotated[str | None, Query(max_length=400)] = None,
) -> Response:
    """List the events with their drawing by day."""
    visit.require("list_audit_events")
    form = Form.of(actor=actor, type=type_, about=about, until=until, **{"from": begin})
    chosen = {"actor": actor.strip() or None, "type": type_ or None, "object": about.strip() or None}
    first, last = _day(begin), _day(until)
    for name, typed, read in (("from", begin, first), ("until", until, last)):
        if typed.strip() and read is None:
            form = form.wrong(name, N_("Write a day as 2026-03-01"))
    period = {"from": _midnight(first), "until": _midnight(None if last is None else last + timedelta(days=1))}
    events, following, drawn = list[dict[str, Any]](), None, None
    if not form.errors:
        answer = await visit.api.get("/v1/audit", {**chosen, **period, "after": after, "limit": PAGE})
        if answer.ok:
            events, following = answer.json["events"], answer.json["next"]
            drawn = await _drawn(visit, chosen, first, last)
        else:
            form = form.refused(answer, {"object": "about"})
    query = urlencode({name: value for name, value in {**chosen, **period}.items() if value})
    return visit.render(
        "audit/audit.html",
        part="rows",
        status=form.status,
        form=form,
        chosen_types=[(name, visit.language.text(NAMES[name][0])) for name in TYPES],
        rows=[_row(event, visit) for event in events],
        next=following,
        drawn=drawn is not None,
        columns=drawn or [],
        legend=[(tone, visit.language.text(text)) for tone, text in LEGEND],
        export=query,
    )


@router.get("/export")
async def export(visit: WithVisit) -> Response:
    """The events of the selection as a file, as the API gives it."""
    visit.require("export_audit_events")
    query = visit.request.query_params
    return await visit.api.forward("/v1/audit/export", {name: query.getlist(name) for name in query if name != "lang"})


@router.get("/{seq}")
async def show_event(visit: WithVisit, seq: int) -> Response:
    """One event with all its fields."""
    visit.require("read_audit_event")
    event = await visit.api.read(f"/v1/audit/{seq}")
    data = event["data"]
    beside = {"type", "actor", "via", "address", "request", "settings", "secrets"}
    fields = [
        (name, _worded(name, value, event["type"]))
        for name, value in data.items()
        if name not in beside and value not in (None, "", [], {})
    ]
    return visit.render(
        "audit/event.html",
        row=_row(event, visit),
        event=event,
        fields_of=fields,
        settings=sorted(data.get("settings", {}).items()),
        secrets=data.get("secrets", []),
    )


def _worded(name: str, value: Any, kind: str) -> list[tuple[str, bool]]:
    """Return the value of a field as texts; each says whether it is a word to translate, or as it was recorded."""
    words = SAYING[kind][0] if name == "why" and kind in SAYING else WORDED.get(name, {})
    if name == "kind":
        words = KINDS_OF_OBJECT
    values = value if isinstance(value, list) else [value]
    return [
        (N_("yes") if one else N_("no"), True)
        if isinstance(one, bool)
        else (words.get(str(one), str(one)), one in words)
        for one in values
    ]


def _operation(name: str, visit: Visit) -> str:
    """Return what an operation of the API does, in the visitor's language; its name where this version has none."""
    if visit.language.code == "zh":
        return OPERATIONS.get(name, name)
    routes = visit.console.api.routes
    return next((one.summary or name for one in routes if isinstance(one, APIRoute) and one.name == name), name)


def _row(event: Mapping[str, Any], visit: Visit) -> dict[str, Any]:
    """Return an event as the list shows it."""
    kind, _, identifier = event["object"].partition(":")
    data, pages = event["data"], visit.console.pages
    return {
        "seq": event["seq"],
        "at": event["at"],
        "type": NAMES.get(event["type"], (event["type"], "quiet")),
        "actor": event["actor"],
        "who": event["actor_name"],
        "who_said": ACTORS.get(event["actor"]),
        "kind": KINDS_OF_OBJECT.get(kind, kind),
        "object": event["object"],
        "id": identifier,
        "name": event["object_name"],
        "process": WAYS.get(identifier) if kind == "process" else None,
        "operation": _operation(identifier, visit) if kind in {"operation", "list"} else None,
        "page": f"{PAGES[kind]}{identifier}" if any(path.startswith(PAGES.get(kind, "?")) for path in pages) else None,
        "said": list(_said(event["type"], data, visit)),
        "via": WAYS.get(data.get("via", "")),
        "address": data.get("address", ""),
    }


def _said(kind: str, data: Mapping[str, Any], visit: Visit) -> Iterator[tuple[str, Any]]:
    """Yield what an event says beyond its object: a text to translate, or a list of texts, or a plain value."""
    if kind in SAYING:
        words, name = SAYING[kind]
        yield "text", words.get(data[name], data[name])
    match kind:
        case "request_refused":
            yield "text", CODES.get(data["code"], data["code"])
            if data["count"] > 1:
                yield "count", data["count"]
        case "key_created":
            yield "texts", _roles(data["roles"])
        case "person_changed":
            yield "text", ENTRIES.get(data["entry"], data["entry"])
            yield "texts", _roles(data["roles"])
        case "process_started" | "process_stopped":
            yield "plain", data["instance"]
        case "personal_data_viewed":
            if data["kind"] != "list":
                yield "operation", (data["operation"], _operation(data["operation"], visit))
        case "file_downloaded":
            yield "plain", data["file"]
        case "audit_exported":
            yield "plain", data["form"].upper()
        case "events_dropped":
            yield "count", data["count"]


def _roles(roles: Sequence[str]) -> list[str]:
    return [ROLE_NAMES.get(Role(role), role) for role in roles]


async def _drawn(visit: Visit, chosen: Mapping[str, Any], first: date | None, last: date | None) -> Columns:
    """Return the drawing: for each day the number of refusals and losses, and of all other events."""
    end = last or visit.now.astimezone(SHANGHAI).date()
    begin = first or end - timedelta(days=DAYS - 1)
    begin = max(begin, end - timedelta(days=MOST_DAYS - 1))
    period = {"from": _midnight(begin), "until": _midnight(end + timedelta(days=1))}
    found = await visit.api.read("/v1/audit/days", {**chosen, **period})
    counted = {date.fromisoformat(day["day"]): day["types"] for day in found["days"]}
    columns: Columns = []
    for number in range((end - begin).days + 1):
        day = begin + timedelta(days=number)
        types = counted.get(day, {})
        bad = sum(count for name, count in types.items() if NAMES.get(name, ("", ""))[1] == "bad")
        columns.append((shown_day(day, visit.language), (("bad", bad), ("info", sum(types.values()) - bad))))
    return columns


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None


def _midnight(day: date | None) -> str | None:
    return None if day is None else rfc3339(datetime.combine(day, time(), SHANGHAI))
