"""Directives: orders to the platform, their deadlines and answers; withdrawing one (articles 6 and 10)."""

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Query, Response

from console.http.calling import segment
from console.http.confirming import Question, follows, unconfirmed
from console.http.forms import Form, WithForm
from console.http.visit import Visit, WithVisit
from console.texts.languages import N_, Language
from models.directives import DirectiveStatus, Order
from regulation.directives import MOVES, ORDERS

router = APIRouter(prefix="/console/directives")

STATUSES: Final[Mapping[str, tuple[str, str]]] = {
    DirectiveStatus.OPEN: (N_("waiting for the platform"), "info"),
    DirectiveStatus.OVERDUE: (N_("overdue"), "bad"),
    DirectiveStatus.DONE: (N_("carried out"), "good"),
    DirectiveStatus.FAILED: (N_("not carried out"), "bad"),
    DirectiveStatus.WITHDRAWN: (N_("withdrawn"), "quiet"),
}
"""Statuses of a directive: the words, and the colour of the badge."""

STEPS: Final[Mapping[str, tuple[str, str]]] = {
    "issued": (N_("Issued"), "info"),
    "sent_again": (N_("Sent again"), "wait"),
    "acknowledged": (N_("Answered by the platform"), "good"),
    "escalated": (N_("Handed to a person"), "bad"),
    "withdrawn": (N_("Withdrawn"), "quiet"),
}
"""Entries of a directive's history: the words, and the colour of the step."""


@router.get("")
async def show_directives(
    visit: WithVisit,
    status: Annotated[str | None, Query(max_length=40)] = None,
    order: Annotated[str | None, Query(max_length=40)] = None,
    account: Annotated[str | None, Query(max_length=100)] = None,
    after: Annotated[str | None, Query(max_length=400)] = None,
) -> Response:
    """List the directives, with those that are late marked."""
    visit.require("list_directives")
    chosen = {"status": status or None, "order": order or None, "account": (account or "").strip() or None}
    found = await visit.api.read("/v1/directives", {**chosen, "after": after, "limit": 50})
    return visit.render(
        "directives/directives.html",
        part="rows",
        directives=found["directives"],
        next=found["next"],
        statuses=STATUSES,
        chosen=chosen,
        orders=orders(visit.language),
        called=await visit.called(each["terms"]["account"] for each in found["directives"]),
    )


@router.get("/{directive}")
async def show_directive(visit: WithVisit, directive: str) -> Response:
    """One directive: what is ordered, of whom, until when, and what came of it."""
    return await _directive(visit, directive, Form.of(reason=""))


@router.post("/{directive}/withdrawal")
async def withdraw(visit: WithVisit, directive: str, form: WithForm) -> Response:
    """Withdraw the directive: the platform need not carry it out any more."""
    visit.require("withdraw_directive")
    shown = await unconfirmed(
        visit,
        form,
        lambda: _withdrawing(visit, directive),
        lambda typed: _directive(visit, directive, typed),
        "reason",
    )
    if shown is not None:
        return shown
    path = f"/v1/directives/{segment(directive)}/withdrawal"
    answer = await visit.api.post(path, form.body("reason"), key=form.key)
    if answer.ok:
        return visit.redirect(f"/console/directives/{directive}", N_("The directive is withdrawn"))
    return await _directive(visit, directive, form.refused(answer))


async def _withdrawing(visit: Visit, directive: str) -> Question:
    terms = (await visit.api.read(f"/v1/directives/{segment(directive)}"))["directive"]["terms"]
    return Question(
        N_("Withdraw the directive?"),
        N_("Withdraw the directive"),
        (
            follows(N_("The platform need not carry it out any more; what it has done stays.")),
            follows(N_("The platform is told at once. It is not sent again, and nobody waits for an answer.")),
            follows(N_("What is withdrawn cannot be opened again; only a new directive orders the same.")),
        ),
        about=(
            (N_("Order"), orders(visit.language).get(terms["order"], terms["order"])),
            (N_("Account"), terms["account"] or "–"),
            (N_("Contents or accounts"), len(terms["targets"])),
        ),
        typed=((N_("Reason"), "reason"),),
    )


async def _directive(visit: Visit, directive: str, form: Form) -> Response:
    visit.require("read_directive")
    found = await visit.api.read(f"/v1/directives/{segment(directive)}")
    state, entries = found["directive"], found["entries"]
    withdrawable = "withdraw" in MOVES[DirectiveStatus(state["status"])]
    return visit.render(
        "directives/directive.html",
        part="state",
        status=form.status,
        directive=state,
        entries=entries,
        statuses=STATUSES,
        steps=STEPS,
        orders=orders(visit.language),
        form=form,
        may_withdraw=withdrawable and visit.may("withdraw_directive"),
        names=await visit.names(entry["actor"] for entry in entries),
        called=await visit.called([state["terms"]["account"]]),
    )


def orders(language: Language) -> dict[str, str]:
    """Return what each order asks for, in words."""
    return {order.value: ORDERS[order].words_zh if language.code == "zh" else ORDERS[order].words for order in Order}
