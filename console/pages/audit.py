"""The audit: who used the system. Events by day as a drawing, a list with filters, one event, the list as a file."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response
from markupsafe import Markup

from console.http.forms import Form
from console.http.visit import Visit, WithVisit
from console.navigation import ROLE_NAMES
from console.texts.filters import PARTS_OF_THE_SYSTEM
from console.texts.filters import day as shown_day
from console.texts.languages import N_
from models.audit import TYPES
from models.instants import SHANGHAI, rfc3339
from models.roles import Role

router = APIRouter(prefix="/console/audit")

PAGE: Final = 50
Columns = list[tuple[Markup, tuple[tuple[str, int], ...]]]
LEGEND: Final = (("bad", N_("refused or lost")), ("info", N_("all others")))
DAYS: Final = 60
"""Days of the drawing when no period is chosen."""
MOST_DAYS: Final = 400

NAMES: Final[Mapping[str, tuple[str, str]]] = {
    "signed_in": (N_("Signed in"), "good"),
    "sign_in_refused": (N_("Sign-in refused"), "bad"),
    "sign_in_link_made": (N_("Sign-in link made"), "info"),
    "session_ended": (N_("Session ended"), "quiet"),
    "request_refused": (N_("Refused"), "bad"),
    "key_created": (N_("Key made"), "info"),
    "key_assigned": (N_("Key given to a person"), "info"),
    "key_revoked": (N_("Key revoked"), "wait"),
    "person_changed": (N_("Person changed"), "info"),
    "process_started": (N_("Process started"), "quiet"),
    "process_stopped": (N_("Process stopped"), "quiet"),
    "personal_data_viewed": (N_("Personal data viewed"), "quiet"),
    "status_link_issued": (N_("Status link issued"), "quiet"),
    "file_downloaded": (N_("File downloaded"), "wait"),
    "audit_read": (N_("Audit read"), "quiet"),
    "audit_exported": (N_("Audit exported"), "wait"),
    "events_dropped": (N_("Events lost"), "bad"),
}
"""Types of the events: the words, and the colour of the badge."""

REFUSALS: Final[Mapping[str, str]] = {
    "no_role": N_("No group has a role"),
    "inactive": N_("The person was deactivated"),
    "token": N_("The provider's answer was not valid"),
}
"""Why a sign-in was refused."""

KINDS_OF_OBJECT: Final[Mapping[str, str]] = {
    "account": N_("Account"),
    "case": N_("Case"),
    "receipt": N_("Receipt"),
    "report": N_("Report"),
    "evidence": N_("Evidence"),
    "export": N_("Export"),
    "emblem": N_("Emblem"),
    "directive": N_("Directive"),
    "rumour": N_("Rumour"),
    "network": N_("Network"),
    "cluster": N_("Cluster"),
    "exposure": N_("Exposure"),
    "cleanup": N_("Clean-up"),
    "bulk": N_("Bulk action"),
    "run": N_("Run"),
    "exemption": N_("Exemption"),
    "person": N_("Person"),
    "key": N_("Key"),
    "process": N_("Process"),
    "operation": N_("Operation"),
    "list": N_("List"),
    "audit": N_("Selection"),
}
"""Kinds of objects in words."""

PAGES: Final[Mapping[str, str]] = {
    "account": "/console/accounts/",
    "case": "/console/cases/",
    "report": "/console/reports/",
    "rumour": "/console/rumours/",
    "network": "/console/networks/",
    "directive": "/console/directives/",
    "bulk": "/console/campaigns/",
    "run": "/console/runs/",
}
"""Pages of objects that have one."""

ENTRIES: Final[Mapping[str, str]] = {
    "added": N_("added"),
    "changed": N_("changed details"),
    "alias_added": N_("earlier entries joined"),
    "identity_linked": N_("sign-in linked"),
    "identity_unlinked": N_("sign-in unlinked"),
    "deactivated": N_("deactivated"),
    "reactivated": N_("reactivated"),
}
"""Entries of a person's record in words."""

ENDS: Final[Mapping[str, str]] = {
    "signed_out": N_("signed out"),
    "ended": N_("ended by somebody"),
    "idle": N_("nothing was asked for a while"),
    "absolute": N_("its time was over"),
    "deactivated": N_("the person was deactivated"),
    "replaced": N_("signed in anew"),
}
"""Ends of a session in words."""

METHODS: Final[Mapping[str, str]] = {"oidc": N_("by the sign-in provider"), "link": N_("by a one-time link")}
CODES: Final[Mapping[str, str]] = {
    "unauthenticated": N_("unknown or no key"),
    "forbidden": N_("role missing"),
    "forged-request": N_("forged request"),
}
WAYS: Final[Mapping[str, str]] = {
    "api": N_("API"),
    "console": N_("Console"),
    "cli": N_("Terminal"),
    "worker": N_("Worker"),
}
ACTORS: Final[Mapping[str, str]] = {"": N_("stranger"), **PARTS_OF_THE_SYSTEM}
"""Actors that are neither a person nor a service, in words."""
WORDED: Final[Mapping[str, Mapping[str, str]]] = {
    "code": CODES,
    "entry": ENTRIES,
    "method": METHODS,
    "process": WAYS,
    "roles": {role.value: word for role, word in ROLE_NAMES.items()},
}
"""Words of the values of an event's fields, by the name of the field."""


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
        rows=[_row(event, visit.console.pages) for event in events],
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
        row=_row(event, visit.console.pages),
        event=event,
        fields_of=fields,
        settings=sorted(data.get("settings", {}).items()),
        secrets=data.get("secrets", []),
    )


def _worded(name: str, value: Any, kind: str) -> list[tuple[str, bool]]:
    """Return the value of a field as texts; each says whether it is a word to translate, or as it was recorded."""
    words = _WORDED[kind][0] if name == "why" and kind in _WORDED else WORDED.get(name, {})
    if name == "kind":
        words = KINDS_OF_OBJECT
    values = value if isinstance(value, list) else [value]
    return [
        (N_("yes") if one else N_("no"), True)
        if isinstance(one, bool)
        else (words.get(str(one), str(one)), one in words)
        for one in values
    ]


def _row(event: Mapping[str, Any], pages: Collection[str]) -> dict[str, Any]:
    """Return an event as the list shows it."""
    kind, _, identifier = event["object"].partition(":")
    data = event["data"]
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
        "worded": WAYS.get(identifier) if kind == "process" else None,
        "page": f"{PAGES[kind]}{identifier}" if any(path.startswith(PAGES.get(kind, "?")) for path in pages) else None,
        "said": list(_said(event["type"], data)),
        "via": WAYS.get(data.get("via", "")),
        "address": data.get("address", ""),
    }


_WORDED: Final[Mapping[str, tuple[Mapping[str, str], str]]] = {
    "signed_in": (METHODS, "method"),
    "sign_in_refused": (REFUSALS, "why"),
    "session_ended": (ENDS, "why"),
}
"""Types whose one field says it in words."""


def _said(kind: str, data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield what an event says beyond its object: a text to translate, or a list of texts, or a plain value."""
    if kind in _WORDED:
        words, name = _WORDED[kind]
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
            yield "plain", data["operation"]
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
