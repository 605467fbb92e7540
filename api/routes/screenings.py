"""Screening: whether a person must look at a name or a bio before it is used (article 1). Nothing is recorded."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from api import answers
from api.edge import AtEdge
from api.requests import Body, examples
from api.routing import Guarded
from models.base import Frozen
from models.names import Name, Text
from models.screening import Outcome, Screening

router = APIRouter(prefix="/v1/screenings", route_class=Guarded, tags=["screening"])


class ScreeningBody(Body):
    """What somebody wants to call himself, and say about himself."""

    model_config = examples(
        {"name": "人民曰报"}, {"name": "北京小吃日记", "bio": "每天一家小店"}, {"name": "山野", "bio": "新华社官方账号"}
    )

    name: Name
    bio: Annotated[Text, Field(description="May speak of others; held is only a claim to be them or of theirs.")] = ""


class Screened(Frozen):
    """What the screening came to: `review` where any part of it does."""

    outcome: Outcome
    name: Screening
    bio: Screening | None = None


@router.post("", response_model=Screened, summary="Screen a name and a bio against the protected names")
async def screen(body: ScreeningBody, edge: AtEdge) -> Response:
    """Says what was matched, how, where it stands, by which row of what is held, and by which lexicon."""
    screener = await edge.screeners.current()
    name = screener.screen(body.name)
    bio = screener.screen_bio(body.bio) if body.bio else None
    held = Outcome.REVIEW in {name.outcome, bio.outcome if bio else Outcome.CLEAR}
    return answers.json(Screened(outcome=Outcome.REVIEW if held else Outcome.CLEAR, name=name, bio=bio))
