"""Routes of the reach of rumours: matching of texts, reports of viewers, and the share reached by the debunking
(article 6).
"""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field, model_validator
from starlette.responses import Response

from api.handling import answers
from api.handling.items import AS_SENT, ListItem, Outcomes, read_each, require_some
from api.handling.requests import examples
from api.handling.routing import Guarded
from api.rumours import reach_svg
from api.rumours.rumours import Id, known
from api.state.app_state import WithAppState
from ledger.rumours import reach
from models.base import Frozen
from models.gate.drafts import LONGEST_TEXT
from models.rumours.matching import Match
from models.rumours.reach import HourSeen, Reach, ViewerSeen
from models.texts.incoming import compared

router = APIRouter(prefix="/v1/rumors", route_class=Guarded, tags=["rumours"])

MOST_EXPOSURES = 5_000
"""Maximum number of exposures in one report, which fits the body limit; the number of reports is unlimited."""
_SVG = "image/svg+xml"


class MatchBody(Frozen):
    """A text to compare. It is not stored."""

    model_config = examples({"text": "紧急通知！本市自来水已被污染，三天内都不能饮用，请转告家人"})

    text: Annotated[str, compared, Field(min_length=1, max_length=LONGEST_TEXT)]


class MatchAnswer(Frozen):
    """The open rumours that resemble the text, the closest first."""

    matches: tuple[Match, ...]


class ViewerItem(ViewerSeen, ListItem):
    """Content seen by a viewer. Only the first time counts, so a report may be repeated."""


class HourItem(HourSeen, ListItem):
    """Number of viewers in the hour that begins at an instant. A later report of the same hour replaces it."""


class ExposuresBody(Frozen):
    """Views of a rumour or its debunking: single viewers as opaque tokens, hourly numbers, or both; each is recorded on
    its own.
    """

    model_config = examples(
        {
            "viewers": [
                {"seen": "rumour", "viewer": "v-5f0c3a1b", "at": "2026-03-10T09:12:00+08:00"},
                {"seen": "debunking", "viewer": "v-5f0c3a1b", "at": "2026-03-10T15:40:00+08:00"},
            ]
        },
        {"hours": [{"ref": "row-1", "seen": "rumour", "hour": "2026-03-10T09:00:00+08:00", "viewers": 18200}]},
    )

    viewers: Annotated[tuple[Annotated[ViewerItem, AS_SENT], ...], Field(max_length=MOST_EXPOSURES)] = ()
    hours: Annotated[tuple[Annotated[HourItem, AS_SENT], ...], Field(max_length=MOST_EXPOSURES)] = ()

    @model_validator(mode="after")
    def _some(self) -> "ExposuresBody":
        if not 1 <= len(self.viewers) + len(self.hours) <= MOST_EXPOSURES:
            raise ValueError(f"must contain 1 to {MOST_EXPOSURES} exposures, in viewers or hours")
        return self


class ExposuresAnswer(Frozen):
    """Number of exposures recorded; known ones have no further effect."""

    viewers: int
    hours: int
    invalid: Annotated[int, Field(description="Those that were not recorded; each is in `items` with its faults.")] = 0
    items: Outcomes = ()


@router.post("/match", response_model=MatchAnswer, summary="Match a text with open rumours (article 6)")
async def match_rumours(body: MatchBody, app_state: WithAppState) -> Response:
    """Compares the text with the claims (near-duplicates within one passage) and with the search terms; each match has
    a score and an explanation. `repeats` states whether the publishing gate would label the text.
    """
    await app_state.rumours.ready()
    return answers.json(MatchAnswer(matches=app_state.rumours.matches(body.text, app_state.clock())))


@router.post(
    "/{rumor}/exposures", response_model=ExposuresAnswer, summary="Report viewers of a rumour and its debunking"
)
async def report_rumour_exposures(rumor: Id, body: ExposuresBody, app_state: WithAppState) -> Response:
    """Bulk reports, in any number: of a viewer the first view counts, of an hour the last number. Tokens are stored as
    keyed hashes that differ for each rumour. An invalid item affects no other, and keeps its place and `ref` in the
    answer; when none is valid, the request is refused.
    """
    await known(app_state, rumor)
    now, latest = app_state.clock(), app_state.latest()
    viewers = await read_each("viewers", ViewerItem, body.viewers, lambda one: _late("at", one.at, latest))
    hours = await read_each("hours", HourItem, body.hours, lambda one: _late("hour", one.hour, latest))
    require_some(viewers, hours)
    key = await app_state.holder_key.proven()
    seen, counted = [one for _, one in viewers.valid], [one for _, one in hours.valid]
    await reach.report(app_state.database, rumor, key, seen, counted, now=now)
    answer = ExposuresAnswer(
        viewers=len(seen),
        hours=len(counted),
        invalid=len(viewers.invalid) + len(hours.invalid),
        items=(*viewers.outcomes(), *hours.outcomes()),
    )
    return answers.json(answer)


def _late(field: str, at: datetime, latest: datetime) -> tuple[str, str] | None:
    return (field, "lies in the future: report what was seen") if at > latest else None


@router.get("/{rumor}/reach", response_model=Reach, summary="Read the reach of a rumour and its debunking")
async def read_rumour_reach(rumor: Id, app_state: WithAppState) -> Response:
    """Hourly numbers, and the share of exposed viewers who saw the debunking."""
    await known(app_state, rumor)
    return answers.json(await reach.reach_of(app_state.database, rumor))


@router.get(
    "/{rumor}/reach.svg",
    response_class=Response,
    summary="Draw the reach as SVG",
    responses={200: {"content": {_SVG: {"schema": {"type": "string"}}}}},
)
async def draw_rumour_reach(rumor: Id, app_state: WithAppState) -> Response:
    """Two curves over time: viewers of the rumour, and viewers of the debunking."""
    rumour, _ = await known(app_state, rumor)
    drawing = reach_svg.drawn(rumour, await reach.reach_of(app_state.database, rumor))
    return Response(drawing, media_type=_SVG)
