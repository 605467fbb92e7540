"""Certifications (article 2): they permit publishing in a protected field, and are verified elsewhere or in a case
here.
"""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response

from api.cases.bodies import (
    ApplicationsPage,
    CaseStatusAnswer,
    CertificationApplicationBody,
    application_shown,
    status_of,
)
from api.handling import answers
from api.handling.asking import standing_for
from api.handling.commanding import KnownCommand, built, fresh_id
from api.handling.entering import WithCommandHandling, entered
from api.handling.foreseeing import FORESEEN, ForeseenAnswer
from api.handling.requests import Body, Effective, OptionalId, ReasonBody, examples
from api.handling.routing import Guarded
from api.http.cursors import AccountQuery, PageOf, PageQuery, TextKey, items_named
from api.http.parameters import Account, Case, Day
from api.state.app_state import WithAppState
from ledger.accounts import due
from ledger.accounts.applications import Application
from ledger.streams import records
from models.accounts import commands as c
from models.accounts.commands import GivenMaterials
from models.cases.subjects import CertificationApplied
from models.names import AccountId
from models.words.privileges import Field as PublishingField
from regulation.accounts.homepage import UncertifiedField
from regulation.cases.reducer import CASE

router = APIRouter(prefix="/v1/accounts/{account}/certifications", route_class=Guarded, tags=["certifications"])


class CertificationBody(Body):
    """A verified certification."""

    model_config = examples(
        {
            "id": "cert-2026-017",
            "field": "finance",
            "valid_from": "2026-03-01",
            "valid_until": "2027-02-28",
            "materials": {"professional_qualification": "证券投资咨询业务资格 ZX0017"},
        }
    )

    id: OptionalId = None
    field: PublishingField
    valid_from: Day
    valid_until: Day
    materials: GivenMaterials = GivenMaterials()
    effective_at: Effective = None


@router.post(
    "",
    status_code=201,
    response_model=answers.CommandAnswer,
    responses=FORESEEN,
    summary="Record a verified certification (article 2)",
)
async def certify_account(account: Account, body: CertificationBody, command: KnownCommand) -> Response:
    """Publishing in the field is permitted from the verification through the last day of the certificate."""
    return await command.carry_out(account, certification(body), body.effective_at, status=201)


def certification(body: CertificationBody) -> c.Certify:
    """Return the command of a verified certification."""
    return built(
        c.Certify,
        id=body.id or fresh_id("cert"),
        field=body.field,
        valid_from=body.valid_from,
        valid_until=body.valid_until,
        materials=body.materials.recorded(),
    )


@router.post(
    "/{id}/revocation",
    response_model=answers.CommandAnswer | ForeseenAnswer,
    summary="Revoke a certification (article 2)",
)
async def revoke_certification(account: Account, id: Case, body: ReasonBody, command: KnownCommand) -> Response:  # noqa: A002 - the path's own word
    """The certification is invalid from now on."""
    revocation = built(c.RevokeCertification, id=id, reason=body.reason)
    return await command.carry_out(account, revocation, body.effective_at)


due_router = APIRouter(prefix="/v1/certifications", route_class=Guarded, tags=["certifications"])


class DueQuery(AccountQuery):
    """Filters of the list of due certifications."""

    field: Annotated[PublishingField | None, Field(description="In this field only.")] = None


class DueCertification(UncertifiedField):
    """A field that an account has declared without being certified in it."""

    account: AccountId
    name: Annotated[str, Field(description="The account's name.")]


class DuePage(PageOf[DueCertification, TextKey]):
    """Due certifications, by account."""

    model_config = items_named("due")

    next: Annotated[
        TextKey | None,
        Field(description="Pass it as `after` for the next page, which may be empty; null on the last page."),
    ]


@due_router.get(
    "/due",
    response_model=DuePage,
    summary="List accounts that declared a field and are not certified in it (article 2)",
)
async def list_due_certifications(query: Annotated[DueQuery, Query()], app_state: WithAppState) -> Response:
    """Each declared field without a valid certification, by account identifier, with its start and the outcome of the
    last certification. Accounts without service are left out.
    """
    found = await due.uncertified(
        app_state.database,
        app_state.clock(),
        field=query.field,
        after=due.BY_ACCOUNT.behind(query.after),
        most=query.limit,
    )
    return answers.json(DuePage.of(found.of(_due)))


def _due(one: due.Due) -> DueCertification:
    return DueCertification(account=one.account, name=one.name, **one.field.model_dump())


applications_router = APIRouter(
    prefix="/v1/accounts/{account}/certification-applications", route_class=Guarded, tags=["certifications"]
)


class ApplicationsQuery(PageQuery):
    """Page of the list of applications."""


@applications_router.post(
    "",
    status_code=201,
    response_model=CaseStatusAnswer,
    summary="Apply for a certification, which a reviewer verifies (article 2)",
)
async def apply_for_certification(
    account: Account, body: CertificationApplicationBody, handling: WithCommandHandling
) -> Response:
    """The application opens a case. Approval permits publishing in the field and shows the materials on the homepage; a
    rejection gives its reason at `Location`. An account may have one pending application for a field.
    """
    application = application_of(account, body)
    decide = application.decide(handling.app_state.clock())
    found = await handling.execute(CASE, body.id or fresh_id("cert"), decide, application.enter)
    answer = None if found.state is None else status_of(found.state)
    return entered(found, status=201, location=f"/v1/cases/{found.record}/status", answer=answer)


def application_of(account: AccountId, body: CertificationApplicationBody) -> Application:
    """Return the application for a certification."""
    applied = built(
        CertificationApplied,
        field=body.field,
        valid_from=body.valid_from,
        valid_until=body.valid_until,
        materials=body.materials.recorded(),
    )
    return Application(account, applied, tuple(piece.evidence() for piece in body.evidence))


@applications_router.get("", response_model=ApplicationsPage, summary="List an account's applications")
async def list_certification_applications(
    account: Account, query: Annotated[ApplicationsQuery, Query()], app_state: WithAppState
) -> Response:
    """Applications in the order in which they were made, each with its outcome."""
    await standing_for(app_state, account)
    found = await records.listing(
        app_state.database,
        CASE,
        label="certification",
        account=account,
        after=query.after,
        most=query.limit,
    )
    return answers.json(ApplicationsPage.of(found.of(lambda filed: application_shown(filed.state))))
