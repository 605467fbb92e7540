"""The audit: who came in, was refused, was given a key, looked at personal data, or took a file away."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field
from starlette.responses import Response

from api.handling import answers, auditing
from api.handling.routing import NDJSON, Guarded, admission_of
from api.http.cursors import PageOf, PageQuery, Word, items_named
from api.http.parameters import QueryMoment
from api.http.problems import Fault, ProblemError, invalid
from api.http.streaming import Streamed
from api.http.words import Actor
from api.state.app_state import WithAppState
from ledger.accounts.account_names import names_of_accounts
from ledger.audit import exporting, reading
from ledger.audit.reading import Selection
from ledger.people import people
from ledger.people.names import names_of
from ledger.store import pages
from ledger.store.database import Database
from models.audit import TYPES, AuditExported, AuditRead, Recorded
from models.base import Frozen
from models.instants import rfc3339
from models.texts.incoming import Line

router = APIRouter(prefix="/v1/audit", route_class=Guarded, tags=["audit"])

CSV: Final = "text/csv"
_NAMED: Final = ("person:", "key:")
_ACCOUNT: Final = "account:"
"""Kinds of objects that have a name."""
STRANGER: Final = "stranger"
"""Word for the actor of events whose author is unknown."""

EventType = StrEnum("EventType", {name.upper(): name for name in TYPES})  # type: ignore[misc]
"""Type of an event of the audit."""


class AuditQuery(Frozen):
    """Which events are wanted; all, where nothing is given."""

    actor: Annotated[
        Actor | None, Field(description="Identifier of a person, a service's key or a process; `stranger` for unknown.")
    ] = None
    type: Annotated[tuple[EventType, ...], Field(max_length=len(TYPES), description="Repeatable.")] = ()
    object: Annotated[
        Line | None, Field(description="`kind:identifier`, for example `account:kitchen` or `person:per_0123456789ab`.")
    ] = None
    from_: Annotated[QueryMoment | None, Field(alias="from", description="First instant.")] = None
    until: Annotated[QueryMoment | None, Field(description="First instant after the last one.")] = None

    async def selection(self, database: Database) -> Selection:
        """Return what the ledger searches for; of a person also what the person's earlier keys did.

        Raises:
            ProblemError: when the period ends before it begins.
        """
        if self.from_ is not None and self.until is not None and self.until <= self.from_:
            raise invalid(Fault(path="query.until", message="must be later than `from`"))
        return Selection(
            actors=None if self.actor is None else await _actors(database, self.actor),
            types=[one.value for one in self.type] or None,
            object=self.object or None,
            begin=self.from_,
            end=self.until,
        )

    def words(self, *, with_period: bool = True) -> str:
        """Return the selection as the audit records it."""
        begin, end = (self.from_, self.until) if with_period else (None, None)
        named = {
            "actor": self.actor,
            "type": ",".join(one.value for one in self.type),
            "object": self.object,
            "from": None if begin is None else rfc3339(begin),
            "until": None if end is None else rfc3339(end),
        }
        return urlencode({name: value for name, value in named.items() if value}, safe=":,+")


class AuditPageQuery(AuditQuery, PageQuery):
    """A page of the events."""


class ExportQuery(AuditQuery):
    """The events as a file."""

    form: Annotated[exporting.Form, Field(description="One JSON object a line, or a table.")] = "ndjson"


class AuditEntry(Recorded):
    """An event, with names for people to read; they are shown as they are now."""

    actor_name: Annotated[str | None, Field(description="Name of the person or service; null for all others.")] = None
    object_name: Annotated[
        str | None, Field(description="Name of the object, where it is a person, a key or an account.")
    ] = None


class AuditPage(PageOf[AuditEntry, Word]):
    """Events of the audit, newest first."""

    model_config = items_named("events")


class AuditDay(Frozen):
    """Events of a civil day in Shanghai."""

    day: date
    events: int
    types: Annotated[dict[str, int], Field(description="Number of events by type.")]


class AuditDays(Frozen):
    """Events by day; days without any are left out."""

    days: tuple[AuditDay, ...]


@router.get("", response_model=AuditPage, summary="List events of the audit")
async def list_audit_events(
    query: Annotated[AuditPageQuery, Query()], app_state: WithAppState, request: Request
) -> Response:
    """Sign-ins, refusals, keys and people changed, settings at start, personal data viewed, files taken; newest first.
    Reading it is recorded, too.
    """
    selection = await query.selection(app_state.database)
    found = await reading.page(app_state.database, selection, after=query.after, most=query.limit)
    auditing.note_once(request, AuditRead, selection=query.words())
    named = await _named(app_state.database, found.items)
    return answers.json(AuditPage.of(pages.Page(named, found.next)))


@router.get("/days", response_model=AuditDays, summary="Count events of the audit by day")
async def count_audit_events(
    query: Annotated[AuditQuery, Query()], app_state: WithAppState, request: Request
) -> Response:
    """Numbers of events for each civil day in Shanghai, by type."""
    found = await reading.by_day(app_state.database, await query.selection(app_state.database))
    auditing.note_once(request, AuditRead, selection=query.words(with_period=False))
    days = tuple(AuditDay(day=day, events=sum(types.values()), types=types) for day, types in found.items())
    return answers.json(AuditDays(days=days))


@router.get(
    "/export",
    response_class=Response,
    summary="Download events of the audit",
    responses={
        200: {
            "description": "The events, oldest first.",
            "content": {form: {"schema": {"type": "string"}} for form in (NDJSON, CSV)},
        }
    },
)
async def export_audit_events(
    query: Annotated[ExportQuery, Query()], app_state: WithAppState, request: Request
) -> Response:
    """The events of the selection, oldest first, each with its hash. The download is recorded before it begins."""
    selection = await query.selection(app_state.database)
    await auditing.record(request, AuditExported, selection=query.words(), form=query.form)
    parts = exporting.exported(app_state.database, selection, query.form)
    media_type = f"{CSV}; charset=utf-8" if query.form == "csv" else NDJSON
    answer = Streamed(admission_of(request).while_valid(parts), media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="audit.{query.form}"'
    return answer


@router.get("/{seq}", response_model=AuditEntry, summary="Read an event of the audit")
async def read_audit_event(
    seq: Annotated[int, Path(ge=1, le=2**63 - 1, description="Number of the event.")],
    app_state: WithAppState,
    request: Request,
) -> Response:
    """One event with all its fields and its hash."""
    found = await reading.find(app_state.database, seq)
    if found is None:
        raise ProblemError("unknown-event", f"the audit has no event {seq}")
    auditing.note_once(request, AuditRead, selection=f"seq={seq}")
    (named,) = await _named(app_state.database, [found])
    return answers.json(named)


async def _actors(database: Database, actor: str) -> list[str]:
    if actor == STRANGER:
        return [""]
    person = await people.person_of(database, actor)
    return [actor] if person is None else [actor, *person.aliases]


async def _named(database: Database, events: Sequence[Recorded]) -> tuple[AuditEntry, ...]:
    objects = {event.object: event.object.partition(":")[2] for event in events if event.object.startswith(_NAMED)}
    accounts = {event.object: event.object.partition(":")[2] for event in events if event.object.startswith(_ACCOUNT)}
    names = await names_of(database, {*(event.actor for event in events if event.actor), *objects.values()})
    called = await names_of_accounts(database, accounts.values())
    return tuple(
        AuditEntry(
            **event.model_dump(),
            actor_name=names.get(event.actor),
            object_name=names.get(objects.get(event.object, "")) or called.get(accounts.get(event.object, "")),
        )
        for event in events
    )
