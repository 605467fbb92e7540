"""Counts in the navigation; pages load them by themselves, so that no page waits for them."""

from fastapi import APIRouter, Response

from console.http.visit import WithVisit

router = APIRouter(prefix="/console/counts")


@router.get("/queue")
async def count_queue(visit: WithVisit) -> Response:
    """The number of cases that this visitor may decide now, and how many are overdue."""
    visit.require("count_cases")
    return visit.render("home/count.html", part="count", counts=await visit.api.read("/v1/cases/counts"))
