"""The search of accounts: all filters of the API, counts by what holds of the accounts, and the list as a file."""

from asyncio import gather
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from console.http.forms import Form
from console.http.visit import Visit, WithVisit
from console.pages.account_words import KINDS, STATUSES, categories
from console.pages.list_filters import Filter, Options, chips, counted, for_api, given, paired
from console.texts.languages import N_
from console.texts.words import article, words
from ledger.accounts.search_counts import LAST_ARTICLE
from regulation.words.account_kinds import ACCOUNT_KINDS
from regulation.words.fields import FIELDS
from regulation.words.privileges import PRIVILEGES

router = APIRouter(prefix="/console/accounts")

PATH: Final = "/v1/accounts"
PAGE: Final = 50
SORTS: Final = {
    "account": N_("by identifier"),
    "-registered": N_("the newest registrations first"),
    "registered": N_("the oldest registrations first"),
    "-changed": N_("the latest changes first"),
    "changed": N_("unchanged for longest first"),
    "boundary": N_("the next automatic change first"),
}
"""Orders that can be chosen; without one a text is answered by relevance."""
COUNTED: Final = {
    "status": N_("Status"),
    "restriction": N_("Under a restriction"),
    "article": N_("Article"),
    "kind": N_("Kind of holder"),
    "field": N_("Declared field"),
    "uncertified": N_("Declared and not certified"),
}
"""What accounts are counted by."""


def filters(visit: Visit) -> tuple[Filter, ...]:
    """Return the filters of the search, in the order of the form."""
    yes_no = ((("true"), visit.language.text("allowed")), ("false", visit.language.text("refused")))
    fields = [(field.value, words(row.words, visit.language)) for field, row in FIELDS.items()]
    return (
        Filter("q", N_("Name, identifier or holder's reference"), few=True),
        Filter("status", N_("Status"), "choice", paired(STATUSES, visit), few=True),
        Filter("network", N_("Network"), few=True),
        Filter("holder", N_("Holder's reference")),
        Filter("kind", N_("Kind of holder"), "choice", holder_kinds(visit)),
        Filter("field", N_("Declared field"), "choice", fields),
        Filter("restriction", N_("Under a restriction"), "choice", paired(KINDS, visit)),
        Filter("article", N_("Article"), "choice", articles(visit)),
        Filter("privilege", N_("Privilege"), "choice", privileges(visit)),
        Filter("open", N_("Privilege is"), "choice", yes_no),
        Filter("category", N_("Category of a violation"), "choice", categories(visit.language)),
        Filter(
            "uncertified",
            N_("Declared and not certified"),
            "choice",
            [("any", visit.language.text("any field")), *fields],
        ),
        Filter("certification_ends_before", N_("Certification ends before"), "day"),
        Filter("registered_since", N_("Registered since"), "since"),
        Filter("registered_before", N_("Registered before"), "since"),
        Filter("changed_since", N_("Changed since"), "since"),
        Filter("boundary_before", N_("Next change before"), "since"),
        Filter("at", N_("As it will be at"), "moment"),
    )


_WORDS: Final = (N_("allowed"), N_("refused"), N_("any field"))
"""Texts that are looked up above."""


def holder_kinds(visit: Visit) -> Options:
    """Return the kinds of holders."""
    return [(kind.value, words(row, visit.language)) for kind, row in ACCOUNT_KINDS.items()]


def articles(visit: Visit) -> Options:
    """Return the articles of the notice."""
    return [(str(number), article(number, visit.language)) for number in range(1, LAST_ARTICLE + 1)]


def privileges(visit: Visit) -> Options:
    """Return the privileges."""
    return [(str(name), words(row, visit.language)) for name, row in PRIVILEGES.items()]


@router.get("")
async def show_accounts(
    visit: WithVisit, request: Request, after: Annotated[str | None, Query(max_length=400)] = None
) -> Response:
    """Search accounts."""
    visit.require("list_accounts")
    offered = filters(visit)
    asked = given(request, offered, "sort")
    by = request.query_params.get("by") or ""
    params = {**for_api(asked, offered), "after": after, "limit": PAGE}
    answer, counts = await gather(visit.api.get(PATH, params), _counts(visit, by, asked, offered))
    names = (*(one.name for one in offered), "sort")
    form = Form.of(**{name: asked.get(name, "") for name in names})
    if not answer.ok:
        form = form.refused(answer, {name: name for name in names})
    found = answer.json if answer.ok else {"accounts": [], "next": None, "complete": True}
    return visit.render(
        "accounts/accounts.html",
        part="rows",
        status=form.status,
        form=form,
        accounts=found["accounts"],
        next=found["next"],
        complete=found["complete"],
        searched=any(name != "sort" for name in asked),
        filters=offered,
        chips=chips(asked, offered, visit),
        unfolded=any(asked.get(one.name) for one in offered if not one.few),
        sorts=[(value, visit.language.text(label)) for value, label in SORTS.items()],
        counts=counts,
        counted=COUNTED,
        by=by,
        statuses=STATUSES,
        kinds=dict(holder_kinds(visit)),
    )


async def _counts(visit: Visit, by: str, asked: dict[str, str], offered: tuple[Filter, ...]) -> Any:
    if by not in COUNTED or not visit.may("count_accounts"):
        return None
    options = next(one.options for one in offered if one.name == by)
    return await counted(visit, PATH, "/console/accounts", by, asked, offered, options)


@router.get("/export")
async def export(visit: WithVisit, request: Request) -> Response:
    """The accounts of the search as a file; recorded in the audit."""
    visit.require("export_accounts")
    offered = filters(visit)
    asked = given(request, offered, "sort")
    form = request.query_params.get("form")
    wanted = {**for_api(asked, offered), "form": form if form in {"csv", "ndjson"} else "csv"}
    return await visit.api.forward(f"{PATH}/export", wanted)
