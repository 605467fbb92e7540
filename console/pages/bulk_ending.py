"""The end of a campaign: it is cancelled in the middle, or reversed as one after a preview."""

from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request, Response

from console.http.calling import segment
from console.http.forms import Form, form_of
from console.http.visit import Visit, WithVisit
from console.pages.bulk_previews import Tally, groups, next_slice
from console.pages.bulk_words import measure_in_words, revertible
from console.texts.languages import N_

router = APIRouter(prefix="/console/campaigns")


@dataclass(frozen=True)
class Ending:
    """What a person can stop in the middle."""

    operation: str
    """The API's operation that stops it."""
    path: str
    """Its address below the bulk action, and below the campaign's page."""
    title: str
    progress: str
    left: str
    """What holds afterwards."""
    reason: str
    done: str


CAMPAIGN: Final = Ending(
    "cancel_bulk_action",
    "cancellation",
    N_("Cancel the campaign"),
    N_("The progress"),
    N_("Accounts that wait stay as they are. What was carried out stays, and can be reversed as one."),
    N_("Reason of the cancellation"),
    N_("The campaign is cancelled"),
)
REVERSAL: Final = Ending(
    "cancel_bulk_reversal",
    "reversal/cancellation",
    N_("Cancel the reversal"),
    N_("The reversal"),
    N_(
        "On the accounts that wait the campaign stays in force. What was overturned stays overturned. "
        "The reversal can be continued later on the accounts that are left."
    ),
    N_("Reason of the reversal's cancellation"),
    N_("The reversal is cancelled"),
)


@router.get("/{bulk}/cancellation")
async def show_cancellation(visit: WithVisit, bulk: str) -> Response:
    """Ask for the reason of a cancellation."""
    return await _cancellation(visit, bulk, CAMPAIGN, Form.of(reason=""))


@router.post("/{bulk}/cancellation")
async def cancel(visit: WithVisit, bulk: str, request: Request) -> Response:
    """Cancel the campaign: accounts that wait stay as they are."""
    return await _cancelled(visit, bulk, CAMPAIGN, request)


@router.get("/{bulk}/reversal/cancellation")
async def show_reversal_cancellation(visit: WithVisit, bulk: str) -> Response:
    """Ask for the reason of the cancellation of a reversal."""
    return await _cancellation(visit, bulk, REVERSAL, Form.of(reason=""))


@router.post("/{bulk}/reversal/cancellation")
async def cancel_reversal(visit: WithVisit, bulk: str, request: Request) -> Response:
    """Cancel the reversal: on the accounts that wait the campaign stays in force."""
    return await _cancelled(visit, bulk, REVERSAL, request)


async def _cancelled(visit: Visit, bulk: str, ending: Ending, request: Request) -> Response:
    visit.require(ending.operation)
    form = await form_of(request)
    path = f"/v1/bulk-actions/{segment(bulk)}/{ending.path}"
    answer = await visit.api.post(path, {"reason": form["reason"]}, key=form.key)
    if not answer.ok:
        return await _cancellation(visit, bulk, ending, form.refused(answer))
    return visit.redirect(f"/console/campaigns/{bulk}", ending.done)


async def _cancellation(visit: Visit, bulk: str, ending: Ending, form: Form) -> Response:
    visit.require(ending.operation)
    found = await visit.api.read(f"/v1/bulk-actions/{segment(bulk)}")
    return visit.render(
        "bulk/cancellation.html",
        status=form.status,
        bulk=found["bulk"],
        progress=found["progress"],
        measure=measure_in_words(found["bulk"]["measure"], visit.language),
        ending=ending,
        form=form,
    )


@router.get("/{bulk}/reversal")
async def show_reversal(visit: WithVisit, bulk: str) -> Response:
    """Show what reversing the campaign would come to."""
    return await _reversal(visit, bulk, Form.of(reason=""), Tally())


@router.post("/{bulk}/reversal/preview")
async def preview_reversal(visit: WithVisit, bulk: str, request: Request) -> Response:
    """Preview the reversal on the next accounts."""
    form = await form_of(request)
    return await _reversal(visit, bulk, Form.of(reason=form["reason"]), Tally.read(form["tally"]))


@router.post("/{bulk}/reversal")
async def revert(visit: WithVisit, bulk: str, request: Request) -> Response:
    """Reverse the campaign on every account on which it was carried out."""
    visit.require("revert_bulk_action")
    form = await form_of(request)
    if not form["reason"].strip():
        return await _reversal(visit, bulk, form.wrong("reason", N_("Say why: each holder reads it")), Tally())
    answer = await visit.api.post(
        f"/v1/bulk-actions/{segment(bulk)}/reversal", {"reason": form["reason"]}, key=form.key
    )
    if not answer.ok:
        return await _reversal(visit, bulk, form.refused(answer), Tally())
    return visit.redirect(f"/console/campaigns/{bulk}", N_("The reversal has begun"))


async def _reversal(visit: Visit, bulk: str, form: Form, tally: Tally) -> Response:
    visit.require("revert_bulk_action")
    path = f"/v1/bulk-actions/{segment(bulk)}"
    found = await visit.api.read(path)
    before = found["bulk"]["reversal_totals"] or {"done": 0, "refused": 0}
    total = (found["bulk"]["totals"] or {"done": 0})["done"] - before["done"] - before["refused"]
    possible = revertible(found["bulk"])
    if possible:
        form, tally = await next_slice(visit, f"{path}/reversal/preview", {"reason": form["reason"]}, form, tally)
    return visit.render(
        "bulk/reversal.html",
        part="preview",
        status=form.status,
        bulk=found["bulk"],
        measure=measure_in_words(found["bulk"]["measure"], visit.language),
        form=form,
        tally=tally,
        total=total,
        done=not possible or tally.after is None,
        possible=possible,
        groups=groups(tally, visit),
    )
