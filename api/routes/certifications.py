"""Certifications: what opens publishing in a protected field (article 2)."""

from fastapi import APIRouter
from starlette.responses import Response

from api import answers
from api.commanding import KnownCommand, built, fresh_id
from api.parameters import Account, Case
from api.requests import CertificationBody, ReasonBody
from api.routing import Guarded
from models import commands as c

router = APIRouter(prefix="/v1/accounts/{account}/certifications", route_class=Guarded, tags=["certifications"])


@router.post(
    "",
    status_code=201,
    response_model=answers.CommandAnswer,
    summary="Record a verified certification (article 2)",
)
async def certify(account: Account, body: CertificationBody, command: KnownCommand) -> Response:
    """Publishing in the field is open from its verification through the last day written on it."""
    certification = built(
        c.Certify,
        id=body.id or fresh_id("cert"),
        field=body.field,
        valid_from=body.valid_from,
        valid_until=body.valid_until,
        materials=body.materials,
    )
    return await command.carry_out(account, certification, body.effective_at, status=201)


@router.post(
    "/{id}/revocation",
    response_model=answers.CommandAnswer,
    summary="Revoke a certification (article 2)",
)
async def revoke_certification(account: Account, id: Case, body: ReasonBody, command: KnownCommand) -> Response:  # noqa: A002 - the path's own word
    """It no longer counts, from now on."""
    revocation = built(c.RevokeCertification, id=id, reason=body.reason)
    return await command.carry_out(account, revocation, body.effective_at)
