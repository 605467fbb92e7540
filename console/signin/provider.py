"""The OpenID provider: its addresses and keys, the way to it and the exchange of a code for what it attests.

Authorization code flow with PKCE. What the provider sends is checked by `tokens`; nothing of it is kept but the issuer
and subject of the person.
"""

import secrets
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from time import monotonic
from typing import Annotated, Any, Final
from urllib.parse import urlencode, urlsplit

import httpx2
import structlog
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from console.signin.tokens import Attested, Expected, SignatureUnknownError, TokenRefusedError, groups_in, read
from settings.signin import is_this_machine

WITHIN_S: Final = 10.0
"""Seconds that an answer of the provider may take."""
BELIEVED_S: Final = 3600.0
"""Seconds for which the provider's addresses and keys are kept before they are read again."""
_FRESH: Final = {"prompt": "login", "max_age": "0"}
"""Parameters that ask for a new sign-in, even if the provider knows the browser (OpenID Connect Core 3.1.2.1)."""

log = structlog.get_logger("signin")


class ProviderAwayError(Exception):
    """Raised when the provider does not answer, or not as an OpenID provider does."""


class CodeRefusedError(Exception):
    """Raised when the provider does not accept the code: used before, too old, or for another client."""


def _safe(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_this_machine(parts.hostname or "")):
        raise ValueError("not over TLS")
    return address


@cache
def _authorities() -> ssl.SSLContext:
    """Certificate authorities, read once: it takes longer than the whole exchange."""
    return httpx2.create_ssl_context(trust_env=False)


_Address = Annotated[str, AfterValidator(_safe)]


class Metadata(BaseModel):
    """What the provider says about itself (OpenID Connect Discovery 1.0)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    issuer: str
    authorization_endpoint: _Address
    token_endpoint: _Address
    jwks_uri: _Address
    userinfo_endpoint: _Address | None = None
    end_session_endpoint: _Address | None = None
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False


@dataclass(frozen=True)
class Registration:
    """How Standing is registered at the provider."""

    issuer: str
    client_id: str
    client_secret: str | None
    redirect_uri: str
    scopes: str
    groups_claim: str


@dataclass(frozen=True)
class Attempt:
    """One sign-in on its way: secrets that connect its beginning with its end."""

    state: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    fresh: bool = False
    """Whether the person must sign in anew, even if the provider knows the browser."""


class Provider:
    """Client of one OpenID provider. It is asked when somebody signs in, and no connection is kept meanwhile."""

    def __init__(self, registration: Registration, *, elapsed: Callable[[], float] = monotonic) -> None:
        self.registration = registration
        self._elapsed = elapsed
        self._metadata: tuple[float, Metadata] | None = None
        self._keys: tuple[float, KeySet] | None = None

    async def begun(self, attempt: Attempt) -> str:
        """Return the address at the provider to which the browser goes.

        Raises:
            ProviderAwayError: when the provider cannot be asked.
        """
        metadata = await self.metadata()
        async with self._client() as client:
            address, _ = client.create_authorization_url(
                metadata.authorization_endpoint,
                state=attempt.state,
                nonce=attempt.nonce,
                code_verifier=attempt.verifier,
                **(_FRESH if attempt.fresh else {}),
            )
        return str(address)

    async def attested(
        self, attempt: Attempt, code: str, *, issuer: str | None, now: datetime, fresh_within: timedelta
    ) -> Attested:
        """Return what the provider attests about the person who comes back with this code.

        Args:
            attempt: The sign-in as it began.
            code: Code that came with the person.
            issuer: Issuer that came with the code (RFC 9207); None where none came.
            now: Time now.
            fresh_within: Greatest age of the person's sign-in at the provider, if the attempt asked for a fresh one.

        Raises:
            ProviderAwayError: when the provider does not answer.
            CodeRefusedError: when it does not accept the code.
            TokenRefusedError: when its token fails a check.
        """
        metadata, registered = await self.metadata(), self.registration
        if issuer is None and metadata.authorization_response_iss_parameter_supported:
            raise TokenRefusedError("the answer does not name its issuer (iss)")
        if issuer is not None and issuer != registered.issuer:
            raise TokenRefusedError("the answer comes from another issuer (iss)")
        given = await self._exchanged(metadata, attempt, code)
        expected = Expected(
            issuer=registered.issuer,
            client_id=registered.client_id,
            nonce=attempt.nonce,
            now=now,
            signed_in_within=fresh_within if attempt.fresh else None,
        )
        found = await self._read(str(given["id_token"]), expected)
        if found.groups is None and metadata.userinfo_endpoint is not None and "access_token" in given:
            found = replace(found, groups=await self._groups(metadata.userinfo_endpoint, given, found.subject))
        return found

    async def end_session(self, back: str) -> str | None:
        """Return the address at which the person can end the session at the provider, too; None where it has none."""
        endpoint = (await self.metadata()).end_session_endpoint
        if endpoint is None:
            return None
        named = {"client_id": self.registration.client_id, "post_logout_redirect_uri": back}
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(named)}"

    async def metadata(self) -> Metadata:
        """Return what the provider says about itself; what it said before, while it does not answer.

        Raises:
            ProviderAwayError: when it has never answered, or speaks for another issuer.
        """
        kept = self._metadata
        if kept is not None and self._elapsed() < kept[0] + BELIEVED_S:
            return kept[1]
        issuer = self.registration.issuer
        try:
            said = await self._json(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
            metadata = Metadata.model_validate(said)
        except ValidationError as error:
            raise ProviderAwayError(f"its description cannot be used: {error.errors()[0]['loc']}") from error
        except ProviderAwayError:
            if kept is None:
                raise
            return kept[1]
        if metadata.issuer != issuer:
            raise ProviderAwayError(f"it calls itself {metadata.issuer}, and STANDING_OIDC_ISSUER is {issuer}")
        self._metadata = self._elapsed(), metadata
        return metadata

    # --- steps -------------------------------------------------------------------------------------------------------

    def _client(self) -> AsyncOAuth2Client:
        registered = self.registration
        return AsyncOAuth2Client(
            client_id=registered.client_id,
            client_secret=registered.client_secret,
            redirect_uri=registered.redirect_uri,
            scope=registered.scopes,
            code_challenge_method="S256",
            timeout=WITHIN_S,
            follow_redirects=False,
            trust_env=False,
            verify=_authorities(),
        )

    async def _exchanged(self, metadata: Metadata, attempt: Attempt, code: str) -> dict[str, Any]:
        try:
            async with self._client() as client:
                given: dict[str, Any] = await client.fetch_token(
                    metadata.token_endpoint,
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=attempt.verifier,
                    redirect_uri=self.registration.redirect_uri,
                    auth=client.client_auth(self._method(metadata)),
                )
        except OAuthError as error:
            raise CodeRefusedError(f"the provider refuses the code: {error.error}") from error
        except (httpx2.HTTPError, ValueError) as error:
            raise ProviderAwayError(f"the exchange of the code failed: {type(error).__name__}") from error
        if not isinstance(given.get("id_token"), str):
            raise TokenRefusedError("the answer has no ID token")
        return given

    def _method(self, metadata: Metadata) -> str:
        if self.registration.client_secret is None:
            return "none"
        supported = metadata.token_endpoint_auth_methods_supported
        basic, post = "client_secret_basic", "client_secret_post"
        return post if post in supported and basic not in supported else basic

    async def _read(self, token: str, expected: Expected) -> Attested:
        """Read the token; keys that do not fit are fetched once more, since the provider may have changed them."""
        claim = self.registration.groups_claim
        kept = self._keys
        if kept is not None and self._elapsed() < kept[0] + BELIEVED_S:
            try:
                return read(token, kept[1], expected, claim)
            except SignatureUnknownError:
                log.info("the provider's keys are read again")
        return read(token, await self._fetched_keys(), expected, claim)

    async def _fetched_keys(self) -> KeySet:
        said = await self._json((await self.metadata()).jwks_uri)
        try:
            keys = KeySet.import_key_set(said)  # type: ignore[arg-type]  # checked by the import itself
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise ProviderAwayError("its keys cannot be used") from error
        self._keys = self._elapsed(), keys
        return keys

    async def _groups(self, endpoint: str, given: dict[str, Any], subject: str) -> frozenset[str] | None:
        """Read the groups from the user information, which must be about the same person (5.3.2)."""
        said = await self._json(endpoint, {"authorization": f"Bearer {given['access_token']}"})
        if said.get("sub") != subject:
            raise TokenRefusedError("the user information is about another person (sub)")
        return groups_in(said, self.registration.groups_claim)

    async def _json(self, address: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
        try:
            async with self._client() as client:
                answer = await client.request("GET", address, headers=headers or {}, withhold_token=True)
            answer.raise_for_status()
            said = answer.json()
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            raise ProviderAwayError(f"{address} does not answer: {str(error) or type(error).__name__}") from error
        if not isinstance(said, dict):
            raise ProviderAwayError(f"{address} does not answer with an object")
        return said
