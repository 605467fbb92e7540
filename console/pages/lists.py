"""Lists across accounts, one page with a tab for each: actions, violations, bans, certifications, appeals."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from api.http.problems import ProblemError
from console.http.visit import Visit, WithVisit
from console.pages.account_search import articles, declared_fields
from console.pages.account_words import KINDS as RESTRICTIONS
from console.pages.account_words import categories
from console.pages.list_filters import Filter, Options, Searching, exported, paired, searched
from console.texts.filters import instant
from console.texts.languages import N_
from console.texts.words import OUTCOMES, words
from regulation.words.measures import MEASURES

router = APIRouter(prefix="/console/lists")

Tones = Mapping[str, tuple[str, str]]
_STATES: Final[Tones] = {
    "standing": (N_("stands"), "info"),
    "ended": (N_("ended by itself"), "quiet"),
    "overturned": (N_("overturned"), "quiet"),
}
_OF_CERTIFICATIONS: Final[Tones] = {
    "to_come": (N_("to come"), "wait"),
    "in_force": (N_("in force"), "good"),
    "expired": (N_("expired"), "quiet"),
    "revoked": (N_("revoked"), "bad"),
    "fallen": (N_("ended with the holder"), "quiet"),
}
_OF_APPEALS: Final[Tones] = {
    "open": (N_("open"), "info"),
    "decided": (N_("decided"), "good"),
    "withdrawn": (N_("withdrawn"), "quiet"),
}
_DECIDED: Final = {
    "-decided": N_("the newest decisions first"),
    "decided": N_("the oldest decisions first"),
    "account": N_("by account"),
}
_ENDING: Final = {**_DECIDED, "until": N_("the earliest end first")}
_RESTRICTING: Final = ("ban", "suspension", "cancellation", "closure", "denial")
"""Measures that are kinds of restriction, as statements of reasons name them."""


@dataclass(frozen=True)
class Listed:
    """A list: its words, its operations, and how it is sorted and counted."""

    label: str
    about: str
    operation: str
    sorts: Mapping[str, str]
    counted: Mapping[str, str]
    states: Tones
    counts: str
    export: str


_FOUND: Final = {"state": N_("State"), "category": N_("Category of a violation"), "article": N_("Article")}
LISTS: Final[Mapping[str, Listed]] = {
    "actions": Listed(
        N_("Actions"),
        N_("Every enforcement action, whatever its measures."),
        "list_all_actions",
        _ENDING,
        {**_FOUND, "measure": N_("Measure")},
        _STATES,
        "count_actions",
        "export_actions",
    ),
    "violations": Listed(
        N_("Violations"),
        N_("Every finding, whatever its consequences were."),
        "list_violations",
        _DECIDED,
        _FOUND,
        {name: _STATES[name] for name in ("standing", "overturned")},
        "count_violations",
        "export_violations",
    ),
    "bans": Listed(
        N_("Bans"),
        N_("A ban that ended a second ago has ended, recorded or not."),
        "list_bans",
        _ENDING,
        _FOUND,
        _STATES,
        "count_bans",
        "export_bans",
    ),
    "certifications": Listed(
        N_("Certifications in fields"),
        N_("Every certification, in force or not."),
        "list_certifications",
        {
            "-granted": N_("the newest first"),
            "granted": N_("the oldest first"),
            "until": N_("the earliest end first"),
            "account": N_("by account"),
        },
        {"state": N_("State"), "field": N_("Field")},
        _OF_CERTIFICATIONS,
        "count_certifications",
        "export_certifications",
    ),
    "appeals": Listed(
        N_("Appeals"),
        N_("Every appeal, with its deadline and its outcome."),
        "list_appeals",
        {
            "-opened": N_("the newest first"),
            "opened": N_("the oldest first"),
            "due": N_("open ones, the earliest deadline first"),
            "-decided": N_("ended ones, the latest first"),
        },
        {"state": N_("State"), "outcome": N_("Outcome"), "category": N_("Category of a violation")},
        _OF_APPEALS,
        "count_appeals",
        "export_appeals",
    ),
}
"""Lists by their names in the API, in the order of the tabs."""


def filters(name: str, visit: Visit) -> tuple[Filter, ...]:
    """Return the filters of a list, in the order of the form."""
    about = (
        Filter("account", N_("Account"), few=True),
        Filter("state", N_("State"), "choice", paired(LISTS[name].states, visit), few=True),
    )
    category = Filter("category", N_("Category of a violation"), "choice", categories(visit.language), few=True)
    holder = Filter("holder", N_("Holder's reference"))
    if name == "certifications":
        return (
            *about,
            Filter("field", N_("Field"), "choice", declared_fields(visit), few=True),
            holder,
            Filter("actor", N_("Recorded by")),
            Filter("granted_since", N_("Recorded since"), "since"),
            Filter("granted_before", N_("Recorded before"), "since"),
            Filter("ends_before", N_("Ends before"), "day"),
        )
    if name == "appeals":
        outcomes = [(value, visit.language.text(OUTCOMES[value])) for value in ("upheld", "reduced", "overturned")]
        return (
            *about,
            category,
            Filter("outcome", N_("Outcome"), "choice", outcomes),
            holder,
            Filter("decided_by", N_("Decided by")),
            Filter("opened_since", N_("Opened since"), "since"),
            Filter("opened_before", N_("Opened before"), "since"),
            Filter("due_before", N_("Due before"), "since"),
        )
    until = (Filter("until_before", N_("Ends before"), "since"),)
    measure = (Filter("measure", N_("Measure"), "choice", _measures(visit)),)
    return (
        *about,
        category,
        Filter("article", N_("Article"), "choice", articles(visit)),
        *(measure if name == "actions" else ()),
        holder,
        Filter("actor", N_("Decided by")),
        Filter("decided_since", N_("Decided since"), "since"),
        Filter("decided_before", N_("Decided before"), "since"),
        *(() if name == "violations" else until),
    )


def _measures(visit: Visit) -> Options:
    restricting = [(name, visit.language.text(RESTRICTIONS[name][0])) for name in _RESTRICTING]
    return [*restricting, *((kind.value, words(row.words, visit.language)) for kind, row in MEASURES.items())]


@router.get("")
async def show_first(visit: WithVisit) -> Response:
    """Lead to the first list."""
    return visit.redirect("/console/lists/actions")


@router.get("/{name}")
async def show_list(
    visit: WithVisit, name: str, request: Request, after: Annotated[str | None, Query(max_length=400)] = None
) -> Response:
    """Show one list with its filters."""
    listed = _listed(name)
    visit.require(listed.operation)
    by = request.query_params.get("by") or ""
    shown = await searched(
        visit,
        request,
        _searching(name, visit),
        by=by if by in listed.counted else "",
        may_count=listed.counts,
        after=after,
    )
    rows = shown[name]
    actors = [row.get(key) for row in rows for key in ("decided_by", "granted_by")]
    return visit.render(
        "lists/list.html",
        part="rows",
        **shown,
        rows=rows,
        name=name,
        listed=listed,
        tabs={one: row.label for one, row in LISTS.items() if visit.may(row.operation)},
        names=await visit.names(actors),
        overdue={row["id"] for row in rows if "due_at" in row and instant(row["due_at"]) < visit.now},
        category_words=dict(categories(visit.language)),
        measure_words=dict(_measures(visit)),
        field_words=dict(declared_fields(visit)),
        outcomes=OUTCOMES,
    )


@router.get("/{name}/export")
async def export(visit: WithVisit, name: str, request: Request) -> Response:
    """The list as a file, with the filters of the page; recorded in the audit."""
    visit.require(_listed(name).export)
    return await exported(visit, request, _searching(name, visit))


def _searching(name: str, visit: Visit) -> Searching:
    return Searching(f"/v1/{name}", f"/console/lists/{name}", name, filters(name, visit), LISTS[name].sorts)


def _listed(name: str) -> Listed:
    if name not in LISTS:
        raise ProblemError("not-found", f"there is no list {name}")
    return LISTS[name]
