"""Search pages: what to pin for a query (article 6). The route stands before the one that reads a rumour by its id."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response

from api.handling import answers
from api.handling.routing import Guarded
from api.state.app_state import WithAppState
from models.base import Frozen
from models.rumours.matching import Pinned
from models.texts.incoming import compared

router = APIRouter(prefix="/v1/rumors", route_class=Guarded, tags=["rumours"])

LONGEST_QUERY = 200
"""Characters: more than any search box takes."""
MOST_PINNED = 20


class SearchQuery(Frozen):
    """What somebody looks for."""

    q: Annotated[
        Annotated[str, compared],
        Field(min_length=1, max_length=LONGEST_QUERY, description="As it stands in the search box; it is not kept."),
    ]
    limit: Annotated[int, Field(ge=1, le=MOST_PINNED, description="Rumours at most.")] = 5


class SearchAnswer(Frozen):
    """What to pin, the best first; empty where nothing is to be pinned."""

    pinned: tuple[Pinned, ...]


@router.get("/search", response_model=SearchAnswer, summary="Find what to pin on a search page (article 6)")
async def search_rumours(query: Annotated[SearchQuery, Query()], app_state: WithAppState) -> Response:
    """Open rumours with verified information that a query looks for, by their search terms and claims, with what to
    show. Answered from memory: ask with every search.
    """
    await app_state.rumours.ready()
    return answers.json(SearchAnswer(pinned=app_state.rumours.pinned(query.q, query.limit)))
