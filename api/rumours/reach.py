"""Routes of the reach of rumours: matching of texts, reports of viewers, and the share reached by the debunking
(article 6).
"""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field, model_validator
from starlette.responses import Response

from api.handling import answers
from api.handling.requests import examples
from api.handling.routing import Guarded
from api.http.problems import Fault, invalid
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


class ExposuresBody(Frozen):
    """Views of a rumour or its debunking: single viewers as opaque tokens, hourly numbers, or both."""

    model_config = examples(
        {
            "viewers": [
                {"seen": "rumour", "viewer": "v-5f0c3a1b", "at": "2026-03-10T09:12:00+08:00"},
                {"seen": "debunking", "viewer": "v-5f0c3a1b", "at": "2026-03-10T15:40:00+08:00"},
            ]
        },
        {"hours": [{"seen": "rumour", "hour": "2026-03-10T09:00:00+08:00", "viewers": 18200}]},
    )

    viewers: Annotated[tuple[ViewerSeen, ...], Field(max_length=MOST_EXPOSURES)] = ()
    hours: Annotated[tuple[HourSeen, ...], Field(max_length=MOST_EXPOSURES)] = ()

    @model_validator(mode="after")
    def _some(self) -> "ExposuresBody":
        if not 1 <= len(self.viewers) + len(self.hours) <= MOST_EXPOSURES:
            raise ValueError(f"must contain 1 to {MOST_EXPOSURES} exposures, in viewers or hours")
        return self


class ExposuresAnswer(Frozen):
    """Number of exposures received; known ones have no further effect."""

    viewers: int
    hours: int


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
    keyed hashes that differ for each rumour.
    """
    await known(app_state, rumor)
    now = app_state.clock()
    latest = app_state.latest()
    told = (("viewers", "at", [one.at for one in body.viewers]), ("hours", "hour", [one.hour for one in body.hours]))
    late = [
        Fault(path=f"body.{name}.{place}.{field}", message="lies in the future: report what was seen")
        for name, field, times in told
        for place, at in enumerate(times)
        if at > latest
    ]
    if late:
        raise invalid(*late[:20])
    key = await app_state.holder_key.proven()
    await reach.report(app_state.database, rumor, key, body.viewers, body.hours, now=now)
    return answers.json(ExposuresAnswer(viewers=len(body.viewers), hours=len(body.hours)))


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
