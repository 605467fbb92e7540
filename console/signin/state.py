"""State of the sign-in in one process, and the cookies that it sets."""

import re
from dataclasses import dataclass
from typing import Final, Self, cast
from urllib.parse import urlsplit

from fastapi import Request, Response

from api.http.addresses import address_of
from console.http.visitors import COOKIE
from console.signin.provider import Provider, Registration
from ledger.people.sessions import From
from settings import Settings

HOME: Final = "/console"
SIGN_IN: Final = "/console/sign-in"
CALLBACK: Final = f"{SIGN_IN}/callback"
BROWSER: Final = "__Host-standing-sign-in"
"""Cookie with the random value that connects the end of a sign-in with the browser that began it."""
BROWSER_LASTS_S: Final = 600

_OWN: Final = re.compile(
    r"/console(?:/[A-Za-z0-9._~!$&'()*+,;=:@%-]*)*(?:\?[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?|/docs(?:/[a-z_]{1,80})?"
)
_LONGEST: Final = 2_000


@dataclass(frozen=True)
class SignIn:
    """How people sign in: by the provider, where the settings name one, else by one-time links."""

    provider: Provider | None
    host: str
    """Name of the provider's host, for people to recognise."""
    back: str
    """Address to which the provider leads after its own sign-out."""
    contact: str

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the state that follows from the settings."""
        issuer, secret, address = settings.oidc_issuer, settings.oidc_client_secret, settings.public_address or ""
        if issuer is None:
            return cls(None, "", f"{address}{SIGN_IN}", settings.sign_in_contact)
        registration = Registration(
            issuer=issuer,
            client_id=settings.oidc_client_id or "",
            client_secret=None if secret is None else secret.get_secret_value(),
            redirect_uri=f"{address}{CALLBACK}",
            scopes=settings.oidc_scopes,
            groups_claim=settings.oidc_groups_claim,
        )
        provider = Provider(registration)
        return cls(provider, urlsplit(issuer).hostname or issuer, f"{address}{SIGN_IN}", settings.sign_in_contact)


def sign_in_of(request: Request) -> SignIn:
    """Return the state of the sign-in of the console that received the request."""
    return cast("SignIn", request.app.state.sign_in)


def own_path(wanted: str) -> str:
    """Return a path of the console or of the reference to which a person may be led; the first page for whatever else
    was asked for.
    """
    inside = len(wanted) <= _LONGEST and _OWN.fullmatch(wanted) is not None
    return wanted if inside and ".." not in wanted else HOME


def origin_of(request: Request) -> From:
    """Return where a request came from."""
    host = request.client.host if request.client else ""
    return From(address_of(host) if host else "", request.headers.get("user-agent", ""))


def set_secret(response: Response, name: str, value: str, lasts_s: int | None = None) -> None:
    """Set a cookie that scripts cannot read and other sites cannot send along with a form. Without `lasts_s` the
    browser drops it when it is closed.
    """
    response.set_cookie(name, value, max_age=lasts_s, path="/", secure=True, httponly=True, samesite="lax")


def drop_session(response: Response) -> None:
    """Remove the cookie of the session."""
    response.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="lax")
