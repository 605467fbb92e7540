"""Campaigns whose list no page carries: it is sent to a draft, which is previewed slice by slice and started."""

from fastapi import APIRouter, Request, Response

from api.sanctions.bulk_previews import MOST
from console.http.calling import segment
from console.http.forms import Form, form_of
from console.http.visit import Visit, WithVisit
from console.http.visitors import require_fresh
from console.pages.bulk_previews import Tally, groups, next_slice
from console.pages.bulk_words import measure_in_words
from console.texts.languages import N_
from models.sanctions.bulk import BulkStatus

router = APIRouter(prefix="/console/campaigns")


@router.get("/{bulk}/draft")
async def show_draft(visit: WithVisit, bulk: str) -> Response:
    """Show what a drafted campaign would come to."""
    return await _draft(visit, bulk, Form.of(), Tally())


@router.post("/{bulk}/draft/preview")
async def preview_draft(visit: WithVisit, bulk: str, request: Request) -> Response:
    """Preview a drafted campaign on the next accounts."""
    form = await form_of(request)
    return await _draft(visit, bulk, Form.of(), Tally.read(form["tally"]))


@router.post("/{bulk}/start")
async def start_draft(visit: WithVisit, bulk: str, request: Request) -> Response:
    """Start a drafted campaign on every account that was received."""
    visit.require("start_drafted_bulk_action")
    form = await form_of(request)
    path = f"/v1/bulk-actions/{segment(bulk)}"
    if (await visit.api.read(path))["bulk"]["measure"]["type"] == "close":
        await require_fresh(request)
    count = form["accounts"]
    body = {"accounts": int(count)} if count.isdecimal() else {}
    answer = await visit.api.post(f"{path}/start", body, key=form.key)
    if not answer.ok:
        return await _draft(visit, bulk, form.refused(answer), Tally())
    return visit.redirect(f"/console/campaigns/{bulk}", N_("The campaign has begun"))


async def _draft(visit: Visit, bulk: str, form: Form, tally: Tally) -> Response:
    visit.require("start_drafted_bulk_action")
    path = f"/v1/bulk-actions/{segment(bulk)}"
    found = await visit.api.read(path)
    drafted = found["bulk"]["status"] == BulkStatus.DRAFT
    if drafted:
        form, tally = await next_slice(visit, f"{path}/preview", {"limit": MOST}, form, tally)
    return visit.render(
        "bulk/draft.html",
        part="preview",
        status=form.status,
        bulk=found["bulk"],
        measure=measure_in_words(found["bulk"]["measure"], visit.language),
        form=form,
        tally=tally,
        total=found["progress"]["total"],
        done=not drafted or tally.after is None,
        possible=drafted,
        groups=groups(tally, visit),
    )
