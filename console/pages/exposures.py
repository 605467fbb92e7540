"""Exposures: decided cases that the public reads as warnings, before and after their publication (article 13)."""

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Query, Response

from console.http.calling import segment
from console.http.forms import Form, WithForm
from console.http.visit import Visit, WithVisit
from console.texts.languages import N_
from models.exposures import ExposureStatus
from regulation.exposures import MOVES

router = APIRouter(prefix="/console/exposures")

STATUSES: Final[Mapping[str, tuple[str, str]]] = {
    ExposureStatus.WITHHELD: (N_("not published"), "wait"),
    ExposureStatus.PUBLISHED: (N_("public"), "good"),
    ExposureStatus.WITHDRAWN: (N_("taken back"), "quiet"),
    ExposureStatus.OVERTURNED: (N_("overturned"), "bad"),
}
"""Statuses of an exposure: the words, and the colour of the badge."""

STEPS: Final[Mapping[str, tuple[str, str]]] = {
    "drawn_up": (N_("Drawn up with the decision"), "info"),
    "published": (N_("Published"), "good"),
    "withheld": (N_("Not published"), "wait"),
    "withdrawn": (N_("Taken back"), "quiet"),
    "overturned": (N_("The decision was overturned"), "bad"),
}
"""Entries of an exposure's history: the words, and the colour of the step."""


@router.get("")
async def show_exposures(
    visit: WithVisit,
    status: Annotated[str | None, Query(max_length=40)] = None,
    account: Annotated[str | None, Query(max_length=100)] = None,
    after: Annotated[str | None, Query(max_length=400)] = None,
) -> Response:
    """List the exposures, the newest first."""
    visit.require("list_exposures")
    chosen = {"status": status or None, "account": (account or "").strip() or None}
    found = await visit.api.read("/v1/exposures", {**chosen, "after": after, "limit": 50})
    return visit.render(
        "exposures/exposures.html",
        part="rows",
        exposures=found["exposures"],
        next=found["next"],
        statuses=STATUSES,
        chosen=chosen,
    )


@router.get("/{number}")
async def show_exposure(visit: WithVisit, number: str) -> Response:
    """One exposure as the public reads it, with what only the platform knows beside it."""
    return await _exposure(visit, number, Form.of(reason=""))


@router.post("/{number}/publication")
async def publish(visit: WithVisit, number: str, form: WithForm) -> Response:
    """Publish the exposure as it was drawn up."""
    answer = await visit.api.post(f"/v1/exposures/{segment(number)}/publication", {}, key=form.key)
    if answer.ok:
        return visit.redirect(f"/console/exposures/{number}", N_("The exposure is public"))
    return await _exposure(visit, number, form.refused(answer))


@router.post("/{number}/withdrawal")
async def withdraw(visit: WithVisit, number: str, form: WithForm) -> Response:
    """Take the exposure back from the public; the case stays decided."""
    path = f"/v1/exposures/{segment(number)}/withdrawal"
    answer = await visit.api.post(path, {"reason": form["reason"]}, key=form.key)
    if answer.ok:
        return visit.redirect(f"/console/exposures/{number}", N_("The exposure is taken back"))
    return await _exposure(visit, number, form.refused(answer))


async def _exposure(visit: Visit, number: str, form: Form) -> Response:
    visit.require("read_exposure")
    found = await visit.api.read(f"/v1/exposures/{segment(number)}")
    state, entries = found["exposure"], found["entries"]
    moves = MOVES[ExposureStatus(state["status"])]
    return visit.render(
        "exposures/exposure.html",
        part="state",
        status=form.status,
        exposure=state,
        entries=entries,
        statuses=STATUSES,
        steps=STEPS,
        form=form,
        may_publish="publish" in moves and visit.may("publish_exposure"),
        may_withdraw="withdraw" in moves and visit.may("withdraw_exposure"),
        names=await visit.names(entry["actor"] for entry in entries),
    )
