"""Receipts: what was answered, and whether the same facts give the same answer today."""

from fastapi import APIRouter
from starlette.responses import Response

from api import answers
from api.edge import AtEdge
from api.parameters import ReceiptId
from api.problems import ProblemError
from api.routing import Guarded
from ledger import receipts

router = APIRouter(prefix="/v1/receipts", route_class=Guarded, tags=["decisions"])


@router.get("/{receipt}", response_model=answers.ReceiptAnswer, summary="What was answered, and on which facts")
async def read_receipt(receipt: ReceiptId, edge: AtEdge) -> Response:
    """The question and the answer as they were, the facts behind them, and the answer that those facts give today.
    What was recorded later changes nothing.
    """
    found = await receipts.find(edge.database, receipt)
    if found is None:
        raise ProblemError("unknown-receipt", "there is no such receipt: take the one that `Receipt` named")
    return answers.json(answers.receipt(*found))
