"""Screening of a name, a bio or an avatar before use, to decide whether a reviewer is needed (article 1); not
recorded.
"""

import asyncio
from typing import Annotated, Final

from fastapi import APIRouter, Request
from pydantic import Field
from starlette.responses import Response

from api.handling import answers
from api.handling.pictures import InBase64, WithPicture
from api.handling.requests import Body, examples
from api.handling.routing import spend_items
from api.state.app_state import WithAppState
from models.base import Frozen
from models.names import NAME_LENGTH
from models.screening.emblems import EmblemScreening
from models.screening.screening import Outcome, Screening
from models.texts.incoming import MARK, Name, Text

router = APIRouter(prefix="/v1/screenings", route_class=WithPicture, tags=["screening"])

MOST_NAMES: Final = 1_000
"""Most names of one request."""


class ScreeningBody(Body):
    """A proposed name, with a bio and an avatar where wanted."""

    model_config = examples(
        {"name": "人民曰报"}, {"name": "北京小吃日记", "bio": "每天一家小店"}, {"name": "山野", "bio": "新华社官方账号"}
    )

    name: Name
    bio: Annotated[
        Text, Field(description="May mention others; only a claim to be them or to belong to them is held.")
    ] = ""
    avatar: Annotated[
        InBase64 | None, Field(description="PNG, JPEG or WebP of at most 4 MiB, in base64; it is not stored.")
    ] = None


class Screened(Frozen):
    """Outcome of the screening: `review` if any part needs a reviewer."""

    outcome: Outcome
    name: Screening
    bio: Screening | None = None
    avatar: EmblemScreening | None = None


class NamesBody(Frozen):
    """Names to screen. They are screened as they are, and none is stored."""

    model_config = examples({"names": ["人民曰报", "北京小吃日记"]})

    names: Annotated[
        tuple[Annotated[str, Field(max_length=NAME_LENGTH, json_schema_extra={MARK: "compared"})], ...],
        Field(min_length=1, max_length=MOST_NAMES),
    ]


class NamesScreened(Frozen):
    """Results in the order of the names, and the version of the lexicon."""

    lexicon: str
    screenings: tuple[Screening, ...]


@router.post("/names", response_model=NamesScreened, summary="Screen up to 1,000 names")
async def screen_names(body: NamesBody, request: Request, app_state: WithAppState) -> Response:
    """For lists of names that exist already: any text is screened, also one that could not become a name."""
    spend_items(request, len(body.names))
    screener = await app_state.screeners.current()
    found = await asyncio.to_thread(lambda: tuple(screener.screen_each(body.names)))
    return answers.json(NamesScreened(lexicon=screener.version, screenings=found))


@router.post("", response_model=Screened, summary="Screen a name, a bio and an avatar")
async def screen_profile(body: ScreeningBody, app_state: WithAppState) -> Response:
    """Against the protected names: the match, its kind and position, the screening row and the version of the lexicon.
    Against the protected emblems: the emblems that seem to appear in the picture, and the version of the bank.
    """
    screener = await app_state.screeners.current()
    name = screener.screen(body.name)
    bio = screener.screen_bio(body.bio) if body.bio else None
    avatar = None if body.avatar is None else await app_state.recogniser.screened(body.avatar)
    parts = (part for part in (name, bio, avatar) if part is not None)
    held = any(part.outcome == Outcome.REVIEW for part in parts)
    found = Screened(outcome=Outcome.REVIEW if held else Outcome.CLEAR, name=name, bio=bio, avatar=avatar)
    return answers.json(found)
