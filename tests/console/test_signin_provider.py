"""ID tokens of a real provider: honest ones are believed, and no forged one is."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from console.signin.provider import (
    Attempt,
    CodeRefusedError,
    Provider,
    ProviderAwayError,
    Registration,
)
from console.signin.tokens import Attested, TokenRefusedError
from tests.console.signing_in import (
    CLIENT_ID,
    CLIENT_SECRET,
    AtProvider,
    free_port,
    provider_running,
    query_of,
)

BACK = "https://standing.test/console/sign-in/callback"


@pytest.fixture(scope="module")
def running() -> Iterator[AtProvider]:
    with provider_running() as at_provider:
        yield at_provider


@pytest.fixture
def at_provider(running: AtProvider) -> AtProvider:
    running.forge()
    return running


def registration(issuer: str, **more: Any) -> Registration:
    usual = {
        "issuer": issuer,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "redirect_uri": BACK,
        "scopes": "openid profile",
        "groups_claim": "groups",
    }
    return Registration(**{**usual, **more})


async def signed_in(
    at_provider: AtProvider,
    subject: str,
    *,
    provider: Provider | None = None,
    attempt: Attempt | None = None,
    now: datetime | None = None,
    issuer: str | None = None,
) -> Attested:
    """Sign a person in at the provider, and return what it attests."""
    provider, attempt = provider or Provider(registration(at_provider.issuer)), attempt or Attempt()
    back = query_of(at_provider.signed_in(await provider.begun(attempt), subject))
    assert back["state"] == attempt.state
    return await provider.attested(
        attempt, back["code"], issuer=issuer, now=now or datetime.now(UTC), fresh_within=timedelta(minutes=10)
    )


async def test_a_person_is_attested_with_name_and_groups(at_provider: AtProvider) -> None:
    """The code is exchanged with the proof of its beginning (PKCE), and the token says who came."""
    at_provider.person("ann", name="安莉", groups=["review", "night"])
    at_provider.forge(claims={"auth_time": 1_780_000_000})
    at = datetime.fromtimestamp(1_780_000_000, UTC)
    found = await signed_in(at_provider, "ann")
    assert found == Attested(at_provider.issuer, "ann", "安莉", frozenset({"review", "night"}), at)
    at_provider.forge(claims={"auth_time": None})
    assert (await signed_in(at_provider, "ann")).authenticated_at is None


async def test_the_way_to_the_provider_has_all_that_protects_it(at_provider: AtProvider) -> None:
    """State, nonce and challenge differ each time; the verifier never leaves."""
    provider = Provider(registration(at_provider.issuer))
    attempts = [Attempt(), Attempt()]
    asked = [query_of(await provider.begun(attempt)) for attempt in attempts]
    assert asked[0]["response_type"] == "code"
    assert asked[0]["redirect_uri"] == BACK
    assert asked[0]["scope"] == "openid profile"
    assert asked[0]["code_challenge_method"] == "S256"
    for name in ("state", "nonce", "code_challenge"):
        assert len(asked[0][name]) >= 43
        assert asked[0][name] != asked[1][name]
    assert attempts[0].verifier not in str(asked)
    assert "prompt" not in asked[0]


async def test_a_fresh_sign_in_is_asked_for_and_proved(at_provider: AtProvider) -> None:
    """`prompt=login` and `max_age` ask for it; `auth_time` proves it."""
    at_provider.person("bo", groups=[])
    provider, attempt = Provider(registration(at_provider.issuer)), Attempt(fresh=True)
    asked = query_of(await provider.begun(attempt))
    assert (asked["prompt"], asked["max_age"]) == ("login", "0")
    found = await signed_in(at_provider, "bo", provider=provider, attempt=attempt)
    assert found.authenticated_at is not None
    assert abs(found.authenticated_at - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("auth_time", "said"),
    [
        (lambda now: now - 3600, "did not sign in again"),
        (lambda now: now + 3600, "in the future"),
        (lambda _: None, "does not say"),
        (lambda _: "yesterday", "no time"),
        (lambda _: True, "no time"),
        (lambda _: 1e300, "no time"),
    ],
)
async def test_an_old_sign_in_is_not_taken_for_a_fresh_one(at_provider: AtProvider, auth_time: Any, said: str) -> None:
    """The provider may know the browser and ask for nothing."""
    at_provider.person("cai", groups=[])
    at_provider.forge(claims={"auth_time": auth_time(int(datetime.now(UTC).timestamp()))})
    with pytest.raises(TokenRefusedError, match=said):
        await signed_in(at_provider, "cai", attempt=Attempt(fresh=True))


NAMED = {"an hour ago": -3600, "in an hour": 3600}
"""Instants of claims, in seconds from the test's own time: its name must be the same in every process."""


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"nonce": "of another sign-in"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"nonce": ["a"]}, "nonce"),
        ({"iss": "https://elsewhere.example"}, "iss"),
        ({"iss": ["https://elsewhere.example"]}, "iss"),
        ({"aud": "another-client"}, "aud"),
        ({"aud": ["another-client"]}, "aud"),
        ({"aud": []}, "aud"),
        ({"aud": [CLIENT_ID, "another-client"]}, "azp"),
        ({"aud": [CLIENT_ID, "another-client"], "azp": "another-client"}, "azp"),
        ({"azp": "another-client"}, "azp"),
        ({"exp": "an hour ago"}, "expired"),
        ({"exp": None}, "exp"),
        ({"exp": "tomorrow"}, "exp"),
        ({"iat": "in an hour"}, "in the future"),
        ({"iat": None}, "iat"),
        ({"nbf": "in an hour"}, "not yet valid"),
        ({"sub": ""}, "sub"),
        ({"sub": None}, "sub"),
        ({"sub": 7}, "sub"),
        ({"sub": "x" * 201}, "sub"),
        ({"sub": " dai"}, "sub"),
    ],
    ids=str,
)  # fmt: skip
async def test_a_token_for_another_purpose_is_refused(
    at_provider: AtProvider, claims: dict[str, Any], said: str
) -> None:
    """Signed by the provider's own key, and yet not for this sign-in."""
    at_provider.person("dai", groups=["review"])
    now = int(datetime.now(UTC).timestamp())
    later = {name: now + NAMED[value] for name, value in claims.items() if isinstance(value, str) and value in NAMED}
    at_provider.forge(claims=claims | later)
    with pytest.raises(TokenRefusedError, match=said):
        await signed_in(at_provider, "dai")


async def test_several_audiences_need_us_as_the_authorised_party(at_provider: AtProvider) -> None:
    """The honest counterpart of the refusals above."""
    at_provider.person("dai", groups=[])
    at_provider.forge(claims={"aud": [CLIENT_ID, "another-client"], "azp": CLIENT_ID})
    assert (await signed_in(at_provider, "dai")).subject == "dai"


@pytest.mark.parametrize("how", ["none", "hs256", "stranger", "unsigned", "changed", "missing"])
async def test_a_forged_signature_is_refused(at_provider: AtProvider, how: str) -> None:
    """No signature; the public key as a shared secret; another key under the same name; changed claims."""
    at_provider.person("er", groups=["review"])
    at_provider.forge(id_token=how)
    with pytest.raises(TokenRefusedError):
        await signed_in(at_provider, "er")


async def test_changed_keys_are_read_again_once(at_provider: AtProvider) -> None:
    """A provider that changes its keys locks nobody out, and a forged token makes us read them only once more."""
    at_provider.person("fu", groups=[])
    provider = Provider(registration(at_provider.issuer))
    before = at_provider.seen["fetched"]
    await signed_in(at_provider, "fu", provider=provider)
    await signed_in(at_provider, "fu", provider=provider)
    assert at_provider.seen["fetched"] == before + 1
    at_provider.forge(rotate=True)
    assert (await signed_in(at_provider, "fu", provider=provider)).subject == "fu"
    assert at_provider.seen["fetched"] == before + 2
    at_provider.forge(id_token="stranger")
    with pytest.raises(TokenRefusedError):
        await signed_in(at_provider, "fu", provider=provider)
    assert at_provider.seen["fetched"] == before + 3


async def test_a_code_counts_once(at_provider: AtProvider) -> None:
    """Whoever reads the address in a history or a log is too late."""
    at_provider.person("ge", groups=[])
    provider, attempt = Provider(registration(at_provider.issuer)), Attempt()
    code = query_of(at_provider.signed_in(await provider.begun(attempt), "ge"))["code"]
    given: Any = {"issuer": None, "now": datetime.now(UTC), "fresh_within": timedelta(minutes=10)}
    assert (await provider.attested(attempt, code, **given)).subject == "ge"
    with pytest.raises(CodeRefusedError):
        await provider.attested(attempt, code, **given)


async def test_a_stolen_code_is_worth_nothing_without_its_beginning(at_provider: AtProvider) -> None:
    """PKCE: the thief has another verifier."""
    at_provider.person("ha", groups=[])
    provider, attempt = Provider(registration(at_provider.issuer)), Attempt()
    code = query_of(at_provider.signed_in(await provider.begun(attempt), "ha"))["code"]
    with pytest.raises(CodeRefusedError):
        await provider.attested(Attempt(), code, issuer=None, now=datetime.now(UTC), fresh_within=timedelta(minutes=10))


async def test_an_answer_of_another_issuer_is_refused(at_provider: AtProvider) -> None:
    """RFC 9207: a mix-up of two providers."""
    at_provider.person("ji", groups=[])
    with pytest.raises(TokenRefusedError, match="iss"):
        await signed_in(at_provider, "ji", issuer="https://elsewhere.example")
    at_provider.forge(metadata={"authorization_response_iss_parameter_supported": True})
    with pytest.raises(TokenRefusedError, match="iss"):
        await signed_in(at_provider, "ji")
    assert (await signed_in(at_provider, "ji", issuer=at_provider.issuer)).subject == "ji"


async def test_groups_come_from_the_user_information_where_the_token_has_none(at_provider: AtProvider) -> None:
    """Some providers keep tokens short."""
    at_provider.person("ke", nested={"roles": ["review", 7]})
    provider = Provider(registration(at_provider.issuer, groups_claim="nested.roles"))
    assert (await signed_in(at_provider, "ke", provider=provider)).groups == frozenset({"review"})
    at_provider.forge(claims={"nested": None})
    assert (await signed_in(at_provider, "ke", provider=provider)).groups == frozenset({"review"})
    other = Provider(registration(at_provider.issuer, groups_claim="teams"))
    assert (await signed_in(at_provider, "ke", provider=other)).groups is None


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"name": " 李 雷 "}, "李 雷"),
        ({"name": None, "preferred_username": "lilei"}, "lilei"),
        ({"name": "\u202eevil", "email": "li@example.cn"}, "li@example.cn"),
        ({"name": "x" * 300}, "li-lei"),
        ({"name": "\u200b"}, "li-lei"),
    ],
)
async def test_a_name_that_nobody_could_read_is_not_taken(
    at_provider: AtProvider, claims: dict[str, Any], name: str
) -> None:
    """The name stands beside decisions; a forged one must not imitate another person's line."""
    at_provider.person("li-lei", groups=[], **{"name": None, **claims})
    provider = Provider(registration(at_provider.issuer, scopes="openid profile email"))
    assert (await signed_in(at_provider, "li-lei", provider=provider)).name == name


async def test_a_provider_that_is_not_ours_is_not_used(at_provider: AtProvider) -> None:
    """Its description must name the issuer of the settings, and TLS addresses where it is not on this machine."""
    wrong = Provider(registration(f"http://localhost:{at_provider.issuer.rpartition(':')[2]}"))
    at_provider.forge(metadata={"issuer": at_provider.issuer})
    with pytest.raises(ProviderAwayError, match="calls itself"):
        await wrong.begun(Attempt())
    at_provider.forge(metadata={"token_endpoint": "http://id.example.cn/token"})
    with pytest.raises(ProviderAwayError, match="token_endpoint"):
        await Provider(registration(at_provider.issuer)).begun(Attempt())


async def test_a_provider_that_does_not_answer_is_said_to_be_away() -> None:
    """Nobody listens there."""
    with pytest.raises(ProviderAwayError, match="does not answer"):
        await Provider(registration(f"http://127.0.0.1:{free_port()}")).begun(Attempt())


async def test_the_way_out_of_the_provider_is_offered(at_provider: AtProvider) -> None:
    """RP-initiated logout, without a token that would have to be kept."""
    address = await Provider(registration(at_provider.issuer)).end_session("https://standing.test/console/sign-in")
    assert address is not None
    assert address.startswith(f"{at_provider.issuer}/oauth2/end_session?")
    assert query_of(address) == {
        "client_id": CLIENT_ID,
        "post_logout_redirect_uri": "https://standing.test/console/sign-in",
    }
    at_provider.forge(metadata={"end_session_endpoint": None})
    assert await Provider(registration(at_provider.issuer)).end_session("https://standing.test/") is None
