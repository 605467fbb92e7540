"""Status of an account for its holder: as data, and as a link to a page that the platform shows in its app."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field, StringConstraints
from starlette.responses import Response

from api.handling import answers
from api.handling.asking import standing_for
from api.handling.requests import Body, examples
from api.handling.routing import Guarded
from api.holders import links
from api.holders.return_addresses import fault_of, is_allowed
from api.http.parameters import Account
from api.http.problems import Fault, invalid, unknown_account
from api.state.app_state import AppState, WithAppState
from ledger.sanctions import holder_status
from models.accounts.status_links import RETURN_PATTERN, Language
from models.base import Frozen
from models.instants import Duration, Instant, iso_8601
from models.names import AccountId
from models.sanctions.holder_status import HolderStatus
from models.texts.incoming import word

router = APIRouter(prefix="/v1/accounts/{account}", route_class=Guarded, tags=["holders"])

PAGE = "/holder/status/"
"""Path under which the page of a link is served."""


class StatusLinkBody(Body):
    """Language and validity of the page, and the way back from it."""

    model_config = examples({}, {"language": "zh", "expires_in": "PT30M", "return_url": "exampleapp://account"})

    language: Annotated[Language, Field(description="Language of the page; it can be switched on the page.")] = "zh"
    expires_in: Annotated[
        Duration | None,
        Field(description="Validity. At least PT1M, at most `STANDING_STATUS_LINK_LONGEST`. Omitted: PT15M."),
    ] = None
    return_url: Annotated[
        Annotated[str, StringConstraints(pattern=RETURN_PATTERN), word] | None,
        Field(description="Address back to the app, under one of `STANDING_STATUS_RETURN_URLS`."),
    ] = None


class StatusLinkAnswer(Frozen):
    """A status link. Whoever has it reads the account's status and can appeal until it ends: pass it to the holder
    only, and store it nowhere.
    """

    id: Annotated[str, Field(description="Identifier of the link in logs, where the link itself does not appear.")]
    account: AccountId
    url: Annotated[str, Field(description="Address of the page, to be opened in the app.")]
    language: Language
    expires_at: Annotated[Instant, Field(description="End of the validity; a change of holder ends it earlier.")]


@router.post(
    "/status-links",
    status_code=201,
    response_model=StatusLinkAnswer,
    summary="Create a link to the status page for the account's holder",
)
async def create_status_link(
    account: Account, body: StatusLinkBody, request: Request, app_state: WithAppState
) -> Response:
    """The page shows the holder what the account may do, what not, why and until when, the statements of reasons, and
    a form to appeal. Each call creates another link; nothing is recorded.
    """
    _require_allowed(body, app_state)
    standing, _ = await standing_for(app_state, account)
    issued = await links.issue(
        app_state,
        standing,
        language=body.language,
        expires_in=body.expires_in or min(links.USUAL, app_state.status_links.longest),
        return_url=body.return_url,
        caller=request.state.caller,
    )
    answer = StatusLinkAnswer(
        id=issued.link.id,
        account=account,
        url=f"{app_state.status_links.address or _reached_at(request)}{PAGE}{issued.token}",
        language=issued.link.language,
        expires_at=issued.link.expires_at,
    )
    return answers.json(answer, 201)


@router.get(
    "/holder-status", response_model=HolderStatus, summary="Read the status of an account as its holder may see it"
)
async def read_holder_status(account: Account, app_state: WithAppState) -> Response:
    """The content of the status page as data, in Chinese and English, for platforms that draw it themselves. It has
    nothing of anyone else: no reviewer, no other holder, no notes.
    """
    found = await holder_status.status_of(
        app_state.database, account, now=app_state.clock(), window=app_state.appeal_window
    )
    if found is None:
        raise unknown_account(account)
    return answers.json(found, headers=answers.versioned(found.version))


def _require_allowed(body: StatusLinkBody, app_state: AppState) -> None:
    """Require a validity and a way back within the settings.

    Raises:
        ProblemError: which says what is allowed.
    """
    faults: list[Fault] = []
    longest: timedelta = app_state.status_links.longest
    if body.expires_in is not None and not links.SHORTEST <= body.expires_in <= longest:
        bounds = f"must be at least {iso_8601(links.SHORTEST)} and at most {iso_8601(longest)}"
        faults.append(Fault(path="body.expires_in", message=bounds))
    if body.return_url is not None and not is_allowed(body.return_url, app_state.status_links.return_urls):
        why = fault_of(body.return_url) or ("lies under none of the addresses that STANDING_STATUS_RETURN_URLS allows")
        faults.append(Fault(path="body.return_url", message=why))
    if faults:
        raise invalid(*faults)


def _reached_at(request: Request) -> str:
    """Return the address at which the caller has reached this API."""
    return f"{request.url.scheme}://{request.url.netloc}"
