"""Campaigns: one measure on many accounts, from a search, a file or a list; previewed, followed, reversed as one."""

import csv
import io
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from hashlib import sha256
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from starlette.datastructures import UploadFile

from api.runs.reading import LARGEST_UPLOAD
from api.sanctions.bulk_previews import MOST
from console.http.calling import segment
from console.http.forms import Fields, Form, files_of, form_of, form_with_file
from console.http.kept_files import with_file
from console.http.visit import Visit, WithVisit
from console.http.visitors import require_fresh
from console.pages.account_search import filters
from console.pages.bulk_lists import AccountList, decoded, read_list, recoded
from console.pages.bulk_previews import Tally, groups
from console.pages.bulk_words import MEASURES, OUTCOMES, STATUSES, category_options, measure_in_words, revertible, why
from console.pages.list_filters import for_api, given
from console.signin.refusing import event_origin
from console.texts.languages import N_
from ledger.audit import appending
from models.audit import FileDownloaded
from models.sanctions.bulk import BulkStatus
from regulation.sanctions.bulk import AT_WORK, MOVES, OF_REVERSAL

MOST_IN_FORM: Final = 10_000
"""Accounts of a list that travels in the form of its preview; a longer one is sent to a draft of the campaign."""

router = APIRouter(prefix="/console/campaigns")

LARGEST: Final = 4 * 1024 * 1024
"""Bytes of a form with a list; ten thousand identifiers take less than one of these four."""
LARGEST_LIST: Final = LARGEST_UPLOAD
"""Bytes of a form with a list that goes to the API as a file; the list itself is kept on disk."""
PAGE: Final = 100
LISTED: Final = 200
"""Campaigns on one page of the list."""
LAST_PLACE: Final = 1_000_000
"""Campaigns in the list, the newest; an older one is found by its identifier."""
SHOWN_BAD: Final = 50
"""Lines that cannot be read, which are shown; all are counted."""

FIELDS: Final[Fields] = {
    "measure": "measure",
    "measure.ban.duration": "duration",
    "measure.ban.factor": "factor",
    "measure.overturn.of": "of",
    **{f"measure.{kind}.category": "category" for kind in MEASURES},
}
_TYPED: Final = ("measure", "category", "duration", "factor", "of", "id", "reason", "accounts")
_DAYS: Final = re.compile(r"\d{1,4}")


# --- the list, and a new one -----------------------------------------------------------------------------------------


@router.get("")
async def show_campaigns(
    visit: WithVisit,
    status: Annotated[str | None, Query(max_length=20)] = None,
    after: Annotated[int, Query(ge=0, le=LAST_PLACE)] = 0,
) -> Response:
    """List the bulk actions, the newest first; with `after`, those behind that many."""
    visit.require("list_bulk_actions")
    found: list[dict[str, Any]] = []
    place = None
    while True:  # the API lists the oldest first; there are a few in a week
        page = await visit.api.read("/v1/bulk-actions", {"status": status or None, "after": place, "limit": 500})
        found += page["bulk_actions"]
        place = page["next"]
        if place is None:
            break
    behind = after + LISTED
    return visit.render(
        "bulk/list.html",
        part="rows",
        bulks=found[::-1][after:behind],
        number=len(found),
        next=behind if behind < len(found) else None,
        wanted=status,
        statuses=STATUSES,
        measure=lambda bulk: measure_in_words(bulk["measure"], visit.language),
        may_start=visit.may("start_bulk_action"),
    )


@router.get("/new")
async def show_form(visit: WithVisit, request: Request) -> Response:
    """Show the form of a campaign; with the parameters of the search of accounts its list has what that finds."""
    visit.require("start_bulk_action")
    offered = filters(visit)
    wanted = for_api(given(request, offered), offered)
    found, more = await _searched(visit, wanted) if wanted else ([], False)
    measure = request.query_params.get("measure") or "ban"
    form = Form.of(measure=measure, accounts="\n".join(found))
    return _form_page(visit, form, searched=len(found) if wanted else None, more=more)


async def _searched(visit: Visit, wanted: Mapping[str, str]) -> tuple[list[str], bool]:
    """Return the accounts that the search finds, and whether there are more than one action may have."""
    found: list[str] = []
    after = None
    while len(found) < MOST_IN_FORM:
        page = await visit.api.read("/v1/accounts", {**wanted, "sort": "account", "after": after, "limit": 500})
        found += [one["account"] for one in page["accounts"]]
        after = page["next"]
        if after is None:
            return found, False
    return found[:MOST_IN_FORM], True


# --- preview and start -----------------------------------------------------------------------------------------------


@router.post("/new/preview")
async def preview(visit: WithVisit, request: Request) -> Response:
    """Check the form, then decide the measure on the next accounts of the list, until all are previewed."""
    visit.require("start_bulk_action")
    if _length(request) > LARGEST:  # a list that no page carries
        try:
            return await _filed(visit, *await with_file(*await form_with_file(request, "file", LARGEST_LIST)))
        finally:
            await request.close()
    form = await form_of(request, LARGEST)
    form = await _with_files(form, request)
    if form["step"] == "change":
        return _form_page(visit, form)
    listed = read_list(form["accounts"])
    wrong = _checked(form, listed)
    if wrong.errors:
        return _form_page(visit, wrong, listed=listed)
    if len(listed.accounts) > MOST_IN_FORM:
        return await _drafted(visit, form, _lines(listed.accounts))
    tally = Tally.read(form["tally"])
    part = listed.accounts[tally.position : tally.position + MOST]
    if part:
        answer = await visit.api.post("/v1/bulk-actions/preview", {**_body(form), "accounts": list(part)})
        if not answer.ok:
            return _form_page(visit, form.refused(answer, FIELDS), listed=listed)
        tally = tally.with_slice(answer.json)
    kept = [(name, form[name]) for name in _TYPED if name != "accounts" and form[name]]
    if form["skip"]:
        kept.append(("skip", form["skip"]))
    return visit.render(
        "bulk/preview.html",
        part="preview",
        form=form,
        kept=kept,
        listed=listed,
        left_out=len(listed.bad),
        tally=tally,
        done=tally.position >= len(listed.accounts),
        measure=measure_in_words(_body(form)["measure"], visit.language),
        groups=groups(tally, visit),
    )


@router.post("")
async def start(visit: WithVisit, request: Request) -> Response:
    """Start the campaign on every account of the list."""
    visit.require("start_bulk_action")
    form = await form_of(request, LARGEST)
    listed = read_list(form["accounts"])
    wrong = _checked(form, listed)
    if wrong.errors:
        return _form_page(visit, wrong, listed=listed)
    if form["measure"] == "close":
        await require_fresh(request)
    answer = await visit.api.post("/v1/bulk-actions", {**_body(form), "accounts": list(listed.accounts)}, key=form.key)
    if not answer.ok:
        return _form_page(visit, form.refused(answer, FIELDS), listed=listed)
    return visit.redirect(f"/console/campaigns/{answer.json['id']}", N_("The campaign has begun"))


async def _with_files(form: Form, request: Request) -> Form:
    """Return the form with the lines of uploaded files after those that were typed."""
    typed = form["accounts"]
    for file in await files_of(request, "file", LARGEST):
        typed = f"{typed.rstrip()}\n{decoded(await file.read())}" if typed.strip() else decoded(await file.read())
    await request.close()
    return Form({**form.values, "accounts": (typed,)}, form.errors, form.problem, form.key, form.status)


def _length(request: Request) -> int:
    announced = request.headers.get("content-length", "")
    return int(announced) if announced.isdigit() else 0


async def _filed(visit: Visit, form: Form, file: UploadFile | None) -> Response:
    """Draft the campaign for the list in a file, which stays on disk."""
    wrong = _checked(form, None)
    if file is None:
        wrong = wrong.wrong("accounts", N_("Send so long a list as a file"))
    if wrong.errors or file is None:
        return _form_page(visit, wrong)
    return await _drafted(visit, form, recoded(file))


async def _lines(accounts: Sequence[str]) -> AsyncIterator[bytes]:
    for begin in range(0, len(accounts), MOST_IN_FORM):
        yield "".join(f"{account}\n" for account in accounts[begin : begin + MOST_IN_FORM]).encode()


async def _drafted(visit: Visit, form: Form, content: AsyncIterator[bytes]) -> Response:
    """Draft the campaign, and send its list to the API piece by piece."""
    body = _body(form)
    answer = await visit.api.post("/v1/bulk-actions/drafts", body, key=form.key)
    if not answer.ok:
        return _form_page(visit, form.refused(answer, FIELDS))
    bulk = str(answer.json["id"])
    received = await visit.api.send(f"/v1/bulk-actions/{bulk}/accounts", content, "text/csv")
    if not received.ok:
        return _form_page(visit, form.refused(received, FIELDS))
    if received.json["bad"]:
        return visit.render("bulk/received.html", bulk=bulk, received=received.json)
    return visit.redirect(f"/console/campaigns/{bulk}/draft", N_("The list was received; nothing is carried out yet"))


def _checked(form: Form, listed: AccountList | None) -> Form:
    if form["measure"] not in MEASURES:
        form = form.wrong("measure", N_("Choose a measure"))
    if not form["reason"].strip():
        form = form.wrong("reason", N_("Say why: each holder reads it"))
    if form["measure"] == "ban" and not form["duration"].strip():
        form = form.wrong("duration", N_("Say how long, for example 7 or P7D"))
    if form["measure"] in {"ban", "violation", "close"} and not form["category"]:
        form = form.wrong("category", N_("Choose the category of the violation"))
    if form["measure"] == "overturn" and not form["of"].strip():
        form = form.wrong("of", N_("Name the action to overturn"))
    if listed is None:
        return form
    if listed.bad and not form["skip"]:
        form = form.wrong("accounts", N_("Some lines name no account: correct them, or leave them out"))
    elif not listed.accounts:
        form = form.wrong("accounts", N_("Name at least one account"))
    return form


def _body(form: Form) -> dict[str, Any]:
    """Return the bulk action as the API takes it, without its accounts."""
    kind = form["measure"]
    measure: dict[str, Any] = {"type": kind}
    if kind == "overturn":
        measure |= form.body("of")
    else:
        measure |= form.body("category")
    if kind == "ban":
        length = form["duration"].strip()
        measure |= {"duration": f"P{length}D" if _DAYS.fullmatch(length) else length, **form.body("factor")}
    return {**form.body("id", "reason"), "measure": measure}


def _form_page(
    visit: Visit,
    form: Form,
    *,
    listed: AccountList | None = None,
    searched: int | None = None,
    more: bool = False,
) -> Response:
    return visit.render(
        "bulk/new.html",
        status=form.status,
        form=form,
        measures=[(kind, visit.language.text(label), None) for kind, label in MEASURES.items()],
        categories=category_options(visit.language),
        bad=() if listed is None else listed.bad[:SHOWN_BAD],
        bad_more=0 if listed is None else max(0, len(listed.bad) - SHOWN_BAD),
        good=0 if listed is None else len(listed.accounts),
        searched=searched,
        more=more,
        most=MOST_IN_FORM,
    )


# --- one campaign ----------------------------------------------------------------------------------------------------


@router.get("/{bulk}")
async def show_campaign(
    visit: WithVisit,
    bulk: str,
    outcome: Annotated[str | None, Query(max_length=20)] = None,
    reversal: Annotated[str | None, Query(max_length=20)] = None,
    after: Annotated[str | None, Query(max_length=400)] = None,
) -> Response:
    """Show one campaign: its progress, and the result of each account."""
    visit.require("read_bulk_action")
    path = f"/v1/bulk-actions/{segment(bulk)}"
    found = await visit.api.read(path)
    wanted = {"outcome": outcome or None, "reversal": reversal or None, "after": after, "limit": PAGE}
    accounts = await visit.api.read(f"{path}/accounts", wanted)
    return visit.render(
        "bulk/bulk.html",
        part="bulk",
        bulk=found["bulk"],
        progress=found["progress"],
        working=found["bulk"]["status"] in AT_WORK,
        measure=measure_in_words(found["bulk"]["measure"], visit.language),
        statuses=STATUSES,
        outcomes=OUTCOMES,
        accounts=accounts["accounts"],
        called=await visit.called(each["account"] for each in accounts["accounts"]),
        next=accounts["next"],
        outcome=outcome,
        reversal=reversal,
        why=lambda code, message: why(code, message, visit.language),
        may_start=found["bulk"]["status"] == BulkStatus.DRAFT and visit.may("start_drafted_bulk_action"),
        may_cancel=visit.may("cancel_bulk_action") and "cancel" in MOVES[BulkStatus(found["bulk"]["status"])],
        of_reversal=found["bulk"]["status"] in OF_REVERSAL,
        may_cancel_reversal=visit.may("cancel_bulk_reversal")
        and "cancel_reversal" in MOVES[BulkStatus(found["bulk"]["status"])],
        may_revert=visit.may("revert_bulk_action") and revertible(found["bulk"]),
    )


@router.get("/{bulk}/accounts.csv")
async def download(
    visit: WithVisit,
    bulk: str,
    outcome: Annotated[str | None, Query(max_length=20)] = None,
    reversal: Annotated[str | None, Query(max_length=20)] = None,
) -> Response:
    """The result of each account as a file for a spreadsheet, with the filters of the page."""
    visit.require("list_bulk_action_accounts")
    path = f"/v1/bulk-actions/{segment(bulk)}/accounts"
    written = io.StringIO()
    columns = ("account", "outcome", "code", "message", "reversal", "reversal_code", "reversal_message")
    table = csv.writer(written)
    table.writerow(columns)
    after = None
    while True:
        wanted = {"outcome": outcome or None, "reversal": reversal or None, "after": after, "limit": 500}
        page = await visit.api.read(path, wanted)
        table.writerows([[one[column] or "" for column in columns] for one in page["accounts"]])
        after = page["next"]
        if after is None:
            break
    # With a byte order mark spreadsheets read it as UTF-8.
    content, name = ("\ufeff" + written.getvalue()).encode(), f"{bulk}.csv"
    taken = FileDownloaded(
        **event_origin(visit.request, visit.caller.actor),
        kind="bulk",
        id=bulk,
        file=name,
        sha256=sha256(content).hexdigest(),
        size=len(content),
    )
    await appending.record(visit.console.app_state.database, taken, now=visit.console.app_state.clock())
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)
