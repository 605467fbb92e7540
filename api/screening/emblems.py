"""Emblems: the bank of protected emblems (article 1), and the screening of avatars against it."""

from typing import Annotated, ClassVar, Final

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field
from starlette.responses import Response

from api.handling import answers
from api.handling.asking import standing_for
from api.handling.commanding import REPLAYED
from api.handling.entering import CommandHandling, WithCommandHandling
from api.handling.requests import Body, examples
from api.handling.routing import BYTES, Guarded
from api.http.problems import ProblemError, refused
from api.state.app_state import WithAppState
from emblems.images import MEDIA_TYPES, MOST_BYTES
from ledger.cases.cases import case_id
from ledger.screening import avatars, emblems
from ledger.streams import records
from models.accounts.commands import Refusal
from models.base import Frozen
from models.cases.cases import Case, CaseBody
from models.names import AccountId, CaseId, Link
from models.screening.emblems import Emblem, EmblemScreening
from models.texts.incoming import Line, Text
from regulation.cases.cases import open_case
from regulation.cases.reducer import CASE
from regulation.screening.emblems import case_about


class Pictured(Guarded):
    """Guarded route whose body is a picture."""

    forms: ClassVar[tuple[str, ...]] = (*MEDIA_TYPES, BYTES)
    largest_body: ClassVar[int] = MOST_BYTES


router = APIRouter(prefix="/v1/emblems", route_class=Guarded, tags=["emblems"])
picture_router = APIRouter(prefix="/v1/emblems", route_class=Pictured, tags=["emblems"])

_Id = Annotated[CaseId, Path(description="Identifier of the emblem, as in the list.")]
_CONTENT: Final = {"schema": {"type": "string", "format": "binary"}}
_PICTURE: Final = dict.fromkeys(MEDIA_TYPES, _CONTENT)
_BODY: Final = {"requestBody": {"required": True, "content": {BYTES: _CONTENT}}}


class EmblemQuery(Frozen):
    """Name and identifier of a new emblem."""

    name: Annotated[Line, Field(min_length=1, description="Owner of the emblem, as shown to reviewers.")]
    id: Annotated[CaseId | None, Field(description="Your identifier. Omitted: one is derived from the picture.")] = None


class AvatarQuery(Frozen):
    """Account of an avatar. Without an account, a match opens no case."""

    account: Annotated[AccountId | None, Field(description="When given, a match opens a case for a reviewer.")] = None
    link: Annotated[Link | None, Field(description="Address of the picture for reviewers; it is not stored here.")] = (
        None
    )


class EmblemsList(Frozen):
    """The bank of emblems."""

    emblems: tuple[Emblem, ...]


class RetirementBody(Body):
    """The reason for retiring an emblem."""

    model_config = examples({"reason": "replaced by a sharper picture"})

    reason: Text = ""


@picture_router.post(
    "", status_code=201, response_model=Emblem, summary="Add an emblem to the bank (article 1)", openapi_extra=_BODY
)
async def add_emblem(query: Annotated[EmblemQuery, Query()], request: Request, app_state: WithAppState) -> Response:
    """The body is the picture: PNG, JPEG or WebP, showing the emblem alone at the highest available resolution. Send
    it as `application/octet-stream`, or as what it is. Adding the same picture under the same name again has no effect,
    so no Idempotency-Key is needed.
    """
    content = await request.body()
    id_ = query.id or emblems.usual_id(content)
    header, described = await app_state.recogniser.described(id_, content)
    kept = await emblems.add(
        app_state.database,
        described,
        name=query.name,
        header=header,
        content=content,
        actor=request.state.caller.actor,
        now=app_state.clock(),
    )
    return answers.json(_unless_refused(kept), 201, {"Location": f"/v1/emblems/{id_}/image"})


@router.get("", response_model=EmblemsList, summary="List the bank of emblems")
async def list_emblems(app_state: WithAppState) -> Response:
    """All current and retired emblems, oldest first."""
    return answers.json(EmblemsList(emblems=tuple(await emblems.listed(app_state.database))))


@router.get(
    "/{emblem}/image",
    response_class=Response,
    summary="Read the picture of an emblem",
    responses={200: {"description": "The picture as it was added.", "content": _PICTURE}},
)
async def read_emblem_image(emblem: _Id, app_state: WithAppState) -> Response:
    """Also available for a retired emblem."""
    found = await emblems.content_of(app_state.database, emblem)
    if found is None:
        raise ProblemError("unknown-emblem", f"there is no emblem {emblem}: `GET /v1/emblems` lists them")
    # Uploaded bytes: a browser must not interpret them as anything but this picture type.
    return Response(found[1], media_type=found[0], headers={"X-Content-Type-Options": "nosniff"})


@router.post("/{emblem}/retirement", response_model=Emblem, summary="Retire an emblem")
async def retire_emblem(emblem: _Id, body: RetirementBody, request: Request, app_state: WithAppState) -> Response:
    """The emblem stays in the list, with the matches found by it. Repeating the request has no effect."""
    actor = request.state.caller.actor
    retired = await emblems.retire(app_state.database, emblem, body.reason, actor=actor, now=app_state.clock())
    return answers.json(_unless_refused(retired))


@picture_router.post(
    "/screenings", response_model=EmblemScreening, summary="Screen an avatar for protected emblems", openapi_extra=_BODY
)
async def screen_avatar(
    query: Annotated[AvatarQuery, Query()], request: Request, app_state: WithAppState, handling: WithCommandHandling
) -> Response:
    """The body is the picture; it is not stored. A match is evidence for a reviewer, never a decision: with `account`
    it opens a case, the same one whenever the same picture is sent. Of an animation the first picture is screened.
    """
    key = handling.key
    if key is not None and (known := await avatars.answered(app_state.database, key)) is not None:
        return answers.json(known, 200, {REPLAYED: "true"})
    if query.account is not None:
        await standing_for(app_state, query.account)
    screening, opening = await app_state.recogniser.screened(await request.body()), None
    if query.account is not None and screening.matches:
        opening = _case(handling, query.account, screening, query.link)
        screening = screening.model_copy(update={"case": opening.record})
    screening, again = await avatars.conclude(app_state.database, screening, opening, key=key, now=app_state.clock())
    return answers.json(screening, 200, {REPLAYED: "true"} if again else {})


def _case(
    handling: CommandHandling, account: str, screening: EmblemScreening, link: str | None
) -> records.Command[CaseBody, Case]:
    opened, evidence = case_about(account, screening, handling.app_state.clock(), link)
    case = case_id("emblem", f"{account}:{screening.digest}")
    return handling.command(CASE, case, open_case(opened, evidence))


def _unless_refused(found: Emblem | Refusal) -> Emblem:
    if isinstance(found, Refusal):
        raise refused(found)
    return found
