"""The visitor's preferences."""

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from console.http.forms import WithForm
from console.http.headers import HEADERS
from console.http.preferences import THEME, THEMES, remember
from console.http.visit import WithVisit

router = APIRouter(prefix="/console/preferences")


@router.post("")
async def change_preferences(visit: WithVisit, form: WithForm) -> Response:
    """Keep the theme, and lead back to the page."""
    back = form["back"]
    to = back if back.startswith("/console") and "\\" not in back else "/console"
    answer = RedirectResponse(to, status_code=303, headers=dict(HEADERS))
    if form["theme"] in THEMES:
        remember(answer, THEME, form["theme"], secure=visit.secure)
    return answer
