"""The search of accounts: all filters of the API, counts by what holds of the accounts, and the list as a file."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from console.http.visit import Visit, WithVisit
from console.pages.account_words import KINDS, STATUSES, categories
from console.pages.list_filters import Filter, Options, Searching, exported, paired, searched
from console.texts.languages import N_
from console.texts.words import article, words
from ledger.accounts.search_counts import LAST_ARTICLE
from regulation.words.account_kinds import ACCOUNT_KINDS
from regulation.words.fields import FIELDS
from regulation.words.privileges import PRIVILEGES

router = APIRouter(prefix="/console/accounts")

PATH: Final = "/v1/accounts"
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
    fields = declared_fields(visit)
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


def declared_fields(visit: Visit) -> Options:
    """Return the fields that take a certification."""
    return [(field.value, words(row.words, visit.language)) for field, row in FIELDS.items()]


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
    by = request.query_params.get("by") or ""
    shown = await searched(
        visit,
        request,
        _searching(visit),
        by=by if by in COUNTED else "",
        may_count="count_accounts",
        after=after,
    )
    return visit.render(
        "accounts/accounts.html",
        part="rows",
        **shown,
        counted=COUNTED,
        statuses=STATUSES,
        kinds=dict(holder_kinds(visit)),
    )


@router.get("/export")
async def export(visit: WithVisit, request: Request) -> Response:
    """The accounts of the search as a file; recorded in the audit."""
    visit.require("export_accounts")
    return await exported(visit, request, _searching(visit))


def _searching(visit: Visit) -> Searching:
    return Searching(PATH, "/console/accounts", "accounts", filters(visit), SORTS)
