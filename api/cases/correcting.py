"""Correction of a decided case: another decision in the place of a wrong one, with all that follows."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field
from starlette.responses import Response

from api.cases.bodies import DecisionBody
from api.cases.deciding import further_of, require_decider_of, require_fresh_to_close
from api.handling.entering import WithCommandHandling, entered
from api.handling.requests import examples
from api.handling.routing import Guarded
from models.cases.cases import Case
from models.records import RecordId
from models.texts.incoming import Text
from regulation.cases import correcting as rules
from regulation.cases.four_eyes import considering
from regulation.cases.reducer import CASE

router = APIRouter(prefix="/v1/cases", route_class=Guarded, tags=["cases"])

_Id = Annotated[RecordId, Path(description="Identifier of the case, as in the event `case.opened`.")]


class CaseCorrectionBody(DecisionBody):
    """The decision that replaces the one in force."""

    model_config = examples(
        {"outcome": "rejected", "reason": "授权书系伪造，此前未核实"},
        {"outcome": "approved", "reason": "授权书此前未被看到"},
    )

    reason: Annotated[Text, Field(min_length=1, description="Why; the holder reads it.")]


@router.post("/{case}/correction", response_model=Case, summary="Correct the decision of a case")
async def correct_case(case: _Id, body: CaseCorrectionBody, handling: WithCommandHandling) -> Response:
    """Withdraw the decision with all that followed from it, and put another one in its place, in one transaction. Both
    stay on record, and the holder is told of both.

    Where the decision in force or the new one takes two people, so does the correction: the first is a proposal (status
    `correcting`; the decision stands meanwhile), and at least one of the two took no part in the decision. The decision
    in force, given again, drops a proposal. What cannot be corrected is refused with 409 `decision-final`, which says
    what would be right.
    """
    await require_decider_of(case, handling)
    await require_fresh_to_close(case, body.outcome, handling)
    by_caller = rules.correct_case(handling.caller.actor, body.ruling(), persons=await handling.persons())
    decide = considering(await further_of(handling, case), by_caller)
    return entered(await handling.execute(CASE, case, decide))
