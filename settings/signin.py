"""Settings of sign-in: the OpenID provider, what its groups may do, and how long sessions last (docs/console.md)."""

import json
from collections.abc import Mapping
from datetime import timedelta
from ipaddress import ip_address
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from models.cases.cases import CaseKind
from models.roles import Role
from models.texts.incoming import Line
from settings.kinds import Duration, Expected

EVERY_KIND: Final = "*"
"""Word for all kinds of case in `STANDING_OIDC_KINDS`."""


def _parsed(value: object) -> object:
    """Value of a variable that holds JSON, with a single word in place of a list of one."""
    found = json.loads(value) if isinstance(value, str) else value
    if isinstance(found, Mapping):
        return {group: (words,) if isinstance(words, str) else words for group, words in found.items()}
    return found


Group = Annotated[str, Field(min_length=1, max_length=500)]


class SignInSettings(BaseSettings):
    """Settings of the console's sign-in. Without a provider, people sign in by one-time links of the command line."""

    model_config = SettingsConfigDict(use_attribute_docstrings=True)

    # --- the provider ------------------------------------------------------------------------------------------------

    public_address: Annotated[
        str | None, Expected("the address that browsers use, such as https://standing.example.cn, without a path")
    ] = None
    """Address under which browsers reach the API and the console. Not set: this machine's own."""

    oidc_issuer: Annotated[
        str | None, Expected("an address such as https://id.example.cn/realms/staff (http only on this machine)")
    ] = None
    """Issuer of the OpenID provider. When it is set, only the provider can sign people in."""

    oidc_client_id: Annotated[
        str | None, Field(min_length=1, max_length=500), Expected("the client identifier that the provider gave")
    ] = None
    """Identifier under which Standing is registered at the provider."""

    oidc_client_secret: Annotated[SecretStr | None, Expected("the client secret that the provider gave")] = None
    """Secret of that registration. Not set: a public client, which PKCE alone protects."""

    oidc_scopes: Annotated[
        str,
        Field(pattern=r"^openid( [\x21\x23-\x5b\x5d-\x7e]+)*$"),
        Expected("scopes separated by spaces, of which the first is openid"),
    ] = "openid profile"
    """Scopes that are asked for; some providers need one more for the groups."""

    oidc_groups_claim: Annotated[str, Field(min_length=1, max_length=200), Expected("the name of a claim")] = "groups"
    """Claim of the ID token, or of the provider's user information, that lists a person's groups."""

    oidc_roles: Annotated[
        dict[Group, tuple[Role, ...]],
        NoDecode,
        BeforeValidator(_parsed),
        Expected('JSON from groups to roles, for example {"content-review": ["reviewer"], "audit": "auditor"}'),
    ] = {}
    """Roles of each group. A person in none of these groups is not admitted."""

    oidc_kinds: Annotated[
        dict[Group, tuple[CaseKind | Literal["*"], ...]] | None,
        NoDecode,
        BeforeValidator(_parsed),
        Expected('JSON from groups to kinds of case, for example {"content-review": ["appeal"], "leads": "*"}'),
    ] = None
    """Kinds of case that each group may decide, `*` for all. Not set: everybody may decide all that the roles allow;
    set: a person in none of these groups decides none."""

    sign_in_contact: Annotated[Line, Expected("whom to ask for access, at most 200 characters")] = ""
    """Whom people can ask when they are refused, for example an e-mail address; shown on the page of the refusal."""

    # --- sessions ----------------------------------------------------------------------------------------------------

    session_idle: Duration = timedelta(minutes=30)
    """Time without a request after which a session ends."""

    session_lasts: Duration = timedelta(hours=12)
    """Time after its sign-in at which a session ends in any case."""

    fresh_sign_in: Duration = timedelta(minutes=10)
    """Age of a sign-in up to which it may close an account, release a report or make a key; later it is repeated."""

    @field_validator("oidc_issuer")
    @classmethod
    def _is_issuer(cls, issuer: str | None) -> str | None:
        if issuer is None:
            return None
        parts = urlsplit(issuer)
        if parts.query or parts.fragment or "?" in issuer or "#" in issuer:
            raise ValueError("an issuer has neither query nor fragment")
        return _over_tls(issuer)

    @field_validator("public_address")
    @classmethod
    def _is_origin(cls, address: str | None) -> str | None:
        if address is None:
            return None
        if urlsplit(address)[2:] not in {("", "", ""), ("/", "", "")}:
            raise ValueError("not without a path")
        return _over_tls(address).rstrip("/")

    @field_validator("oidc_roles")
    @classmethod
    def _each_has_roles(cls, roles: dict[str, tuple[Role, ...]]) -> dict[str, tuple[Role, ...]]:
        if not all(roles.values()):
            raise ValueError("a group without roles")
        return roles

    def sign_in_incomplete(self, prefix: str) -> list[str]:
        """Errors for settings of the provider that are needed and missing, or set without a provider."""
        needed: dict[str, tuple[Any, str]] = {
            "OIDC_CLIENT_ID": (self.oidc_client_id, "the provider knows Standing by it"),
            "OIDC_ROLES": (self.oidc_roles, "nobody would be admitted"),
            "PUBLIC_ADDRESS": (self.public_address, "the provider sends people back to it"),
        }
        if self.oidc_issuer is not None:
            return [
                f"{prefix}{name} is not set, but {prefix}OIDC_ISSUER is: {why}"
                for name, (value, why) in needed.items()
                if not value
            ]
        without = {
            "OIDC_CLIENT_ID": self.oidc_client_id,
            "OIDC_CLIENT_SECRET": self.oidc_client_secret,
            "OIDC_ROLES": self.oidc_roles,
            "OIDC_KINDS": self.oidc_kinds,
        }
        return [
            f"{prefix}{name} is set, but {prefix}OIDC_ISSUER is not: there is no provider to which it applies"
            for name, value in without.items()
            if value
        ]


def _over_tls(address: str) -> str:
    """Address, if it is reached over TLS or on this machine.

    Raises:
        ValueError: when it is not, or holds a name and password.
    """
    parts = urlsplit(address)
    host = parts.hostname or ""
    if not host or parts.username is not None or parts.scheme not in {"http", "https"}:
        raise ValueError("not an address")
    if parts.scheme == "http" and not is_this_machine(host):
        raise ValueError("not over TLS")
    return address


def is_this_machine(host: str) -> bool:
    """Return whether a host name means this machine itself, so that nothing goes over a network."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
