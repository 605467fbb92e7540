"""Exemptions: an operator exempts one holder from a rule, with a reason and an end (articles 1 and 7)."""

from typing import Annotated, Literal, Self

from fastapi import APIRouter, Path, Query
from pydantic import Field, StringConstraints, model_validator
from starlette.responses import Response

from api.handling import answers
from api.handling.asking import standing_for
from api.handling.commanding import built, fresh_id, holder_of
from api.handling.entering import WithCommandHandling, entered, found_or_404
from api.handling.requests import Body, EvidenceBody, HolderBody, examples
from api.handling.routing import Guarded
from api.http.cursors import PageOf, PageQuery, Word, items_named
from api.http.parameters import Moment
from api.http.words import SoughtHolder
from api.state.app_state import AppState, WithAppState
from ledger.streams import records
from models.accounts.exemptions import (
    MOST_PIECES,
    MOST_SEATS,
    Exemption,
    ExemptionEntry,
    ExemptionStatus,
    MoreAccounts,
    OwnName,
    Terms,
)
from models.base import Frozen
from models.names import AccountId, HolderRef
from models.records import RecordId
from models.texts.incoming import Line, Text
from regulation.accounts import exemptions as rules

router = APIRouter(prefix="/v1/exemptions", route_class=Guarded, tags=["exemptions"])

_Id = Annotated[RecordId, Path(description="Identifier given when the exemption was granted.")]


class ExemptBody(Body):
    """An exemption: more accounts than the quota, or use of a protected name that belongs to the holder."""

    model_config = examples(
        {
            "holder": {"unified_social_credit_code": "91350100M000100Y43"},
            "more_accounts": 3,
            "until": "2027-03-01T00:00:00+08:00",
            "reason": "five regional editions, agreed 2026-02-17",
        },
        {
            "holder": {"unified_social_credit_code": "91350100M000100Y43"},
            "own_name": "东海日报",
            "until": "2027-03-01T00:00:00+08:00",
            "reason": "the newspaper itself",
            "evidence": [{"kind": "document", "text": "互联网新闻信息服务许可证"}],
        },
    )

    id: Annotated[
        RecordId | None, Field(description="Your identifier, unique among exemptions. Omitted: one is generated.")
    ] = None
    holder: Annotated[HolderBody | None, Field(description="The holder, by number.")] = None
    account: Annotated[AccountId | None, Field(description="An account of the holder, instead of `holder`.")] = None
    reference: Annotated[
        SoughtHolder | None, Field(description="Reference of the holder (`h_…`), instead of `holder`.")
    ] = None
    more_accounts: Annotated[
        int | None, Field(ge=1, le=MOST_SEATS, description="Number of accounts beyond the quota (article 7).")
    ] = None
    own_name: Annotated[
        Line | None, Field(min_length=1, description="The protected name, as in the lexicon (article 1).")
    ] = None
    until: Annotated[Moment, Field(description="End of the exemption, exclusive; at most three years ahead.")]
    reason: Annotated[Text, StringConstraints(min_length=1)]
    evidence: Annotated[
        tuple[EvidenceBody, ...], Field(max_length=MOST_PIECES, description="Required for `own_name`.")
    ] = ()

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.more_accounts is None) == (self.own_name is None):
            raise ValueError("give exactly one: more_accounts, or own_name")
        if sum(one is not None for one in (self.holder, self.account, self.reference)) != 1:
            raise ValueError("give exactly one: holder, account, or reference")
        return self


class RevocationBody(Body):
    """The reason for revoking an exemption."""

    model_config = examples({"reason": "the editions were merged"})

    reason: Text = ""


class ExemptionsQuery(PageQuery):
    """Filters of the list of exemptions."""

    status: Annotated[Literal["granted", "revoked"] | None, Field(description="Omitted: both.")] = None
    holder: Annotated[
        SoughtHolder | None, Field(description="Reference of the holder, `h_…`, as accounts show it.")
    ] = None


class ExemptionsPage(PageOf[Exemption, Word]):
    """Exemptions in the order in which they were granted."""

    model_config = items_named("exemptions")


class ExemptionHistory(Frozen):
    """An exemption with all entries of its record."""

    exemption: Exemption
    entries: tuple[ExemptionEntry, ...]


@router.post("", status_code=201, response_model=Exemption, summary="Grant a holder more accounts, or a protected name")
async def grant_exemption(body: ExemptBody, handling: WithCommandHandling) -> Response:
    """The exemption applies at once and ends automatically at `until`; the holder's number is hashed and not stored."""
    holder = await _holder(body, handling.app_state)
    allows = MoreAccounts(seats=body.more_accounts) if body.more_accounts else OwnName(name=body.own_name or "")
    terms = built(
        Terms,
        holder=holder,
        allows=allows,
        until=body.until,
        reason=body.reason,
        evidence=tuple(one.evidence() for one in body.evidence),
    )
    found = await handling.execute(rules.EXEMPTION, body.id or fresh_id("exemption"), rules.grant(terms))
    return entered(found, status=201, location=f"/v1/exemptions/{found.record}")


async def _holder(body: ExemptBody, app_state: AppState) -> HolderRef:
    if body.account is not None:
        standing, _ = await standing_for(app_state, body.account)
        return standing.holder
    if body.holder is None:
        return body.reference or ""
    return (await holder_of(body.holder, None, app_state))[0]


@router.get("", response_model=ExemptionsPage, summary="List exemptions")
async def list_exemptions(query: Annotated[ExemptionsQuery, Query()], app_state: WithAppState) -> Response:
    """Exemptions in the order in which they were granted; those past their `until` no longer apply."""
    found = await records.listing(
        app_state.database,
        rules.EXEMPTION,
        statuses=None if query.status is None else [ExemptionStatus(query.status).value],
        label=query.holder,
        after=query.after,
        most=query.limit,
    )
    return answers.json(ExemptionsPage.of(found.of(lambda filed: filed.state)))


@router.get("/{exemption}", response_model=ExemptionHistory, summary="Read an exemption with its history")
async def read_exemption(exemption: _Id, app_state: WithAppState) -> Response:
    """The state of the exemption and all its entries."""
    found = await found_or_404(app_state, rules.EXEMPTION, exemption)
    return answers.json(ExemptionHistory(exemption=found.state, entries=found.entries))


@router.post("/{exemption}/revocation", response_model=Exemption, summary="Revoke an exemption")
async def revoke_exemption(exemption: _Id, body: RevocationBody, handling: WithCommandHandling) -> Response:
    """The exemption ends now; accounts that were opened under it stay open."""
    return entered(await handling.execute(rules.EXEMPTION, exemption, rules.revoke(body.reason)))
