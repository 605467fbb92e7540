"""The queue: cases to decide, the most urgent first."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from console.http.visit import WithVisit
from console.texts.words import kind_of_case
from models.cases.cases import CaseKind

router = APIRouter(prefix="/console/queue")

PAGE = 50


@router.get("")
async def show_queue(
    visit: WithVisit,
    kind: Annotated[str | None, Query(max_length=40)] = None,
    after: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """List the undecided cases."""
    visit.require("list_cases")
    found = await visit.api.read("/v1/cases", {"kind": kind or None, "after": after or None, "limit": PAGE})
    kinds = [(each.value, kind_of_case(each.value, visit.language)) for each in CaseKind]
    return visit.render(
        "queue/queue.html", part="rows", cases=found["cases"], next=found["next"], kind=kind, kinds=kinds
    )
