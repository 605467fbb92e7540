"""The bank of emblems (article 1): an emblem added once what it resembles was shown, and one retired."""

from functools import partial
from typing import Final

from fastapi import APIRouter, Request, Response

from console.http.calling import segment
from console.http.confirming import CHANGE, CONFIRMED, STEP, Question, follows, missing, unconfirmed
from console.http.forms import Form, WithForm, files_of, form_of
from console.http.kept_files import with_file
from console.http.visit import Visit, WithVisit
from console.pages.lexicon import show_with
from console.texts.languages import N_
from emblems.images import MOST_BYTES

router = APIRouter(prefix="/console/lexicon/emblems")

LARGEST: Final = 2 * MOST_BYTES
"""Bytes of a form with a picture, which travels in it as letters until the addition is confirmed."""
_LIST: Final = "/console/lexicon#emblems"


@router.post("")
async def add_emblem(visit: WithVisit, request: Request) -> Response:
    """Show which emblems of the bank the picture resembles; add it once that is confirmed."""
    visit.require("add_emblem")
    try:
        sent = await files_of(request, "picture", LARGEST)
        form, file = await with_file(await form_of(request, LARGEST), next(iter(sent), None), "picture")
        content = b"" if file is None else await file.read()
    finally:
        await request.close()
    return await _added(visit, missing(form, "name"), content)


async def _added(visit: Visit, form: Form, content: bytes) -> Response:
    if not content and "picture" not in form.errors:
        form = form.wrong("picture", N_("Choose the picture"))
    if form.errors or form[STEP] == CHANGE:
        return await show_with(visit, "emblem", form)
    fields = {"name": "name", "id": "id"}
    if form[STEP] == CONFIRMED:
        params = {"name": form["name"].strip(), "id": form.text("id")}
        answer = await visit.api.upload("/v1/emblems", content, params)
        if answer.ok:
            return visit.redirect(_LIST, N_("Pictures with the emblem are held for a person from now on"))
        return await show_with(visit, "emblem", form.refused(answer, fields))
    answer = await visit.api.upload("/v1/emblems/screenings", content)
    if not answer.ok:
        return await show_with(visit, "emblem", form.refused(answer, fields))
    return visit.render(
        "lexicon/emblem.html",
        part="content",
        form=form,
        screening=answer.json,
        size=len(content),
    )


@router.post("/{emblem}/retirement")
async def retire_emblem(visit: WithVisit, emblem: str, form: WithForm) -> Response:
    """Retire an emblem: pictures are no longer searched for it."""
    visit.require("retire_emblem")
    asking, again = partial(_retiring, visit, emblem), partial(show_with, visit, "emblem")
    if (shown := await unconfirmed(visit, form, asking, again, "reason")) is not None:
        return shown
    answer = await visit.api.post(f"/v1/emblems/{segment(emblem)}/retirement", form.body("reason"), key=form.key)
    if answer.ok:
        return visit.redirect(_LIST, N_("Pictures are no longer searched for the emblem"))
    return await show_with(visit, "emblem", form.refused(answer))


async def _retiring(visit: Visit, emblem: str) -> Question:
    known = (await visit.api.read("/v1/emblems"))["emblems"]
    name = next((one["name"] for one in known if one["id"] == emblem), emblem)
    return Question(
        N_("Retire the emblem?"),
        N_("Retire the emblem"),
        (
            follows(N_("From now on pictures that show it are no longer held for a person.")),
            follows(N_("Matches found so far stay; to protect it again, the picture is added anew.")),
        ),
        about=((N_("Emblem"), name),),
        typed=((N_("Reason"), "reason"),),
    )
