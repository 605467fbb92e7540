"""ID tokens: what the provider says about a person, believed only after every check of OpenID Connect Core 3.1.3.7."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from typing import Any, Final

from joserfc import jws
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry, decode

from models.names import LINE_LENGTH
from models.texts.legible import require_readable, shows_something

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures that are accepted: by a key pair alone. With `none` or a shared secret anybody could write a token."""

LEEWAY: Final = timedelta(seconds=30)
"""Most by which the provider's clock may differ from the database's."""

_NAMES: Final = ("name", "preferred_username", "nickname", "email")
"""Claims that may name a person, best first."""


class TokenRefusedError(Exception):
    """Raised for a token that is not believed; the text says which check failed, for the log and the audit."""


class SignatureUnknownError(TokenRefusedError):
    """Raised for a signature that none of the known keys has made; the provider may have changed its keys."""


@dataclass(frozen=True)
class Expected:
    """What the token must say."""

    issuer: str
    client_id: str
    nonce: str
    now: datetime
    signed_in_within: timedelta | None = None
    """Greatest age of the person's sign-in at the provider, where a fresh one was asked for."""


@dataclass(frozen=True)
class Attested:
    """What a provider attests about a person."""

    issuer: str
    subject: str
    name: str
    groups: frozenset[str] | None
    """Groups of the person; None where the token has no such claim."""
    authenticated_at: datetime | None
    """When the person signed in at the provider; None where it does not say so."""


def read(token: str, keys: KeySet, expected: Expected, groups_claim: str) -> Attested:
    """Return what the token attests.

    Raises:
        SignatureUnknownError: when no key fits; fetch the keys again and try once more.
        TokenRefusedError: when any other check fails.
    """
    try:
        registry = jws.JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        claims = decode(token, keys, registry=registry).claims
    except (BadSignatureError, InvalidKeyIdError) as error:
        raise SignatureUnknownError(f"no key of the provider made the signature ({error})") from error
    except (JoseError, ValueError) as error:
        raise TokenRefusedError(f"the token cannot be read: {error}") from error
    _require(claims, expected)
    return Attested(
        issuer=claims["iss"],
        subject=claims["sub"],
        name=name_in(claims),
        groups=groups_in(claims, groups_claim),
        authenticated_at=_signed_in_at(claims, expected),
    )


def _require(claims: Mapping[str, Any], expected: Expected) -> None:
    needed = JWTClaimsRegistry(
        now=int(expected.now.timestamp()),
        leeway=int(LEEWAY.total_seconds()),
        iss={"essential": True, "value": expected.issuer},
        sub={"essential": True},
        aud={"essential": True, "value": expected.client_id},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True},
    )
    try:
        needed.validate(dict(claims))
    except JoseError as error:
        raise TokenRefusedError(f"the token is not for this sign-in: {error}") from error
    audience = claims["aud"]
    several = isinstance(audience, list) and len(audience) > 1
    if (several or "azp" in claims) and claims.get("azp") != expected.client_id:
        raise TokenRefusedError("the token was made for another client (azp)")
    if not isinstance(claims["nonce"], str) or not compare_digest(claims["nonce"].encode(), expected.nonce.encode()):
        raise TokenRefusedError("the token answers another sign-in (nonce)")
    if not 1 <= len(claims["sub"]) <= LINE_LENGTH or claims["sub"] != claims["sub"].strip():
        raise TokenRefusedError(f"the subject is no text of 1 to {LINE_LENGTH} characters without spaces around (sub)")


def _signed_in_at(claims: Mapping[str, Any], expected: Expected) -> datetime | None:
    """Return the instant of the sign-in at the provider, checked where a fresh one was asked for."""
    said = claims.get("auth_time")
    if said is None:
        if expected.signed_in_within is not None:
            raise TokenRefusedError("the provider does not say when the person signed in (auth_time)")
        return None
    try:
        at = datetime.fromtimestamp(_number(said), UTC)
    except (TypeError, ValueError, OverflowError, OSError) as error:
        raise TokenRefusedError("the instant of the sign-in is no time (auth_time)") from error
    if at > expected.now + LEEWAY:
        raise TokenRefusedError("the instant of the sign-in is in the future (auth_time)")
    if expected.signed_in_within is not None and at < expected.now - expected.signed_in_within - LEEWAY:
        raise TokenRefusedError("the person did not sign in again (auth_time)")
    return min(at, expected.now)


def _number(said: object) -> float:
    if isinstance(said, bool) or not isinstance(said, int | float):
        raise TypeError("not a number")
    return said


def groups_in(claims: Mapping[str, Any], claim: str) -> frozenset[str] | None:
    """Return the groups in this claim, which may lie inside others (`realm_access.roles`); None without the claim."""
    found: Any = claims.get(claim)
    if found is None and "." in claim:
        found = claims
        for step in claim.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
    if found is None:
        return None
    return frozenset(word for word in (found if isinstance(found, list) else [found]) if isinstance(word, str))


def name_in(claims: Mapping[str, Any]) -> str:
    """Return the best readable name of the person; the subject where there is none."""
    return next(_readable(claims), str(claims["sub"]))


def _readable(claims: Mapping[str, Any]) -> Iterator[str]:
    for claim in _NAMES:
        said = claims.get(claim)
        if not isinstance(said, str) or not (name := " ".join(said.split())) or len(name) > LINE_LENGTH:
            continue
        try:
            require_readable(name, "line")
        except ValueError:
            continue
        if shows_something(name):
            yield name
