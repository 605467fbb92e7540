"""Receipt routes: those of an account or a piece, and one with the answer that the same facts give today."""

from typing import Annotated, Self

from fastapi import APIRouter, Query
from pydantic import Field, model_validator
from starlette.responses import Response

from api.handling import answers
from api.handling.routing import Guarded
from api.http.cursors import PageOf, PageQuery, Word, items_named
from api.http.parameters import QueryMoment, ReceiptId
from api.http.problems import Fault, ProblemError, invalid
from api.http.words import ContentId
from api.state.app_state import WithAppState
from ledger import receipts
from models.base import Frozen
from models.gate.receipts import DecisionReceipt
from models.instants import Instant
from models.names import AccountId

router = APIRouter(prefix="/v1/receipts", route_class=Guarded, tags=["decisions"])


class ReceiptsQuery(PageQuery):
    """Whose receipts, or about which piece, and of which period."""

    account: Annotated[AccountId | None, Field(description="The account that was asked about.")] = None
    content: Annotated[
        ContentId | None, Field(description="The piece that was asked about, as `content` named it.")
    ] = None
    from_: Annotated[QueryMoment | None, Field(alias="from", description="First instant of the question.")] = None
    until: Annotated[QueryMoment | None, Field(description="First instant after the last one.")] = None

    @model_validator(mode="after")
    def _of_something(self) -> Self:
        if self.account is None and self.content is None:
            raise ValueError("name an account, a content, or both")
        return self


class ReceiptListed(Frozen):
    """A receipt in a list; `GET /v1/receipts/{receipt}` has the whole question and answer."""

    id: str
    kind: str
    account: AccountId
    content: str | None
    privilege: Annotated[str | None, Field(description="Privilege that was asked about; null for a draft.")]
    answer: str
    asked_at: Instant
    caller: Annotated[str, Field(description="Identifier of the API key that asked.")]
    version: Annotated[int, Field(description="Version of the account's standing on which the answer rests.")]
    hash: Annotated[str, Field(description="SHA-256 of the receipt, hexadecimal.")]


class ReceiptsPage(PageOf[ReceiptListed, Word]):
    """Receipts, the newest question first."""

    model_config = items_named("receipts")


@router.get("", response_model=ReceiptsPage, summary="List the receipts of an account or a piece")
async def list_receipts(query: Annotated[ReceiptsQuery, Query()], app_state: WithAppState) -> Response:
    """Receipts of questions that asked for one, by account, by content, or by both, within a period."""
    if query.from_ is not None and query.until is not None and query.until <= query.from_:
        raise invalid(Fault(path="query.until", message="must be later than `from`"))
    wanted = receipts.Wanted(query.account, query.content, query.from_, query.until)
    found = await receipts.page(app_state.database, wanted, after=query.after, most=query.limit)
    return answers.json(ReceiptsPage.of(found.of(_listed)))


@router.get("/{receipt}", response_model=answers.ReceiptAnswer, summary="Read a receipt and verify it")
async def read_receipt(receipt: ReceiptId, app_state: WithAppState) -> Response:
    """The question and the answer as recorded, the facts behind them, and the answer that those facts give today. Facts
    recorded later have no effect.
    """
    found = await receipts.find(app_state.database, receipt)
    if found is None:
        raise ProblemError("unknown-receipt", "there is no such receipt: use the identifier in the header `Receipt`")
    return answers.json(answers.receipt(*found))


def _listed(receipt: DecisionReceipt) -> ReceiptListed:
    return ReceiptListed(
        id=receipt.id,
        kind=receipt.kind,
        account=receipt.account,
        content=receipt.question.get("content"),
        privilege=receipt.question.get("privilege"),
        answer=receipt.answer["answer"],
        asked_at=receipt.asked_at,
        caller=receipt.caller,
        version=receipt.version,
        hash=receipt.hash,
    )
