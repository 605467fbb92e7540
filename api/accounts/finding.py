"""Search of accounts by name, identifier, holder, network, status, restriction, privilege, findings, certifications and
instants; and their numbers.
"""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import AfterValidator, Field
from starlette.responses import Response

from api.handling import answers
from api.handling.asking import instant_asked
from api.http.cursors import PageOf, PageQuery, Word, items_named
from api.http.parameters import Day, QueryMoment, nothing_personal
from api.http.problems import Fault, invalid
from api.http.words import Sought, SoughtHolder
from api.lists.exporting import AS_FILE, FormQuery, export
from api.lists.tagging import NOT_MODIFIED, Tagged
from api.state.app_state import AppState, WithAppState
from ledger.accounts import search, search_counts
from ledger.accounts.search import Sort, Wanted
from ledger.accounts.search_counts import LAST_ARTICLE, By
from ledger.accounts.search_filters import Uncertified
from ledger.store.pages import Page, Position
from models.accounts.standing import RestrictionKind, Standing
from models.base import Frozen
from models.names import NAME_LENGTH, AccountKind
from models.words.privileges import Field as PublishingField
from models.words.privileges import Privilege
from models.words.violations import Category
from regulation.words.restrictions import AccountStatus

router = APIRouter(prefix="/v1/accounts", route_class=Tagged, tags=["accounts"])

_Sort = Annotated[
    Sort | None,
    Field(
        description="`relevance` with `q`, else `account`, when omitted; with `-` the latest first; `boundary`: "
        "accounts with a next automatic change, the earliest first."
    ),
]


class AccountFilters(Frozen):
    """Filters of the search; an account must pass all that are given."""

    q: Annotated[
        Annotated[Sought, AfterValidator(nothing_personal)] | None,
        Field(
            min_length=1,
            max_length=NAME_LENGTH,
            description="Part of the name, also in traditional characters or with characters that look alike; the "
            "beginning of the identifier; or the holder's reference. Never an identity number.",
        ),
    ] = None
    holder: Annotated[SoughtHolder | None, Field(description="Reference of the holder, `h_…`.")] = None
    network: Annotated[
        Sought | None,
        Field(min_length=1, max_length=NAME_LENGTH, description="Identifier of a network, or the name it shows."),
    ] = None
    kind: Annotated[AccountKind | None, Field(description="Kind of holder.")] = None
    field: Annotated[PublishingField | None, Field(description="Protected field declared at registration.")] = None
    status: Annotated[AccountStatus | None, Field(description="Status.")] = None
    restriction: Annotated[RestrictionKind | None, Field(description="Under a restriction of this kind.")] = None
    article: Annotated[
        int | None, Field(ge=1, le=LAST_ARTICLE, description="Under a restriction that rests on this article.")
    ] = None
    privilege: Annotated[Privilege | None, Field(description="Privilege that is open; with `open=false`, closed.")] = (
        None
    )
    open: Annotated[bool | None, Field(description="With `privilege`: whether it is open. Omitted: true.")] = None
    category: Annotated[
        Category | None, Field(description="With a violation or ban of this category that was not overturned.")
    ] = None
    uncertified: Annotated[
        Uncertified | None,
        Field(description="Declared this field, or any, and is not certified in it; closed accounts are left out."),
    ] = None
    certification_ends_before: Annotated[
        Day | None,
        Field(description="A certification in force is not valid on this day any more, and none follows it."),
    ] = None
    registered_since: Annotated[QueryMoment | None, Field(description="Registered at this instant or later.")] = None
    registered_before: Annotated[QueryMoment | None, Field(description="Registered earlier than this instant.")] = None
    changed_since: Annotated[
        QueryMoment | None, Field(description="Changed at this instant or later, by any recorded fact.")
    ] = None
    boundary_before: Annotated[
        QueryMoment | None, Field(description="The next automatic change lies before this instant.")
    ] = None
    at: Annotated[
        QueryMoment | None,
        Field(
            description="Instant of status, restrictions, privileges, certifications and the next change, if nothing "
            "else happens: now or later. Omitted: now."
        ),
    ] = None

    def wanted(self, sort: Sort | None = None) -> Wanted:
        """Return the filters of the ledger.

        Raises:
            ProblemError: when two filters do not fit together.
        """
        if self.open is not None and self.privilege is None:
            raise invalid(Fault(path="query.open", message="is about a privilege: name it in `privilege` too"))
        begin, end = self.registered_since, self.registered_before
        if begin is not None and end is not None and end <= begin:
            raise invalid(Fault(path="query.registered_before", message="must be later than `registered_since`"))
        filters = {name: getattr(self, name) for name in AccountFilters.model_fields if name not in {"at", "open"}}
        return Wanted(**filters, open=self.open is not False, sort=sort)

    def instant(self, app_state: AppState) -> datetime:
        """Return the instant asked about.

        Raises:
            ProblemError: when it is past.
        """
        now = app_state.clock()
        if self.at is not None and self.at < now:
            raise invalid(
                Fault(
                    path="query.at",
                    message="lies in the past, which the search does not know: leave it out for now, or read the past "
                    "of an account at /v1/accounts/{account}/timeline",
                )
            )
        return self.at or now


class AccountsQuery(AccountFilters, PageQuery):
    """A page of the accounts that pass the filters."""

    sort: _Sort = None


class AccountCountsQuery(AccountFilters):
    """What is counted."""

    by: Annotated[By, Field(description="What the accounts are counted by.")] = By.STATUS


class AccountExportQuery(AccountFilters, FormQuery):
    """The accounts as a file."""

    sort: _Sort = None


class FoundAccount(answers.AccountAnswer):
    """An account, its status in words, and its next automatic change."""

    message: str
    message_zh: str
    next_boundary: answers.Boundary | None


class AccountsPage(PageOf[FoundAccount, Word]):
    """Accounts found."""

    model_config = items_named("accounts")

    complete: Annotated[
        bool,
        Field(description="False for some minutes after an upgrade, while older accounts are prepared for the search."),
    ]


class AccountCounts(Frozen):
    """Numbers of accounts."""

    by: By
    total: Annotated[int, Field(description="Accounts that pass the filters.")]
    counts: Annotated[
        dict[str, int],
        Field(
            description="Accounts of each status, restriction …; one account may count under several, except by status "
            "and kind. What no account has is left out."
        ),
    ]
    complete: Annotated[bool, Field(description="As in the list.")]


@router.get("", response_model=AccountsPage, responses=NOT_MODIFIED, summary="Search accounts")
async def list_accounts(query: Annotated[AccountsQuery, Query()], app_state: WithAppState) -> Response:
    """Accounts that pass every filter, as they stand now or at the instant `at`. With `q` the best matches come first:
    an equal identifier or name, then names that begin with the text, that contain it, that look like it.
    """
    at = query.instant(app_state)
    wanted = query.wanted(query.sort)
    found = await search.find(app_state.database, wanted, at, after=query.after, most=query.limit)
    page = found.page.of(lambda standing: found_account(app_state, standing, query.at))
    return answers.json(AccountsPage.of(page, complete=found.complete))


@router.get("/counts", response_model=AccountCounts, responses=NOT_MODIFIED, summary="Count accounts")
async def count_accounts(query: Annotated[AccountCountsQuery, Query()], app_state: WithAppState) -> Response:
    """Numbers of the accounts that pass every filter, by what holds of them."""
    at = query.instant(app_state)
    found = await search_counts.count(app_state.database, query.wanted(), at, query.by)
    return answers.json(
        AccountCounts(by=query.by, total=found.total, counts=dict(found.counts), complete=found.complete)
    )


@router.get("/export", response_class=Response, responses=AS_FILE, summary="Download accounts")
async def export_accounts(
    query: Annotated[AccountExportQuery, Query()], app_state: WithAppState, request: Request
) -> Response:
    """The accounts that pass every filter as a file, as of the instant at which it begins. The download is recorded in
    the audit.
    """
    at, wanted = query.instant(app_state), query.wanted(query.sort)

    async def read(after: Position | None, most: int) -> Page[FoundAccount]:
        found = await search.find(app_state.database, wanted, at, after=after, most=most)
        return found.page.of(lambda standing: found_account(app_state, standing, max(at, standing.as_of)))

    return await export(request, "export_accounts", query, FoundAccount, read)


def found_account(app_state: AppState, standing: Standing, asked: datetime | None) -> FoundAccount:
    """Return an account as the list shows it, now or at the instant asked about."""
    at = instant_asked(app_state, standing, asked)
    message = answers.in_words(standing, at)
    return FoundAccount.trusted(
        **dict(answers.account(standing, at)),
        message=message.en,
        message_zh=message.zh,
        next_boundary=answers.next_change(standing, at),
    )
