"""Signing in to the console by a real provider: who is let in, who is not, and when it ends."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest

from console.app import PATH, console_app
from console.http.visitors import COOKIE
from console.signin.state import BROWSER, own_path
from embedded import EmbeddedPostgres
from ledger.people import people, sessions
from models.roles import Role
from regulation import people as rules
from settings import Settings
from tests.api.conftest import Api, Clock, opened
from tests.console.signing_in import CLIENT_ID, CLIENT_SECRET, AtProvider, free_port, provider_running, query_of

HERE = "https://standing.test"
ROLES = {"review": ("reviewer",), "lead": ("reviewer", "operator"), "audit": ("auditor",)}
KINDS = {"review": ("appeal", "closure"), "lead": ("*",)}
_subjects = count(1)
_databases = count(1)


@dataclass
class Browser:
    """A browser with its own cookies, as far as the server sees it."""

    client: httpx2.AsyncClient
    at_provider: AtProvider
    seen: list[httpx2.Response] = field(default_factory=list)

    async def get(self, path: str, **headers: str) -> httpx2.Response:
        return await self._kept(await self.client.get(path, headers=_named(headers)))

    async def post(self, path: str, form: dict[str, Any] | None = None, **headers: str) -> httpx2.Response:
        return await self._kept(
            await self.client.post(path, data=form or {}, headers={"Sec-Fetch-Site": "same-origin", **_named(headers)})
        )

    async def _kept(self, answer: httpx2.Response) -> httpx2.Response:
        self.seen.append(answer)
        return answer

    async def to_provider(self, to: str = "/console/sessions", **more: str) -> str:
        """Begin a sign-in; return the address at the provider."""
        answer = await self.client.get("/console/sign-in/start", params={"next": to, **more})
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    async def comes_back(self, address: str) -> httpx2.Response:
        """Follow the provider's redirect to the callback."""
        assert address.startswith(f"{HERE}/console/sign-in/callback?")
        return await self.get(address)

    async def signs_in(self, subject: str, to: str = "/console/sessions", **more: str) -> httpx2.Response:
        """Sign in at the provider and come back."""
        return await self.comes_back(self.at_provider.signed_in(await self.to_provider(to, **more), subject))

    async def is_in(self) -> bool:
        """Whether a page is shown to the person, rather than the way to the sign-in."""
        return (await self.client.get("/console/sessions")).status_code == 200

    @property
    def token(self) -> str:
        return str(self.client.cookies.get(COOKIE))

    @property
    def session(self) -> str:
        """Cookie header of the session, for another browser that has stolen it."""
        return f"{COOKIE}={self.token}"


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {"Accept-Language": "en", **{name.replace("_", "-"): value for name, value in headers.items()}}


@dataclass
class World:
    """The console with a provider, and browsers in front of it."""

    api: Api
    at_provider: AtProvider
    browsers: list[httpx2.AsyncClient] = field(default_factory=list)

    def browser(self) -> Browser:
        client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=self.api.app, raise_app_exceptions=False), base_url=HERE
        )
        self.browsers.append(client)
        return Browser(client, self.at_provider)

    def person(self, *groups: str, **claims: Any) -> str:
        """Return a new person at the provider, with these groups."""
        return self.at_provider.person(f"person-{next(_subjects)}", groups=list(groups), **claims)

    async def audited(self, *types: str) -> list[dict[str, Any]]:
        """Return what the audit has of these types, oldest first."""
        await self.api.app.state.app_state.audit.flush()
        answer = await self.api[Role.AUDITOR].get("/v1/audit", params={"type": list(types), "limit": 500})
        assert answer.status_code == 200, answer.text
        return [event["data"] for event in reversed(answer.json()["events"])]


@asynccontextmanager
async def world_of(postgres: EmbeddedPostgres, template: str, name: str, issuer: AtProvider | None, **more: Any):
    """Yield the API with the console; without an issuer, people sign in by links."""
    named = f"signin_{name}_{next(_databases)}"
    await asyncio.to_thread(postgres.create_database, named, template=template)
    given: dict[str, Any] = {"public_address": HERE, "sign_in_contact": "周远 it@example.cn", **more}
    if issuer is not None:
        given |= {
            "oidc_issuer": issuer.issuer,
            "oidc_client_id": CLIENT_ID,
            "oidc_client_secret": CLIENT_SECRET,
            "oidc_roles": ROLES,
            "oidc_kinds": KINDS,
        }
    async with opened(postgres.url(named), Clock(datetime.now(UTC)), mounts={PATH: console_app}, **given) as api:
        yield api
    await asyncio.to_thread(postgres.drop_database, named)


@pytest.fixture(scope="module")
def running() -> Iterator[AtProvider]:
    with provider_running() as at_provider:
        yield at_provider


@pytest.fixture(scope="module")
async def shared_world(
    postgres: EmbeddedPostgres, template: str, process_name: str, running: AtProvider
) -> AsyncIterator[World]:
    async with world_of(postgres, template, process_name, running, rate_strangers="10000/second") as api:
        yield World(api, running)


@pytest.fixture
async def world(shared_world: World) -> AsyncIterator[World]:
    shared_world.api.clock.now = datetime.now(UTC)
    shared_world.at_provider.forge()
    yield shared_world
    while shared_world.browsers:
        await shared_world.browsers.pop().aclose()


# --- the way in -----------------------------------------------------------------------------------------------------


async def test_a_person_signs_in_and_comes_back_to_the_page(world: World) -> None:
    """From the page that was wanted, over the provider, to that page; every step with its cookie."""
    browser, ann = world.browser(), world.person("review", name="安莉")
    wanted = await browser.get("/console/queue?kind=appeal")
    assert wanted.status_code == 303
    page = await browser.get(wanted.headers["location"])
    begin = re.search(r'href="(/console/sign-in/start\?[^"]+)"', page.text)
    assert begin is not None
    away = await browser.get(begin[1].replace("&amp;", "&"))
    assert away.headers["location"].startswith(f"{world.at_provider.issuer}/oauth2/authorize?")
    back = await browser.comes_back(world.at_provider.signed_in(away.headers["location"], ann))
    assert (back.status_code, back.headers["location"]) == (303, "/console/queue?kind=appeal")
    shown = await browser.get("/console/queue?kind=appeal")
    assert shown.status_code == 200
    assert "安莉" in shown.text


async def test_the_cookies_are_the_strictest_there_are(world: World) -> None:
    """For this host alone, not for scripts, over TLS or on this machine, not with forms of other sites."""
    browser, ann = world.browser(), world.person("review")
    await browser.signs_in(ann)
    session = next(each for each in browser.seen[-1].headers.get_list("set-cookie") if each.startswith(COOKIE))
    parts = {part.strip().lower() for part in session.split(";")[1:]}
    assert parts == {"httponly", "path=/", "samesite=lax", "secure"}
    assert len(browser.token) == 43
    begun = await world.browser().get("/console/sign-in/start")
    attempt = begun.headers["set-cookie"].lower()
    assert attempt.startswith(BROWSER.lower())
    for part in ("httponly", "path=/", "samesite=lax", "secure", "max-age=600"):
        assert part in attempt
    assert "domain" not in attempt + session.lower()


async def test_the_first_sign_in_adds_the_person_with_the_rights_of_the_groups(world: World) -> None:
    """Roles and kinds of case of all groups together; who is in a group without kinds decides none."""
    for groups, roles, kinds in (
        (("review",), ["reviewer"], ["appeal", "closure"]),
        (("review", "audit", "football"), ["reviewer", "auditor"], ["appeal", "closure"]),
        (("lead", "review"), ["reviewer", "operator"], None),
        (("audit",), ["auditor"], []),
    ):
        browser, subject = world.browser(), world.person(*groups)
        await browser.signs_in(subject)
        found = await sessions.find(world.api.database, browser.token)
        assert found is not None
        person = await people.person_of(world.api.database, found.caller.actor)
        assert person is not None
        assert [role.value for role in person.roles] == roles
        assert (None if person.kinds is None else [kind.value for kind in person.kinds]) == kinds
        assert [each.subject for each in person.identities] == [subject]


async def test_changed_groups_count_from_the_next_sign_in_on(world: World) -> None:
    """More of them give more, and without one that has a role the person loses all, in every browser."""
    first, second = world.browser(), world.browser()
    ann = world.person("review")
    await first.signs_in(ann)
    assert (await first.get("/console/audit")).status_code in {403, 404}
    world.at_provider.person(ann, groups=["review", "audit"])
    await second.signs_in(ann)
    shown = await second.get("/console/sessions")
    assert "auditor" in shown.text
    assert "auditor" not in (await first.get("/console/sessions")).text
    world.at_provider.person(ann, groups=["football"])
    assert (await world.browser().signs_in(ann)).status_code == 403
    world.api.app.state.app_state.sessions.forget()
    for browser in (first, second):
        assert (await browser.get("/console/queue")).status_code == 403


# --- who is not let in ----------------------------------------------------------------------------------------------


async def test_without_a_mapped_group_there_is_a_plain_page(world: World) -> None:
    """It says whom to ask, and who came; it is recorded, and there is no session."""
    browser, stranger = world.browser(), world.person("football", name="王五")
    answer = await browser.signs_in(stranger)
    assert answer.status_code == 403
    for words in ("None of your groups has a role here", "周远 it@example.cn", "王五", stranger):
        assert words in answer.text
    assert COOKIE not in browser.client.cookies
    assert not await browser.is_in()
    refused = (await world.audited("sign_in_refused"))[-1]
    assert (refused["why"], refused["subject"], refused["issuer"]) == (
        "no_role",
        stranger,
        world.at_provider.issuer,
    )
    assert (refused["actor"], refused["via"]) == ("", "console")


@pytest.mark.parametrize("groups", [None, [], "", "football", ["Review"], ["review "], [["review"]], {"review": True}])
async def test_nothing_but_the_exact_group_counts(world: World, groups: Any) -> None:
    """Denied by default: no claim, another form, another spelling."""
    browser, stranger = world.browser(), world.at_provider.person(f"person-{next(_subjects)}", groups=groups)
    assert (await browser.signs_in(stranger)).status_code == 403


async def test_a_deactivated_person_is_refused_and_signed_out(world: World) -> None:
    """In the browser that is open, and at the next sign-in."""
    browser, ann = world.browser(), world.person("review")
    await browser.signs_in(ann)
    found = await sessions.find(world.api.database, browser.token)
    assert found is not None
    person = found.caller.actor
    await people.execute(
        world.api.database, person, rules.deactivate(), actor="per_000000000009", now=world.api.clock.now
    )
    world.api.app.state.app_state.sessions.forget()
    assert not await browser.is_in()
    answer = await world.browser().signs_in(ann)
    assert answer.status_code == 403
    assert "You were deactivated here" in answer.text
    assert (await world.audited("sign_in_refused"))[-1]["actor"] == person


@pytest.mark.parametrize(
    "forged",
    [
        {"claims": {"nonce": "another"}},
        {"claims": {"iss": "https://elsewhere.example"}},
        {"claims": {"aud": "another-client"}},
        {"claims": {"exp": 1_700_000_000}},
        {"id_token": "none"},
        {"id_token": "hs256"},
        {"id_token": "stranger"},
        {"id_token": "changed"},
    ],
    ids=str,
)
async def test_a_forged_token_signs_nobody_in(world: World, forged: dict[str, Any]) -> None:
    """Whatever is wrong with it; what was wrong is in the log, not on the page."""
    browser, ann = world.browser(), world.person("review")
    await world.browser().signs_in(ann)
    world.at_provider.forge(**forged)
    answer = await browser.signs_in(ann)
    assert answer.status_code == 403
    assert "What the provider answered is not valid" in answer.text
    assert "nonce" not in answer.text
    assert COOKIE not in browser.client.cookies
    assert (await world.audited("sign_in_refused"))[-1]["why"] == "token"


async def test_the_end_belongs_to_its_beginning(world: World) -> None:
    """Another state, another browser, a second time, too late: refused, and the code is not even tried."""
    ann = world.person("review")
    thief, browser = world.browser(), world.browser()
    back = world.at_provider.signed_in(await browser.to_provider(), ann)
    wrong = back.replace(f"state={query_of(back)['state']}", "state=another")
    for who, address in ((thief, back), (browser, wrong), (browser, f"{HERE}/console/sign-in/callback?code=x")):
        answer = await who.get(address)
        assert answer.status_code == 403
        assert "not begun in this browser" in answer.text
        assert COOKIE not in who.client.cookies
    assert (await browser.comes_back(back)).status_code == 303
    stolen = await browser.comes_back(back)
    assert stolen.status_code == 403
    late = world.at_provider.signed_in(await browser.to_provider(), ann)
    world.api.clock.pass_(minutes=11)
    assert (await browser.comes_back(late)).status_code == 403


async def test_a_code_of_another_sign_in_is_refused(world: World) -> None:
    """The attacker's code with the victim's state: the proof of the beginning does not fit (PKCE)."""
    mallory, ann = world.person("lead"), world.person("review")
    attacker, victim = world.browser(), world.browser()
    theirs = query_of(world.at_provider.signed_in(await attacker.to_provider(), mallory))
    own = world.at_provider.signed_in(await victim.to_provider(), ann)
    answer = await victim.comes_back(own.replace(f"code={query_of(own)['code']}", f"code={theirs['code']}"))
    assert answer.status_code == 403
    assert not await victim.is_in()


async def test_whoever_declines_may_begin_again(world: World) -> None:
    """The provider's other errors are not shown: anybody can write them into an address."""
    browser = world.browser()
    answer = await browser.comes_back(world.at_provider.denied(await browser.to_provider("/console/queue")))
    assert (answer.status_code, "The sign-in was declined" in answer.text) == (403, True)
    assert 'href="/console/sign-in?next=%2Fconsole%2Fqueue"' in answer.text
    state = query_of(await browser.to_provider())["state"]
    answer = await browser.get(f"/console/sign-in/callback?state={state}&error=call%20this%20number")
    assert answer.status_code == 403
    assert "call this number" not in answer.text


async def test_a_provider_that_is_away_is_said_so(postgres: EmbeddedPostgres, template: str, process_name: str) -> None:
    """With a way to try again, and without an error of ours."""
    nobody = AtProvider(f"http://127.0.0.1:{free_port()}", httpx2.Client())
    async with world_of(postgres, template, process_name, nobody) as api:
        browser = World(api, nobody).browser()
        answer = await browser.get("/console/sign-in/start?next=/console/queue")
        assert answer.status_code == 503
        assert "The provider cannot be reached" in answer.text
        assert 'href="/console/sign-in?next=' in answer.text
        await browser.client.aclose()


@pytest.mark.parametrize(
    "wanted",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/console",
        "/\\elsewhere.example",
        "/console\\..\\..",
        "/console/../v1/cases",
        "/console/%0d%0aSet-Cookie:x=y",
        "/console/x\r\nLocation: https://elsewhere.example",
        "/consoles",
        "/console@elsewhere.example",
        "javascript:alert(1)",
        "/v1/cases",
        "/console?next=//elsewhere.example#x",
        "/console/" + "x" * 3000,
        "",
    ],
)
async def test_no_redirect_leads_elsewhere(world: World, wanted: str) -> None:
    """`next` is a path of the console, or it is not followed."""
    browser, ann = world.browser(), world.person("review")
    answer = await browser.signs_in(ann, wanted)
    to = answer.headers["location"]
    assert to == "/console" or (to == wanted and urlsplit(to).path.startswith("/console/%0d%0a"))
    again = await browser.client.get("/console/sign-in", params={"next": wanted})
    assert (again.status_code, again.headers["location"]) == (303, to)


@pytest.mark.parametrize(
    "path", ["/console", "/console/queue?kind=a&after=~WyJ", "/console/cases/case_1/", "/console/a;b=c"]
)
def test_own_paths_are_followed(path: str) -> None:
    """With their query."""
    assert own_path(path) == path


# --- the session ----------------------------------------------------------------------------------------------------


async def test_a_forged_or_planted_cookie_is_worth_nothing(world: World) -> None:
    """A made-up token is refused, and a sign-in never keeps the token that was there before (session fixation)."""
    browser, ann = world.browser(), world.person("review")
    planted = "p" * 43
    for token in (planted, "", "x" * 5000, "ses_000000000000", "%00", '"quoted"'):
        answer = await browser.client.get("/console/queue", headers={"Cookie": f"{COOKIE}={token}"})
        assert answer.status_code == 303, token
    browser.client.cookies.set(COOKIE, planted, domain="standing.test")
    back = world.at_provider.signed_in(await browser.to_provider(), ann)
    await browser.comes_back(back)
    assert (await world.browser().client.get("/console/queue", headers={"Cookie": f"{COOKIE}={planted}"})).is_redirect
    assert planted not in {cookie.value for cookie in browser.client.cookies.jar if cookie.secure}


async def test_each_sign_in_has_a_token_of_its_own_and_ends_the_one_before(world: World) -> None:
    """Whoever copied the earlier cookie is out."""
    browser, ann = world.browser(), world.person("review")
    await browser.signs_in(ann)
    copied = browser.session
    await browser.signs_in(ann)
    assert browser.session != copied
    world.api.app.state.app_state.sessions.forget()
    assert (await world.browser().client.get("/console/queue", headers={"Cookie": copied})).is_redirect
    assert await browser.is_in()


async def test_the_session_does_not_open_the_api(world: World) -> None:
    """Cookies go along with every request; the API wants a key, so that no page elsewhere can use it."""
    browser, ann = world.browser(), world.person("lead")
    await browser.signs_in(ann)
    assert (await browser.client.get("/v1/cases")).status_code == 401
    assert (await browser.client.post("/v1/sessions/end", json={})).status_code == 401


async def test_half_an_hour_without_a_request_ends_it(world: World) -> None:
    """Requests that an open page makes by itself are no sign of a person."""
    browser, ann = world.browser(), world.person("review")
    await browser.signs_in(ann)
    for _ in range(3):
        world.api.clock.pass_(minutes=25)
        assert await browser.is_in()
    for _ in range(3):
        world.api.clock.pass_(minutes=9)
        assert (await browser.get("/console/queue", X_Unattended="1", HX_Request="true")).status_code == 200
    world.api.clock.pass_(minutes=4)
    over = await browser.get("/console/queue")
    assert over.status_code == 303
    assert "why=over" in over.headers["location"]
    assert 'standing=""' in over.headers["set-cookie"]
    assert "Your session has ended" in (await browser.get(over.headers["location"])).text
    assert (await world.audited("session_ended"))[-1]["why"] == "idle"


async def test_twelve_hours_end_it_in_any_case(world: World) -> None:
    """However busy the person is."""
    browser, ann = world.browser(), world.person("review")
    await browser.signs_in(ann)
    for _ in range(28):
        world.api.clock.pass_(minutes=25)
        assert await browser.is_in()
    world.api.clock.pass_(minutes=21)
    assert not await browser.is_in()
    assert (await world.audited("session_ended"))[-1]["why"] == "absolute"


async def test_signing_out_ends_it_everywhere(world: World) -> None:
    """The cookie is worth nothing any more, wherever it was copied to; the provider's own way out is offered."""
    browser, ann = world.browser(), world.person("review")
    await browser.signs_in(ann)
    copied = browser.session
    answer = await browser.post("/console/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/console/sign-in?why=out")
    assert not await browser.is_in()
    assert (await world.browser().client.get("/console/queue", headers={"Cookie": copied})).is_redirect
    page = (await browser.get(answer.headers["location"])).text
    assert "You are signed out" in page
    assert f'href="{world.at_provider.issuer}/oauth2/end_session?client_id={CLIENT_ID}' in page
    ended = (await world.audited("session_ended"))[-1]
    assert (ended["why"], ended["via"]) == ("signed_out", "console")
    assert (await browser.post("/console/sign-out")).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {},
    ],
    ids=str,
)
async def test_another_site_can_neither_sign_out_nor_end_sessions(world: World, headers: dict[str, str]) -> None:
    """Nor anything else by a form: it is refused before it is read."""
    browser, ann = world.browser(), world.person("review")
    await browser.signs_in(ann)
    for path in ("/console/sign-out", "/console/sessions/end", "/console/sign-in/link/x"):
        assert (await browser.client.post(path, data={}, headers=headers)).status_code == 403
    assert await browser.is_in()


async def test_own_sessions_are_listed_and_ended(world: World) -> None:
    """One, or all others; the page says which one is this."""
    here, there, elsewhere = (world.browser() for _ in range(3))
    ann = world.person("review")
    for browser, agent in ((there, "Firefox/150"), (elsewhere, "Safari/20"), (here, "Chromium/156")):
        browser.client.headers["User-Agent"] = agent
        await browser.signs_in(ann)
    page = (await here.get("/console/sessions")).text
    for words in ("Firefox/150", "Safari/20", "Chromium/156", "this one"):
        assert words in page
    assert here.token not in page
    found = await sessions.find(world.api.database, there.token)
    assert found is not None
    answer = await here.post(f"/console/sessions/{found.session}/end")
    assert answer.headers["location"] == "/console/sessions"
    assert not await there.is_in()
    assert await elsewhere.is_in()
    await here.post("/console/sessions/end")
    assert not await elsewhere.is_in()
    assert await here.is_in()


async def test_operators_see_and_end_the_sessions_of_others(world: World) -> None:
    """Nobody else does."""
    ann, bo, lead = world.browser(), world.browser(), world.browser()
    await ann.signs_in(world.person("review", name="安莉的会话"))
    await bo.signs_in(world.person("review"))
    await lead.signs_in(world.person("lead"))
    found = await sessions.find(world.api.database, ann.token)
    assert found is not None
    assert (await bo.get("/console/sessions?everybody=true")).status_code == 403
    await bo.post(f"/console/sessions/{found.session}/end")
    assert await ann.is_in()
    assert "安莉的会话" in (await lead.get("/console/sessions?everybody=true")).text
    await lead.post(f"/console/sessions/{found.session}/end", {"everybody": "true"})
    assert not await ann.is_in()


# --- a fresh sign-in, and what was typed ----------------------------------------------------------------------------


async def test_a_release_takes_a_fresh_sign_in_and_keeps_what_was_typed(world: World) -> None:
    """Ten minutes after the sign-in the person proves again who it is, and comes back to the filled form."""
    browser, lead = world.browser(), world.person("lead")
    await browser.signs_in(lead)
    world.api.clock.pass_(minutes=9)
    assert (await browser.post("/console/reports/2026-02/release", {"_key": "k1"})).status_code != 303
    world.api.clock.pass_(minutes=2)
    typed = {"_key": "k1", "note": '两行\n"内容" <b>', "empty": ""}
    answer = await browser.post("/console/reports/2026-02/release", typed)
    assert (answer.status_code, "why=fresh" in answer.headers["location"]) == (303, True)
    page = await browser.get(answer.headers["location"])
    assert "This takes a fresh sign-in" in page.text
    begin = re.search(r'href="(/console/sign-in/start\?[^"]+)"', page.text)
    assert begin is not None
    away = (await browser.get(begin[1].replace("&amp;", "&"))).headers["location"]
    assert (query_of(away)["prompt"], query_of(away)["max_age"]) == ("login", "0")
    world.at_provider.forge(claims={"auth_time": int(world.api.clock.now.timestamp())})
    back = await browser.comes_back(world.at_provider.signed_in(away, lead))
    assert back.headers["location"].startswith("/console/sign-in/kept/")
    kept = await browser.get(back.headers["location"])
    assert kept.status_code == 200
    assert 'action="/console/reports/2026-02/release"' in kept.text
    assert "两行\n&#34;内容&#34; &lt;b&gt;</textarea>" in kept.text
    assert re.search(r'name="_key"[^>]*>\nk1</textarea>', kept.text)
    assert (await browser.post("/console/reports/2026-02/release", typed)).status_code != 303


async def test_a_provider_that_asks_for_nothing_makes_no_sign_in_fresh(world: World) -> None:
    """It knows the browser, and says when the person really signed in."""
    browser, lead = world.browser(), world.person("lead")
    await browser.signs_in(lead)
    world.api.clock.pass_(minutes=11)
    world.at_provider.forge(claims={"auth_time": int((world.api.clock.now - timedelta(minutes=11)).timestamp())})
    answer = await browser.signs_in(lead, fresh="1")
    assert answer.status_code == 403
    world.at_provider.forge(claims={"auth_time": None})
    assert (await browser.signs_in(lead, fresh="1")).status_code == 403
    assert (await browser.signs_in(lead)).status_code == 303
    assert "why=fresh" in (await browser.post("/console/reports/2026-02/release")).headers["location"]


async def test_what_was_typed_outlives_the_session(world: World) -> None:
    """The person signs in again and sends it; another person who signs in there does not see it."""
    browser, ann, bo = world.browser(), world.person("review"), world.person("review")
    await browser.signs_in(ann)
    world.api.clock.pass_(minutes=31)
    typed = {"reason": "写了半小时的意见"}
    answer = await browser.post("/console/reports/2026-02/retry", typed)
    assert answer.status_code == 303
    to = query_of(answer.headers["location"])["next"]
    assert to.startswith("/console/sign-in/kept/")
    other = world.browser()
    await other.signs_in(bo)
    assert (await other.get(to)).status_code == 404
    await browser.signs_in(ann, to)
    kept = await browser.get(to)
    assert "写了半小时的意见" in kept.text
    assert 'action="/console/reports/2026-02/retry"' in kept.text


async def test_htmx_is_led_to_the_sign_in_as_a_whole_page(world: World) -> None:
    """A part of a page is not replaced by a sign-in; afterwards the page itself is shown again."""
    browser = world.browser()
    answer = await browser.get(
        "/console/queue?part=1", HX_Request="true", HX_Current_URL=f"{HERE}/console/queue?kind=appeal"
    )
    assert answer.status_code == 204
    assert query_of(answer.headers["hx-redirect"])["next"] == "/console/queue?kind=appeal"
    live = await browser.get("/console/live", Accept="text/event-stream")
    assert live.status_code == 401


# --- links ----------------------------------------------------------------------------------------------------------


async def test_with_a_provider_no_link_counts(world: World) -> None:
    """Not even a good one: the provider alone says who somebody is."""
    from ledger.people import sign_in_links

    browser, ann = world.browser(), world.person("review")
    await browser.signs_in(ann)
    found = await sessions.find(world.api.database, browser.token)
    assert found is not None
    link = await sign_in_links.make(world.api.database, found.caller.actor, world.api.clock.now, actor="command line")
    other = world.browser()
    for answer in (await other.get(f"/console/sign-in/link/{link}"), await other.post(f"/console/sign-in/link/{link}")):
        assert answer.status_code == 403
        assert "Links are turned off" in answer.text
    assert not await other.is_in()


def test_a_setting_that_is_missing_stops_the_start() -> None:
    """Settings made in code are those of the tests; `load_settings` explains them to a person (tests/test_settings)."""
    assert Settings(oidc_issuer="https://id.example.cn").sign_in_incomplete("STANDING_")
