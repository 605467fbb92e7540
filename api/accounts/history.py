"""History and future of an account: its facts, and the timeline and projection derived from them."""

from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from api.handling import answers
from api.handling.asking import history_for, require_past, standing_for
from api.handling.routing import Guarded
from api.http.authentication import require_part
from api.http.cursors import NumberQuery
from api.http.parameters import Account, QueryMoment
from api.http.problems import Fault, invalid
from api.state.app_state import WithAppState
from ledger.accounts import reading
from models.base import Frozen
from regulation.accounts.projection import Projection, projection
from regulation.standing.timeline import timeline

router = APIRouter(prefix="/v1/accounts/{account}", route_class=Guarded, tags=["history"])

_AHEAD: Final = timedelta(days=366)
"""Default length of the future part of a timeline."""


class FactsQuery(NumberQuery):
    """Page of the list of facts."""


class TimelineQuery(Frozen):
    """Start and end of the timeline, and the instant of knowledge."""

    start: Annotated[QueryMoment | None, Field(alias="from", description="Start. Omitted: the registration.")] = None
    end: Annotated[QueryMoment | None, Field(alias="to", description="End. Omitted: a year from now.")] = None
    as_of: Annotated[QueryMoment | None, Field(description="Use only facts recorded by this instant.")] = None


@router.get("/timeline", response_model=answers.TimelineAnswer, summary="Read the timeline of an account")
async def read_timeline(
    account: Account, query: Annotated[TimelineQuery, Query()], app_state: WithAppState
) -> Response:
    """Segments during which the answer for a privilege and its causes do not change; the future part assumes that
    nothing else happens.
    """
    if query.as_of is not None:
        require_past(app_state, query.as_of, "query.as_of")
    standing = await history_for(app_state, account, as_of=query.as_of)
    start = query.start or standing.registered_at
    end = query.end or max(start, app_state.clock()) + _AHEAD
    if end <= start:
        raise invalid(Fault(path="query.to", message="must lie after `from`, and after the registration"))
    answer = answers.TimelineAnswer(
        account=account,
        version=standing.version,
        start=start,
        end=end,
        segments=timeline(standing, start, end),
    )
    return answers.json(answer, headers=answers.versioned(standing.version))


class ProjectionQuery(Frozen):
    """Beginning and end of a projection."""

    start: Annotated[
        QueryMoment | None, Field(alias="from", description="Start, for instance the registration. Omitted: now.")
    ] = None
    end: Annotated[QueryMoment | None, Field(alias="to", description="End. Omitted: none.")] = None


@router.get("/projection", response_model=Projection, summary="Project an account: what closes and opens, and when")
async def read_projection(
    account: Account, query: Annotated[ProjectionQuery, Query()], request: Request, app_state: WithAppState
) -> Response:
    """Each privilege as intervals with the weightiest reason, restrictions and grants as intervals with their articles
    and causes, and the moments at which something opens or closes, if nothing else happens.

    What would follow from a command is answered by the command with `?dry_run=true`, in the same form.
    """
    past = query.start is not None and query.start < app_state.clock()
    if past:
        require_part(request.state.caller, "read_projection.past")
    standing, now = await standing_for(app_state, account)
    if past:
        standing = await history_for(app_state, account)
    begin = max(query.start or now, standing.registered_at)
    if query.end is not None and query.end <= begin:
        raise invalid(Fault(path="query.to", message="must lie after `from`, and after the registration"))
    answer = projection(standing, now, start=begin, end=query.end)
    return answers.json(answer, headers=answers.versioned(standing.version))


@router.get("/facts", response_model=answers.FactsPage, summary="List the facts with their hashes")
async def list_facts(account: Account, query: Annotated[FactsQuery, Query()], app_state: WithAppState) -> Response:
    """Append-only and hash-chained: each hash covers its fact and the hash before it."""
    await standing_for(app_state, account)
    found = await reading.facts_of(app_state.database, account, after=query.after, most=query.limit)
    return answers.json(answers.FactsPage.of(found.of(answers.recorded)))
