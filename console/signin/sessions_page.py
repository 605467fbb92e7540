"""My sessions: where a person is signed in, and the end of it; operators see everybody's."""

import re
from typing import Final

from fastapi import APIRouter, Response

from console.http.calling import segment
from console.http.confirming import Question, follows, unconfirmed
from console.http.forms import WithForm
from console.http.visit import Visit, WithVisit
from console.texts.languages import N_
from models.roles import Role

PATH = "/console/sessions"

router = APIRouter(prefix=PATH)

_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Version", "Safari"),
)
"""Browsers by the word with their version, in the order in which they are looked for: each names those behind it."""
_SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def browser_of(agent: str) -> str:
    """Return browser and system of a user agent in few words; what is none of these as it is."""
    if not agent.startswith("Mozilla/"):
        return agent
    versions = dict(re.findall(r"([A-Za-z]+)/(\d+)", agent))
    found = next((f"{name} {versions[word]}" for word, name in _BROWSERS if word in versions), "")
    if not found and "HeadlessChrome" in versions:
        found = f"Chrome {versions['HeadlessChrome']}"
    system = next((name for word, name in _SYSTEMS if word in agent), "")
    return " · ".join(filter(None, (found, system))) or agent


@router.get("")
async def show_sessions(visit: WithVisit, everybody: bool = False, after: str | None = None) -> Response:
    """List sessions in force."""
    found = await visit.api.read("/v1/sessions", {"everybody": everybody, "after": after})
    return visit.render(
        "signin/sessions.html",
        sessions=found["sessions"],
        next=found["next"],
        everybody=everybody,
        may_all=Role.OPERATOR in visit.caller.roles,
        own=visit.caller.id,
        browser_of=browser_of,
    )


@router.post("/end")
async def end_other_sessions(visit: WithVisit, form: WithForm) -> Response:
    """End all own sessions but this one."""
    if (shown := await unconfirmed(visit, form, _ending, lambda _: show_sessions(visit))) is not None:
        return shown
    answer = await visit.api.post("/v1/sessions/end", {"but": visit.caller.id})
    return _done(visit, answer.ok, everybody=False)


async def _ending() -> Question:
    return Question(
        N_("End all other sessions?"),
        N_("End all other sessions"),
        (
            follows(N_("Every other browser and terminal is signed out at once; what was typed there is lost.")),
            follows(N_("This session goes on.")),
        ),
    )


@router.post("/{session}/end")
async def end_session(visit: WithVisit, session: str, form: WithForm) -> Response:
    """End one session."""
    answer = await visit.api.post(f"/v1/sessions/{segment(session)}/end")
    return _done(visit, answer.ok, everybody=form["everybody"] == "true")


def _done(visit: Visit, ok: bool, *, everybody: bool) -> Response:
    back = f"{PATH}?everybody=true" if everybody else PATH
    if ok:
        return visit.redirect(back, N_("It is ended: whoever used it is signed out"))
    return visit.redirect(back, N_("There is no such session any more"))
