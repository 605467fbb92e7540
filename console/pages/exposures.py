"""Exposures: decided cases that the public reads as warnings, before and after their publication (article 13)."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Query, Response

from console.http.calling import segment
from console.http.confirming import Question, follows, unconfirmed
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
        called=await visit.called(each["account"] for each in found["exposures"]),
    )


@router.get("/{number}")
async def show_exposure(visit: WithVisit, number: str) -> Response:
    """One exposure as the public reads it, with what only the platform knows beside it."""
    return await _exposure(visit, number, Form.of(reason=""))


@router.post("/{number}/publication")
async def publish(visit: WithVisit, number: str, form: WithForm) -> Response:
    """Publish the exposure as it was drawn up."""
    visit.require("publish_exposure")
    question = partial(_asking, visit, number, _PUBLICATION)
    if (shown := await unconfirmed(visit, form, question, partial(_exposure, visit, number))) is not None:
        return shown
    answer = await visit.api.post(f"/v1/exposures/{segment(number)}/publication", {}, key=form.key)
    if answer.ok:
        return visit.redirect(f"/console/exposures/{number}", N_("The exposure is public"))
    return await _exposure(visit, number, form.refused(answer))


@router.post("/{number}/withdrawal")
async def withdraw(visit: WithVisit, number: str, form: WithForm) -> Response:
    """Take the exposure back from the public; the case stays decided."""
    visit.require("withdraw_exposure")
    question = partial(_asking, visit, number, _WITHDRAWAL)
    if (shown := await unconfirmed(visit, form, question, partial(_exposure, visit, number), "reason")) is not None:
        return shown
    path = f"/v1/exposures/{segment(number)}/withdrawal"
    answer = await visit.api.post(path, {"reason": form["reason"]}, key=form.key)
    if answer.ok:
        return visit.redirect(f"/console/exposures/{number}", N_("The exposure is taken back"))
    return await _exposure(visit, number, form.refused(answer))


_PUBLICATION: Final = Question(
    N_("Publish the exposure?"),
    N_("Publish the exposure"),
    (
        follows(
            N_("Everybody can read it from now on, without signing in: on the public page and in the public feed.")
        ),
        follows(N_("The text cannot be changed. Taking it back leaves a trace that everybody can read.")),
    ),
)
_WITHDRAWAL: Final = Question(
    N_("Take the exposure back?"),
    N_("Take the exposure back"),
    (
        follows(N_("The public reads from now on only that it was taken back, not why.")),
        follows(N_("The case stays decided, and what was decided on the account stays in force.")),
        follows(N_("It can be published again.")),
    ),
    typed=((N_("Reason"), "reason"),),
)


_PARTS: Final = {"zh": "zh-Hans-CN", "en": "en", "summary": ""}
"""Texts of a notice with their languages; a person chose that of the summary."""


async def _asking(visit: Visit, number: str, question: Question) -> Question:
    notice = (await visit.api.read(f"/v1/exposures/{segment(number)}"))["exposure"]["notice"]
    return replace(question, public=[(tag, notice[part]) for part, tag in _PARTS.items() if notice[part]])


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
        overturned=await _overturned(visit, state),
        may_publish="publish" in moves and visit.may("publish_exposure"),
        may_withdraw="withdraw" in moves and visit.may("withdraw_exposure"),
        names=await visit.names(entry["actor"] for entry in entries),
    )


async def _overturned(visit: Visit, exposure: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the action whose overturn overturned the exposure: its measures, its day and its link; None where another
    reason is given, or where the visitor may not read it.
    """
    if exposure["status"] != ExposureStatus.OVERTURNED or exposure["account"] is None or not visit.may("read_action"):
        return None
    account, action = exposure["account"], exposure["cause"]
    answer = await visit.api.get(f"/v1/accounts/{segment(account)}/actions/{segment(action)}")
    if not answer.ok or answer.json["overturned_at"] is None:
        return None
    measures = [measure[visit.language.code] for measure in answer.json["measures"]]
    link = f"/console/accounts/{quote(account, safe='')}#act-{quote(action, safe='')}"
    return {"measures": measures, "decided_at": answer.json["decided_at"], "link": link}
