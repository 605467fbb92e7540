"""Route of beginnings: which identifiers begin so. The command line takes a unique beginning for the whole."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Request
from pydantic import Field, StringConstraints
from starlette.responses import Response

from api.handling import answers
from api.handling.routing import Guarded
from api.http.authentication import require
from api.http.permissions import ROLES_OF
from api.state.app_state import WithAppState
from ledger.streams import beginnings
from models.base import Frozen

router = APIRouter(prefix="/v1/identifiers", route_class=Guarded, tags=["operation"])

MOST: Final = 20

Kind = Literal[
    "bulk",
    "case",
    "cleanup",
    "directive",
    "exemption",
    "exposure",
    "network",
    "report",
    "rescreen",
    "rumour",
    "run",
    "webhook",
]
_LISTED_BY: Final[Mapping[Kind, str]] = {
    "bulk": "list_bulk_actions",
    "case": "list_cases",
    "cleanup": "list_cleanups",
    "directive": "list_directives",
    "exemption": "list_exemptions",
    "exposure": "list_exposures",
    "network": "list_networks",
    "report": "list_reports",
    "rescreen": "list_rescreens",
    "rumour": "list_rumours",
    "run": "list_runs",
    "webhook": "list_webhooks",
}
"""Operation that lists records of the kind: whoever may list them may look for one."""
_RECORD: Final[Mapping[Kind, str]] = {"webhook": "subscription"}
"""Kinds of record that have another name in the ledger."""


class BeginningQuery(Frozen):
    """A kind of record, and the beginning of an identifier."""

    kind: Kind
    begins: Annotated[
        str, StringConstraints(pattern=r"^[^\s\x00-\x1f\x7f]{4,100}$"), Field(description="At least 4 characters.")
    ]


class Identifiers(Frozen):
    """Identifiers that begin so, in order."""

    identifiers: Annotated[tuple[str, ...], Field(description=f"At most {MOST}.")]


@router.get("", response_model=Identifiers, summary="Find identifiers by their beginning")
async def find_identifiers(
    query: Annotated[BeginningQuery, Query()], request: Request, app_state: WithAppState
) -> Response:
    """For people who type the beginning of an identifier. It takes the roles that list the kind."""
    require(request.state.caller, ROLES_OF[_LISTED_BY[query.kind]])
    kind = _RECORD.get(query.kind, query.kind)
    found = await beginnings.identifiers(app_state.database, kind, query.begins, most=MOST)
    return answers.json(Identifiers(identifiers=tuple(found)))
