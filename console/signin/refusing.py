"""Refused sign-ins: a plain page that says what is wrong and whom to ask, and an event of the audit."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, Literal, cast
from urllib.parse import urlencode

import structlog
from fastapi import FastAPI, Request, Response

from api.http.addresses import address_of
from api.http.refusals import REFUSAL
from console.http.state import console_of
from console.http.visit import Reader
from console.signin.state import HOME, SIGN_IN, sign_in_of
from console.texts.languages import N_
from models.audit import STRANGER, SignInRefused
from models.people.people import Identity

log = structlog.get_logger("signin")


class Refusal(StrEnum):
    """Why a sign-in is refused."""

    ATTEMPT = "attempt"
    DECLINED = "declined"
    PROVIDER = "provider"
    TOKEN = "token"  # noqa: S105 - no secret
    AWAY = "away"
    NO_ROLE = "no_role"
    INACTIVE = "inactive"
    LINK_USED = "link_used"
    LINKS_OFF = "links_off"


PAGES: Final[Mapping[Refusal, tuple[int, str, str]]] = {
    Refusal.ATTEMPT: (
        403,
        N_("This sign-in was not begun in this browser, or too long ago"),
        N_("Begin again. If that does not help, allow cookies, and open the console by its https address."),
    ),
    Refusal.DECLINED: (403, N_("The sign-in was declined"), N_("Nothing has happened. You can begin again.")),
    Refusal.PROVIDER: (
        403,
        N_("The provider did not sign you in"),
        N_("Begin again. If that does not help, tell an operator the number below."),
    ),
    Refusal.TOKEN: (
        403,
        N_("What the provider answered is not valid"),
        N_("Nobody was signed in. Begin again. If that does not help, tell an operator the number below."),
    ),
    Refusal.AWAY: (
        503,
        N_("The provider cannot be reached"),
        N_("Try again in a moment. Whoever is signed in already can go on."),
    ),
    Refusal.NO_ROLE: (
        403,
        N_("None of your groups has a role here"),
        N_("The provider knows you, but the console is not open to you."),
    ),
    Refusal.INACTIVE: (403, N_("You were deactivated here"), N_("What you decided before stays as it is.")),
    Refusal.LINK_USED: (
        403,
        N_("This link counts no more"),
        N_("A link counts once, for 15 minutes, and a newer one replaces it. Make another one: standing people link"),
    ),
    Refusal.LINKS_OFF: (
        403,
        N_("Links are turned off"),
        N_("Here people sign in at their provider only."),
    ),
}
"""Status, title and advice of each refusal."""


_OF_SOMEBODY: Final = frozenset({Refusal.TOKEN, Refusal.NO_ROLE, Refusal.INACTIVE})
"""Refusals after the provider's answer or with a good link: each is an event of its own. Strangers cause the others at
will.
"""
_ASKS: Final = frozenset({Refusal.NO_ROLE, Refusal.INACTIVE})
"""Refusals of which somebody can be asked."""


class RefusedSignInError(Exception):
    """Raised to end a sign-in with the page of its refusal."""

    def __init__(
        self,
        why: Refusal,
        *,
        said: str = "",
        person: str | None = None,
        identity: Identity | None = None,
        name: str = "",
        method: Literal["oidc", "link"] = "oidc",
        to: str = HOME,
    ) -> None:
        """Create the refusal; `said` is for the log alone, `to` is where the person wanted to go."""
        super().__init__(why.value)
        self.why = why
        self.said = said
        self.person = person
        self.identity = identity
        self.name = name
        self.method: Literal["oidc", "link"] = method
        self.to = to


def install(app: FastAPI) -> None:
    """Register the handler."""
    app.add_exception_handler(RefusedSignInError, _refused)


async def _refused(request: Request, error: Exception) -> Response:
    refused = cast("RefusedSignInError", error)
    status, title, advice = PAGES[refused.why]
    log.warning("sign-in refused", why=refused.why.value, said=refused.said, person=refused.person)
    identity = refused.identity
    if refused.why in _OF_SOMEBODY:
        event = SignInRefused(
            **event_origin(request, refused.person or STRANGER),
            method=refused.method,
            why=refused.why.value,
            issuer="" if identity is None else identity.issuer,
            subject="" if identity is None else identity.subject,
        )
        console_of(request).app_state.audit.note(event)
    # Every refusal is counted as a request refused, of which a flood makes one event a minute.
    request.scope["state"][REFUSAL] = f"sign-in-{refused.why.value.replace('_', '-')}"
    sign_in = sign_in_of(request)
    by_provider = sign_in.provider is not None
    return Reader(request).render(
        "signin/refused.html",
        status=status,
        status_code=status,
        title=title,
        advice=advice,
        who=refused.name,
        subject="" if identity is None else identity.subject,
        contact=sign_in.contact,
        asks=refused.why in _ASKS,
        again=f"{SIGN_IN}?{urlencode({'next': refused.to})}" if by_provider else "",
        number=request.state.request_id,
    )


def event_origin(request: Request, actor: str) -> dict[str, Any]:
    """Return who did it, from where, in which request: fields of every event of the audit."""
    host = request.client.host if request.client else ""
    return {
        "actor": actor,
        "via": "console",
        "address": address_of(host) if host else "",
        "request": request.state.request_id,
    }
