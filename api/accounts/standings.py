"""Standings at an instant, past or future (articles 2, 7, 8, 9 and 10)."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.handling import answers
from api.handling.asking import require_registered, standing_for
from api.handling.routing import Guarded
from api.http.authentication import require_part
from api.http.parameters import Account, QueryMoment
from api.state.app_state import WithAppState
from models.base import Frozen

router = APIRouter(prefix="/v1/accounts/{account}/standing", route_class=Guarded, tags=["standing"])


class StandingQuery(Frozen):
    """The instant in question, and the instant of knowledge."""

    at: QueryMoment | None = None
    as_of: QueryMoment | None = None


@router.get("", response_model=answers.StandingAnswer, summary="Read a standing (articles 2, 7, 8, 9 and 10)")
async def read_standing(
    account: Account, query: Annotated[StandingQuery, Query()], request: Request, app_state: WithAppState
) -> Response:
    """The restrictions and grants at an instant, the next automatic change, and the answer for each privilege.

    `at` is the instant; omitted, it is now. `as_of` limits the answer to what was recorded by then.
    """
    if query.as_of is not None:
        require_part(request.state.caller, "read_standing.as_of")
    standing, at = await standing_for(app_state, account, at=query.at, as_of=query.as_of)
    require_registered(standing, at)
    return answers.json(answers.whole(standing, at), headers=answers.versioned(standing.version))
