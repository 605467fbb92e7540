"""Emblems: the bank of protected ones (article 1), and avatars screened against it."""

from typing import Annotated, ClassVar, Final

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field
from starlette.responses import Response

from api.handling import answers
from api.handling.asking import standing_for
from api.handling.commanding import REPLAYED
from api.handling.entering import Entering, EnteringNow
from api.handling.requests import Body, examples
from api.handling.routing import Guarded
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
    """A guarded route whose body is a picture."""

    forms: ClassVar[tuple[str, ...]] = MEDIA_TYPES
    largest_body: ClassVar[int] = MOST_BYTES


router = APIRouter(prefix="/v1/emblems", route_class=Guarded, tags=["emblems"])
picture_router = APIRouter(prefix="/v1/emblems", route_class=Pictured, tags=["emblems"])

_Id = Annotated[CaseId, Path(description="As the bank lists it.")]
_PICTURE: Final = {form: {"schema": {"type": "string", "format": "binary"}} for form in MEDIA_TYPES}
_BODY: Final = {"requestBody": {"required": True, "content": _PICTURE}}


class EmblemQuery(Frozen):
    """What an emblem is called."""

    name: Annotated[Line, Field(min_length=1, description="Whose emblem it is, as reviewers will read it.")]
    id: Annotated[CaseId | None, Field(description="Yours; left out, one is made from the picture.")] = None


class AvatarQuery(Frozen):
    """Whose avatar it is. Without an account the answer is all there is."""

    account: Annotated[AccountId | None, Field(description="With it, a match opens a case for a reviewer.")] = None
    link: Annotated[Link | None, Field(description="Where reviewers see the picture; it is not kept here.")] = None


class EmblemsList(Frozen):
    """The bank."""

    emblems: tuple[Emblem, ...]


class RetirementBody(Body):
    """Why it is not looked for any more."""

    model_config = examples({"reason": "replaced by a sharper picture"})

    reason: Text = ""


@picture_router.post(
    "", status_code=201, response_model=Emblem, summary="Add an emblem to the bank (article 1)", openapi_extra=_BODY
)
async def add_emblem(query: Annotated[EmblemQuery, Query()], request: Request, app_state: WithAppState) -> Response:
    """The body is the picture: PNG, JPEG or WebP, the emblem alone, as large as there is. The same picture under the
    same name again changes nothing, so it needs no Idempotency-Key.
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
        actor=request.state.caller.id,
        now=app_state.clock(),
    )
    return answers.json(_unless_refused(kept), 201, {"Location": f"/v1/emblems/{id_}/image"})


@router.get("", response_model=EmblemsList, summary="List the bank of emblems")
async def list_emblems(app_state: WithAppState) -> Response:
    """Every emblem there is or was, oldest first."""
    return answers.json(EmblemsList(emblems=tuple(await emblems.listed(app_state.database))))


@router.get(
    "/{emblem}/image",
    response_class=Response,
    summary="Read the picture of an emblem",
    responses={200: {"description": "As it was added.", "content": _PICTURE}},
)
async def read_emblem_image(emblem: _Id, app_state: WithAppState) -> Response:
    """Also of one that is retired."""
    found = await emblems.content_of(app_state.database, emblem)
    if found is None:
        raise ProblemError("unknown-emblem", f"there is no emblem {emblem}: `GET /v1/emblems` lists them")
    # A stranger's bytes: a browser must show them as the picture that they are, or not at all.
    return Response(found[1], media_type=found[0], headers={"X-Content-Type-Options": "nosniff"})


@router.post("/{emblem}/retirement", response_model=Emblem, summary="Retire an emblem")
async def retire_emblem(emblem: _Id, body: RetirementBody, request: Request, app_state: WithAppState) -> Response:
    """It stays in the list, with what was found by it. Again, it changes nothing."""
    actor = request.state.caller.id
    retired = await emblems.retire(app_state.database, emblem, body.reason, actor=actor, now=app_state.clock())
    return answers.json(_unless_refused(retired))


@picture_router.post(
    "/screenings", response_model=EmblemScreening, summary="Screen an avatar for protected emblems", openapi_extra=_BODY
)
async def screen_avatar(
    query: Annotated[AvatarQuery, Query()], request: Request, app_state: WithAppState, entering: EnteringNow
) -> Response:
    """The body is the picture; it is not kept. A match is evidence for a person, never a decision: with `account`, it
    opens a case, the same one however often the same picture comes. Of an animation the first picture is looked at.
    """
    key = entering.key
    if key is not None and (known := await avatars.answered(app_state.database, key)) is not None:
        return answers.json(known, 200, {REPLAYED: "true"})
    if query.account is not None:
        await standing_for(app_state, query.account)
    screening, opening = await app_state.recogniser.screened(await request.body()), None
    if query.account is not None and screening.matches:
        opening = _case(entering, query.account, screening, query.link)
        screening = screening.model_copy(update={"case": opening.record})
    screening, again = await avatars.conclude(app_state.database, screening, opening, key=key, now=app_state.clock())
    return answers.json(screening, 200, {REPLAYED: "true"} if again else {})


def _case(
    entering: Entering, account: str, screening: EmblemScreening, link: str | None
) -> records.Command[CaseBody, Case]:
    opened, evidence = case_about(account, screening, entering.app_state.clock(), link)
    case = case_id("emblem", f"{account}:{screening.digest}")
    return entering.command(CASE, case, open_case(opened, evidence))


def _unless_refused(found: Emblem | Refusal) -> Emblem:
    if isinstance(found, Refusal):
        raise refused(found)
    return found
