"""The console's own address: it leads to the first page that the visitor may open."""

from fastapi import APIRouter, Response

from console.http.visit import WithVisit
from console.navigation import home_of

router = APIRouter()


@router.get("/console")
@router.get("/console/")
async def show_home(visit: WithVisit) -> Response:
    """Redirect to the first page, or say that there is none for this visitor's roles."""
    first = home_of(visit.caller.roles, visit.console.pages)
    return visit.redirect(first) if first is not None else visit.render("home/nothing.html")
