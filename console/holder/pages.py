"""Routes of the holder's page."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, cast
from urllib.parse import parse_qs

import structlog
from fastapi import APIRouter, HTTPException, Path, Request, Response

from api.handling.routing import require_form, whole_body
from api.holders import links
from api.holders.links import Admitted
from api.http.addresses import address_of
from api.http.budgets import Use
from console.holder.answering import (
    DEAD,
    FORGED,
    MISSING,
    SHEETS,
    UNREADABLE,
    TroubleError,
    asked_language,
    page,
    state_of,
    was_sent_from_here,
)
from console.holder.appealing import LARGEST_FORM, AppealForm, appeal, checked
from console.holder.shown import Shown, ShownStatement, shown_in
from console.rendering import static
from console.texts.languages import N_, Code
from ledger.sanctions import holder_status
from models.names import CaseId
from regulation.holders.status_links import LONGEST

log = structlog.get_logger("holder")

router = APIRouter(prefix="/holder")

Token = Annotated[str, Path(max_length=LONGEST)]
Action = Annotated[CaseId, Path()]

FORM: Final = "application/x-www-form-urlencoded"
Step = Literal["check", "change", "send"]

REFUSED: Final[Mapping[str, str]] = {
    "appealed_already": N_("This decision was appealed against already. Its state is below."),
    "already_overturned": N_("This decision was overturned meanwhile: there is nothing to appeal against."),
    "appeal_too_late": N_("The time for an appeal against this decision has passed."),
}
"""What is said of a refused appeal, by the code of the refusal."""


@router.get("/static/{digest}/{name}", include_in_schema=False)
async def read_sheet(digest: str, name: str, request: Request) -> Response:
    """The style sheets, apart from the console's own address, which a platform may keep inside its network."""
    if name not in SHEETS:
        raise HTTPException(404)
    return await static.read_static_file(digest, name, request)


@router.get("/status/{token}")
async def read_status(token: Token, request: Request) -> Response:
    """What the account may do, what not, why and until when; the statements of reasons and the appeals."""
    admitted = await _admitted(request, token)
    code = _language(request, admitted)
    return _status_page(request, admitted, token, await _shown(request, admitted, code), code)


@router.get("/status/{token}/appeals/{action}")
async def read_appeal_form(token: Token, action: Action, request: Request) -> Response:
    """The form of an appeal."""
    admitted = await _admitted(request, token)
    code = _language(request, admitted)
    shown = await _shown(request, admitted, code)
    said = _statement(shown, action)
    if said.appeal_until is None:
        return _status_page(request, admitted, token, shown, code, refused=_why_not(said), about=action)
    return _form_page(request, admitted, token, shown, code, said, AppealForm())


@router.post("/status/{token}/appeals/{action}")
async def send_appeal(token: Token, action: Action, request: Request) -> Response:
    """Check the form, let the holder confirm it, and open the appeal: three steps of one form."""
    if not was_sent_from_here(request.headers):
        raise TroubleError(FORGED)
    admitted = await _admitted(request, token)
    code = _language(request, admitted)
    typed, step = await _typed(request)
    shown = await _shown(request, admitted, code)
    said = _statement(shown, action)
    if said.appeal_until is None:
        return _status_page(request, admitted, token, shown, code, refused=_why_not(said), about=action)
    form, body = checked(typed)
    if body is None or step == "change":
        return _form_page(request, admitted, token, shown, code, said, form if step != "change" else typed)
    if step == "check":
        values = {**_common(admitted, token, code), "shown": shown, "said": said, "form": form}
        return page(request, "holder/confirm.html", code, **values)
    app_state = state_of(request).app_state
    refusal = await appeal(app_state, admitted, action, body)
    if refusal is not None and refusal.code in {"holder_changed", "unknown_id"}:
        raise TroubleError(DEAD)
    log.info(
        "appeal under a status link",
        link=admitted.link.id,
        account=admitted.link.account,
        action=action,
        code=None if refusal is None else refusal.code,
    )
    if refusal is not None:
        shown = await _shown(request, admitted, code)
        text = REFUSED.get(refusal.code, N_("The appeal was refused."))
        return _status_page(request, admitted, token, shown, code, refused=text, about=action)
    lang = "" if code == admitted.link.language else f"&lang={code}"
    # To the page itself, so that loading it again sends nothing again.
    where = f"/holder/status/{token}?appealed={action}{lang}#decision-{action}"
    return Response(status_code=303, headers={"Location": where, "Referrer-Policy": "no-referrer"})


async def _admitted(request: Request, token: str) -> Admitted:
    """Return the link of a request.

    Raises:
        TroubleError: when it is not valid.
        ProblemError: when too many requests came under it, or from this address.
        DatabaseAwayError: when it cannot be checked.
    """
    app_state = state_of(request).app_state
    address = address_of(request.client.host if request.client else None)
    app_state.budgets.spend(Use.STRANGERS, address)
    found = await links.admit(app_state, token)
    if isinstance(found, Admitted):
        app_state.budgets.spend(Use.STATUS_PAGES, found.link.id)
        return found
    if found == "invalid":
        app_state.budgets.spend(Use.WRONG_KEYS, address)
    raise TroubleError(DEAD)


async def _shown(request: Request, admitted: Admitted, code: Code) -> Shown:
    app_state = state_of(request).app_state
    found = await holder_status.status_of(
        app_state.database,
        admitted.link.account,
        now=app_state.clock(),
        window=app_state.appeal_window,
        holder=admitted.holder,
    )
    if found is None:  # another holder since the link was checked
        raise TroubleError(DEAD)
    return shown_in(code, found)


async def _typed(request: Request) -> tuple[AppealForm, Step]:
    """Return what was typed, and which button was pressed."""
    require_form(request.headers.get("content-type", ""), FORM)
    sent = await whole_body(request, LARGEST_FORM)
    try:
        fields = parse_qs(sent.decode("ascii"), keep_blank_values=True, max_num_fields=20, errors="strict")
    except ValueError as error:
        raise TroubleError(UNREADABLE) from error
    step = fields.get("step", ["check"])[-1]
    if step not in {"check", "change", "send"}:
        raise TroubleError(UNREADABLE)
    reason, evidence = (fields.get(name, [""])[-1].replace("\r\n", "\n") for name in ("reason", "evidence"))
    return AppealForm(reason, evidence), cast("Step", step)


def _language(request: Request, admitted: Admitted) -> Code:
    return asked_language(request) or admitted.link.language


def _statement(shown: Shown, action: str) -> ShownStatement:
    said = shown.statement(action)
    if said is None:
        raise TroubleError(MISSING)
    return said


def _why_not(said: ShownStatement) -> str:
    if said.appeal is not None:
        return REFUSED["appealed_already"]
    return REFUSED["appeal_too_late" if said.stands else "already_overturned"]


def _common(admitted: Admitted, token: str, code: Code) -> dict[str, Any]:
    chosen = "" if code == admitted.link.language else f"?lang={code}"
    return {"link": admitted.link, "base": f"/holder/status/{token}", "chosen": chosen}


def _status_page(
    request: Request,
    admitted: Admitted,
    token: str,
    shown: Shown,
    code: Code,
    *,
    refused: str | None = None,
    about: str | None = None,
) -> Response:
    sent = request.query_params.get("appealed")
    said = None if sent is None else shown.statement(sent)
    return page(
        request,
        "holder/status.html",
        code,
        status=200 if refused is None else 409,
        **_common(admitted, token, code),
        shown=shown,
        refused=refused,
        about=about,
        appealed=said is not None and said.appeal is not None,
    )


def _form_page(
    request: Request,
    admitted: Admitted,
    token: str,
    shown: Shown,
    code: Code,
    said: ShownStatement,
    form: AppealForm,
) -> Response:
    values = {**_common(admitted, token, code), "shown": shown, "said": said, "form": form}
    return page(request, "holder/appeal.html", code, status=422 if form.errors else 200, **values)
