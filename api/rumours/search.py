"""Route of search pages (article 6): information to pin for a query. It precedes the route that reads a rumour by
identifier.
"""

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
"""Maximum characters of a query, above what a search box accepts."""
MOST_PINNED = 20


class SearchQuery(Frozen):
    """The query of a search page."""

    q: Annotated[
        Annotated[str, compared],
        Field(min_length=1, max_length=LONGEST_QUERY, description="The text of the search box; it is not stored."),
    ]
    limit: Annotated[int, Field(ge=1, le=MOST_PINNED, description="Maximum number of rumours.")] = 5


class SearchAnswer(Frozen):
    """Information to pin, the best match first; may be empty."""

    pinned: tuple[Pinned, ...]


@router.get("/search", response_model=SearchAnswer, summary="Find what to pin on a search page (article 6)")
async def search_rumours(query: Annotated[SearchQuery, Query()], app_state: WithAppState) -> Response:
    """Open rumours with verified information that match the query by their search terms and claims, with the
    information to show. Answered from memory, fast enough to call with every search.
    """
    await app_state.rumours.ready()
    return answers.json(SearchAnswer(pinned=app_state.rumours.pinned(query.q, query.limit)))
