"""One request of a visitor: the API as that visitor, the language, and the way to an answer."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.responses import HTMLResponse

from api.http.permissions import ROLES_OF, Roles
from api.http.visitors import Visitor
from console.http import flash, preferences
from console.http.calling import Api
from console.http.headers import HEADERS
from console.http.state import ConsoleState, console_of
from console.http.visitors import visitor_for_calls
from console.navigation import ROLE_NAMES, visible
from console.rendering.environment import Shown, rendered
from console.texts.filters import this_moment
from console.texts.languages import Language, language
from ledger.accounts.account_names import names_of_accounts
from ledger.events import feed
from ledger.people.callers import Caller
from ledger.people.names import names_of
from ledger.store.clock import ClockDiffersError
from ledger.store.database import DatabaseAwayError
from models.roles import Role


class RoleNeededError(Exception):
    """Raised when the visitor's roles do not suffice for a page."""

    def __init__(self, needed: Roles) -> None:
        super().__init__("the visitor's roles do not suffice")
        self.needed = needed


class Reader:
    """Whoever reads an answer: language, theme, and, once known, the visitor."""

    def __init__(self, request: Request, caller: Caller | None = None) -> None:
        self.request = request
        self.caller = caller
        self.event: int | None = None
        """Number of the newest event when the page was read; the page follows from it on, unless it is None."""

    @cached_property
    def language(self) -> Language:
        """Return the language of the answer."""
        return language(preferences.language_of(self.request))

    @property
    def console(self) -> ConsoleState:
        """Return the state of the console."""
        return console_of(self.request)

    @property
    def secure(self) -> bool:
        """Whether cookies are sent over TLS only."""
        return self.console.settings.behind_tls

    @property
    def by_htmx(self) -> bool:
        """Whether a script of the page asked, and puts the answer into it."""
        return self.request.headers.get("hx-request") == "true"

    @property
    def now(self) -> datetime:
        """Return the ledger's time; the host's, as long as the ledger's is not known."""
        app_state = getattr(self.console.api.state, "app_state", None)
        try:
            return this_moment() if app_state is None else app_state.clock()
        except (ClockDiffersError, DatabaseAwayError):
            return this_moment()

    def render(self, template: str, *, part: str | None = None, status: int = 200, **values: Any) -> Response:
        """Return a page; for a request by htmx only the block of it named `part`, if one is named."""
        shown = flash.kept(self.request) if part is None or not self.by_htmx else None
        context = {"reader": self, **self._frame(), **values}
        context["flash"] = None if shown is None else shown.said(self.language)
        request = self.request
        page = Shown(self.now, request.url.path, tuple(request.query_params.multi_items()))
        text = rendered(self.language.code, template, context, page, part=part if self.by_htmx else None)
        answer = HTMLResponse(text, status_code=status, headers=dict(HEADERS))
        preferences.remember_language(self.request, answer, secure=self.secure)
        if shown is not None:
            flash.forget(answer)
        return answer

    def _frame(self) -> dict[str, Any]:
        roles = frozenset[Role]() if self.caller is None else self.caller.roles
        return {
            "visitor": self.caller,
            "roles": [name for role, name in ROLE_NAMES.items() if role in roles],
            "navigation": visible(roles, self.console.pages),
            "here": self.request.url.path,
            "query": self.request.query_params,
            "theme": preferences.theme_of(self.request),
            "event": self.event,
        }


class Visit(Reader):
    """One request of a visitor."""

    def __init__(self, request: Request, visitor: Visitor) -> None:
        super().__init__(request, visitor.caller)
        self.visitor = visitor
        self.caller: Caller = visitor.caller
        self.api = Api(request, visitor)

    def require(self, operation: str) -> None:
        """Require that the visitor may call an operation of the API.

        Raises:
            RoleNeededError: which the page of the failure shows with the roles that may.
        """
        if not self.may(operation):
            raise RoleNeededError(ROLES_OF[operation])

    def may(self, operation: str) -> bool:
        """Return whether the visitor may call an operation of the API."""
        return bool(ROLES_OF[operation] & self.caller.roles)

    async def names(self, actors: Iterable[str | None]) -> Mapping[str, str]:
        """Return the names of actors, for `actor|person(names.get(actor))`."""
        return await names_of(self.console.app_state.database, {each for each in actors if each is not None})

    async def called(self, accounts: Iterable[str | None]) -> Mapping[str, str]:
        """Return the names of accounts, for `blocks.account(id, called)`."""
        asked = {each for each in accounts if each is not None}
        return await names_of_accounts(self.console.app_state.database, asked)

    def redirect(self, to: str, text: str | None = None, **values: str) -> Response:
        """Return a redirect to a page of the console, which shows a message once (its English msgid, and values)."""
        answer = (
            Response(status_code=204, headers={**HEADERS, "HX-Redirect": to})
            if self.by_htmx
            else Response(status_code=303, headers={**HEADERS, "Location": to})
        )
        if text is not None:
            flash.keep(answer, flash.Flash(text, values), secure=self.secure)
        return answer


async def _visit(request: Request) -> Visit:
    visit = Visit(request, await visitor_for_calls(request))
    request.state.caller = visit.caller
    if request.method == "GET" and not visit.by_htmx and visit.may("list_events"):
        visit.event = await feed.newest(visit.console.app_state.database)
    return visit


WithVisit = Annotated[Visit, Depends(_visit)]
"""The visit, as a parameter of a route."""
