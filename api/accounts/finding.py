"""Search of accounts by name, identifier, holder, network, status and restriction."""

from typing import Annotated, Final

from fastapi import APIRouter, Query
from pydantic import AfterValidator, Field
from starlette.responses import Response

from api.handling import answers
from api.handling.asking import instant_asked
from api.handling.routing import Guarded
from api.http.cursors import PageOf, PageQuery, Word, items_named
from api.http.parameters import nothing_personal
from api.http.words import Sought, SoughtHolder
from api.state.app_state import WithAppState
from ledger.accounts import search
from ledger.accounts.search import Sort, Wanted
from models.accounts.standing import RestrictionKind, Standing
from models.names import NAME_LENGTH, AccountKind
from models.words.privileges import Field as PublishingField
from regulation.words.restrictions import AccountStatus

router = APIRouter(prefix="/v1/accounts", route_class=Guarded, tags=["accounts"])

LAST_ARTICLE: Final = 13
"""Number of the notice's last article."""


class AccountsQuery(PageQuery):
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
    status: Annotated[AccountStatus | None, Field(description="Status now.")] = None
    restriction: Annotated[RestrictionKind | None, Field(description="Under a restriction of this kind now.")] = None
    article: Annotated[
        int | None, Field(ge=1, le=LAST_ARTICLE, description="Under a restriction that rests on this article now.")
    ] = None
    sort: Annotated[
        Sort | None,
        Field(description="`relevance` with `q`, else `account`, when omitted; `-registered`: the newest first."),
    ] = None


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


@router.get("", response_model=AccountsPage, summary="Search accounts")
async def list_accounts(query: Annotated[AccountsQuery, Query()], app_state: WithAppState) -> Response:
    """Accounts that pass every filter, as they stand now. With `q` the best matches come first: an equal identifier or
    name, then names that begin with the text, that contain it, that look like it.
    """
    wanted = Wanted(**query.model_dump(exclude={"after", "limit"}))
    found = await search.find(app_state.database, wanted, app_state.clock(), after=query.after, most=query.limit)

    def shown(standing: Standing) -> FoundAccount:
        at = instant_asked(app_state, standing, None)
        summary = answers.summary(standing, at)
        return FoundAccount(
            **dict(answers.account(standing, at)),
            message=summary.message,
            message_zh=summary.message_zh,
            next_boundary=summary.next_boundary,
        )

    return answers.json(AccountsPage.of(found.page.of(shown), complete=found.complete))
