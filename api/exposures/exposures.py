"""Exposures: published cases as the public reads them (article 13), and their internal data."""

from hashlib import sha256
from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field
from starlette.responses import Response

from api.exposures import atom
from api.handling import answers
from api.handling.entering import WithCommandHandling, entered, found_or_404
from api.handling.requests import Body, examples
from api.handling.routing import Guarded, PublicRoute
from api.http.cursors import PageOf, PageQuery, Word, items_named, word_of
from api.http.problems import ProblemError
from api.state.app_state import WithAppState
from ledger import exposures as ledger_exposures
from ledger.streams import records
from models.base import Frozen
from models.exposures import Exposure, ExposureEntry, ExposureStatus, Notice
from models.instants import Instant
from models.names import AccountId
from models.records import RecordId
from models.texts.incoming import Text
from regulation import exposures as rules

public_router = APIRouter(prefix="/v1/public", route_class=PublicRoute, tags=["exposures"])
router = APIRouter(prefix="/v1/exposures", route_class=Guarded, tags=["exposures"])

_Number = Annotated[RecordId, Path(description="Public number of the exposure.")]
_FRESH: Final = "public, max-age=60"
"""Cache lifetime of public answers: a minute of delay is acceptable for a publication and for its withdrawal."""


class PublicExposure(Frozen):
    """The public part of a published case. A withdrawn one shows only that it was withdrawn."""

    number: RecordId
    status: Annotated[ExposureStatus, Field(description="Published, withdrawn or overturned.")]
    published_at: Instant
    ended_at: Annotated[Instant | None, Field(description="When it was withdrawn or overturned.")] = None
    notice: Annotated[Notice | None, Field(description="Null after a withdrawal.")] = None


class PublicQuery(PageQuery):
    """Page of the list of published cases."""

    limit: Annotated[int, Field(ge=1, le=100, description="Rows in one page.")] = 50


class PublicPage(PageOf[PublicExposure, Word]):
    """Published cases, the latest change first: a withdrawal moves a case to the front again."""

    model_config = items_named("exposures")


class ExposuresQuery(PageQuery):
    """Filters of the list of exposures."""

    status: ExposureStatus | None = None
    account: AccountId | None = None
    case: RecordId | None = None


class ExposuresPage(PageOf[Exposure, Word]):
    """Exposures, the newest first, with the accounts concerned."""

    model_config = items_named("exposures")


class ExposureView(Frozen):
    """An exposure with all entries of its record."""

    exposure: Exposure
    entries: tuple[ExposureEntry, ...]


class PublicationBody(Body):
    """An empty body."""

    model_config = examples({})


class TakeBackBody(Body):
    """The reason for a withdrawal. It is not published."""

    model_config = examples({"reason": "the summary names a village"})

    reason: Annotated[Text, Field(min_length=1)]


@public_router.get("/exposures", response_model=PublicPage, summary="List published cases (article 13)")
async def list_public_exposures(
    query: Annotated[PublicQuery, Query()], app_state: WithAppState, request: Request
) -> Response:
    """No key is needed. The answer does not identify the account, unless an enterprise's account was named
    deliberately.
    """
    found = await ledger_exposures.public(app_state.database, after=query.after, most=query.limit)
    told = PublicPage.of(found.of(lambda one: _public(one.exposure)))
    return _cacheable(request, told.model_dump_json(by_alias=True), "application/json")


@public_router.get(
    "/exposures.atom",
    response_class=Response,
    responses={200: {"content": {atom.MEDIA_TYPE: {"schema": {"type": "string"}}}}},
    summary="Read published cases as an Atom feed",
)
async def read_exposure_feed(
    query: Annotated[PublicQuery, Query()], app_state: WithAppState, request: Request
) -> Response:
    """For feed readers; a withdrawn case is a deleted entry (RFC 6721)."""
    found = await ledger_exposures.public(app_state.database, after=query.after, most=query.limit)
    address = request.url
    further = None if found.next is None else str(address.include_query_params(after=word_of(found.next)))
    shown = [(one.at, one.exposure) for one in found]
    return _cacheable(request, atom.feed(shown, address=str(address), following=further), atom.MEDIA_TYPE)


@public_router.get("/exposures/{number}", response_model=PublicExposure, summary="Read a published case")
async def read_public_exposure(number: _Number, app_state: WithAppState, request: Request) -> Response:
    """A withdrawn case shows only that it was withdrawn; a case that was never published is not found."""
    found = (await records.state_of(app_state.database, rules.EXPOSURE, number)).state
    if found is None or found.published_at is None:
        raise ProblemError("unknown-exposure", "there is no such exposure: `GET /v1/public/exposures` lists them")
    return _cacheable(request, _public(found).model_dump_json(), "application/json")


@router.get("", response_model=ExposuresPage, summary="List exposures with internal data")
async def list_exposures(query: Annotated[ExposuresQuery, Query()], app_state: WithAppState) -> Response:
    """The newest first, including withheld ones."""
    found = await ledger_exposures.listing(
        app_state.database,
        status=None if query.status is None else query.status.value,
        account=query.account,
        case=query.case,
        after=query.after,
        most=query.limit,
    )
    return answers.json(ExposuresPage.of(found.of(lambda one: one.exposure)))


@router.get("/{number}", response_model=ExposureView, summary="Read an exposure with its history")
async def read_exposure(number: _Number, app_state: WithAppState) -> Response:
    """The case behind the exposure, and all its entries."""
    found = await found_or_404(app_state, rules.EXPOSURE, number)
    view = ExposureView(exposure=found.state, entries=found.entries)
    return answers.json(view, headers=answers.versioned(len(found.entries)))


@router.post(
    "/{number}/publication", response_model=Exposure, summary="Publish an exposure that was withheld or withdrawn"
)
async def publish_exposure(
    number: _Number,
    body: PublicationBody,  # noqa: ARG001 - the body is empty, but described
    handling: WithCommandHandling,
) -> Response:
    """The text is published as it was drawn up. An overturned exposure cannot be published."""
    return entered(await handling.execute(rules.EXPOSURE, number, rules.publish))


@router.post("/{number}/withdrawal", response_model=Exposure, summary="Withdraw an exposure")
async def withdraw_exposure(number: _Number, body: TakeBackBody, handling: WithCommandHandling) -> Response:
    """The case stays decided. Overturning the decision withdraws its exposure automatically."""
    return entered(await handling.execute(rules.EXPOSURE, number, rules.withdraw(body.reason)))


def _public(exposure: Exposure) -> PublicExposure:
    """Return the public part of an exposure."""
    if exposure.published_at is None or exposure.status is ExposureStatus.WITHHELD:
        raise AssertionError("an exposure that was never published is not listed")
    return PublicExposure(
        number=exposure.id,
        status=exposure.status,
        published_at=exposure.published_at,
        ended_at=exposure.ended_at,
        notice=exposure.notice if exposure.status is ExposureStatus.PUBLISHED else None,
    )


def _cacheable(request: Request, body: str, media_type: str) -> Response:
    """Return a cacheable response, or 304 when the client has the current version."""
    headers = {"Cache-Control": _FRESH, "ETag": f'"{sha256(body.encode()).hexdigest()[:32]}"'}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=media_type)
