"""What the audit learns of requests: refusals, views of personal data by people, files that are sent.

Refusals and views are seen at the outermost layer once the answer is given, so that no route can forget them; a service
that reads is no view, and decisions, which services ask for a thousand times a second, pass with two comparisons. Every
GET of a person counts as a view of what its path names, unless `NOT_PERSONAL` lists it: a new route is recorded until
somebody decides otherwise.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from functools import partial
from typing import Any, Final, TypeVar, cast

from fastapi import FastAPI, Request
from starlette.routing import Route
from starlette.types import Scope

from api.http.addresses import address_of
from api.http.mounting import MOUNT
from api.http.refusals import REFUSAL
from api.http.visitors import visitor_in
from api.state.app_state import AppState, app_state_of
from ledger.audit import appending
from ledger.audit.origin import Origin, coming_from
from ledger.people.callers import Caller
from models.audit import STRANGER, AuditEvent, PersonalDataViewed, RequestRefused

E = TypeVar("E", bound=AuditEvent)

REFUSED: Final = (401, 403)
_CODES: Final[Mapping[int, str]] = {401: "unauthenticated", 403: "forbidden"}

NOT_PERSONAL: Final = frozenset(
    {
        "read_catalogue",
        "read_lexicon",
        "list_protected_names",
        "list_emblems",
        "read_emblem_image",
        "read_rumour_reach",
        "draw_rumour_reach",
        "list_rescreens",
        "read_rescreen",
        "list_bulk_actions",
        "list_reports",
        "read_report",
        "download_report",
        "read_case_evidence",
        "verify_report",
        "list_webhooks",
        "read_webhook",
        "list_webhook_deliveries",
        "read_case_statistics",
        "list_sessions",
        "list_views",
        "count_cases",
        "find_identifiers",
        "count_accounts",
        "count_actions",
        "count_violations",
        "count_bans",
        "count_certifications",
        "count_appeals",
        "export_accounts",
        "export_actions",
        "export_violations",
        "export_bans",
        "export_certifications",
        "export_appeals",
        "read_me",
        "list_keys",
        "read_key",
        "list_people",
        "read_person",
        "list_audit_events",
        "read_audit_event",
        "count_audit_events",
        "export_audit_events",
    }
)
"""Reading operations that show no data of account holders, or record by themselves what was taken."""
_VIEWING_POSTS: Final = frozenset({"preview_case_decision", "preview_case_correction"})
"""Operations that read, although they are POST."""
_KIND_OF: Final[Mapping[str, str]] = {"rumor": "rumour", "number": "exposure"}
"""Kinds whose parameter in the path has another name."""


class Auditing:
    """The audit as the witness of every request of an application."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    def during(self, scope: Scope) -> AbstractContextManager[None]:
        """Return a context in which everything that is recorded names this request."""
        return coming_from(partial(_origin, scope))

    def answered(self, scope: Scope, status: int) -> None:
        """Keep a refusal, and the view of a person. A mounted application says itself what it refuses, since the API
        refuses its calls, too; and what it shows was read by calls.
        """
        if status in REFUSED:
            self._refused(scope, status)
        elif scope.get(MOUNT) is not None:
            return
        elif status < REFUSED[0] and (scope["method"] == "GET" or _name(scope) in _VIEWING_POSTS):
            self._viewed(scope)

    def _refused(self, scope: Scope, status: int) -> None:
        app_state, state = self._state(), scope["state"]
        if app_state is None or not (REFUSAL in state or scope.get(MOUNT) is None):
            return
        code = state.get(REFUSAL) or _CODES[status]
        event = RequestRefused(**_by(scope), status=status, code=code, operation=_name(scope))
        app_state.audit.refused(event)

    def _viewed(self, scope: Scope) -> None:
        caller: Caller | None = scope["state"].get("caller")
        if caller is None or caller.person is None:
            return
        name, app_state = _name(scope), self._state()
        if app_state is None or name in NOT_PERSONAL:
            return
        kind, identifier = next(iter(scope.get("path_params", {}).items()), ("list", name))
        view = PersonalDataViewed(**_by(scope), kind=_KIND_OF.get(kind, kind), id=str(identifier), operation=name)
        app_state.audit.once(view)

    def _state(self) -> AppState | None:
        """Return the application state; None before the application has started."""
        return cast("AppState | None", getattr(self._app.state, "app_state", None))


async def record(request: Request, event: type[E], **fields: Any) -> None:
    """Record an event of this request before its answer begins: a file, an export.

    Raises:
        DatabaseAwayError: when it cannot be recorded; then nothing may be sent.
    """
    app_state = app_state_of(request)
    await appending.record(app_state.database, event(**_by(request.scope), **fields), now=app_state.clock())


def note_once(request: Request, event: type[E], **fields: Any) -> None:
    """Note an event of this request that is recorded once for an actor, an object and a clock hour."""
    app_state_of(request).audit.once(event(**_by(request.scope), **fields))


def _by(scope: Scope) -> dict[str, Any]:
    """Return the fields of an event that say who did it, and from where."""
    caller: Caller | None = scope["state"].get("caller")
    return {"actor": STRANGER if caller is None else caller.actor, **_origin(scope)._asdict()}


def _origin(scope: Scope) -> Origin:
    client = scope.get("client")
    return Origin(
        via="api" if visitor_in(scope) is None and scope.get(MOUNT) is None else "console",
        address=address_of(client[0]) if client else "",
        request=scope["state"]["request_id"],
    )


def _name(scope: Scope) -> str:
    route = scope.get("route")
    return route.name if isinstance(route, Route) else ""
