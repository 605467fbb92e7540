"""Route of decision receipts: the recorded answer, and the answer that the same facts give today."""

from fastapi import APIRouter
from starlette.responses import Response

from api.handling import answers
from api.handling.routing import Guarded
from api.http.parameters import ReceiptId
from api.http.problems import ProblemError
from api.state.app_state import WithAppState
from ledger import receipts

router = APIRouter(prefix="/v1/receipts", route_class=Guarded, tags=["decisions"])


@router.get("/{receipt}", response_model=answers.ReceiptAnswer, summary="Read a receipt and verify it")
async def read_receipt(receipt: ReceiptId, app_state: WithAppState) -> Response:
    """The question and the answer as recorded, the facts behind them, and the answer that those facts give today. Facts
    recorded later have no effect.
    """
    found = await receipts.find(app_state.database, receipt)
    if found is None:
        raise ProblemError("unknown-receipt", "there is no such receipt: use the identifier in the header `Receipt`")
    return answers.json(answers.receipt(*found))
