"""Screening of a name, a bio or an avatar before use, to decide whether a reviewer is needed (article 1); not
recorded.
"""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from api.handling import answers
from api.handling.pictures import InBase64, WithPicture
from api.handling.requests import Body, examples
from api.state.app_state import WithAppState
from models.base import Frozen
from models.screening.emblems import EmblemScreening
from models.screening.screening import Outcome, Screening
from models.texts.incoming import Name, Text

router = APIRouter(prefix="/v1/screenings", route_class=WithPicture, tags=["screening"])


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
