"""Sessions begun at a real provider: when they end, when a fresh sign-in is needed, and what was typed."""

import re
from datetime import timedelta

import pytest

from console.http.visitors import COOKIE
from console.signin.sessions_page import browser_of
from ledger.people import sessions
from models.words.violations import Category
from regulation.words.categories import CATEGORIES
from settings import Settings
from tests.console.signin_world import HERE, World, running, shared_world, world
from tests.console.signing_in import CLIENT_ID, query_of

__all__ = ["running", "shared_world", "world"]


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
    stays = await browser.get("/console/queue", X_Unattended="1", HX_Request="true")
    assert stays.status_code == 204, (
        "whoever types when the session ends goes on typing, and the sign-in keeps the form"
    )
    assert {"hx-redirect", "set-cookie"}.isdisjoint(stays.headers)
    typed = await browser.post("/console/cases/nobody/decision", {"reason": "说到一半", "_key": "half"})
    assert query_of(typed.headers["location"])["next"].startswith("/console/sign-in/kept/")
    assert "set-cookie" not in typed.headers, "a sign-in by link finds the form by the session"
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
    assert "signed out at once" in (await here.post("/console/sessions/end")).text
    assert await elsewhere.is_in(), "it is asked first"
    await here.post("/console/sessions/end", {"step": "confirmed"})
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


async def test_closing_an_account_takes_a_fresh_sign_in(world: World) -> None:
    """The preview does not; a closure that was seen long ago is not carried out until the person proves who it is."""
    browser, lead = world.browser(), world.person("lead")
    await browser.signs_in(lead)
    account = await world.api.registered()
    where = f"/console/accounts/{account}/act/close"
    typed = {"category": "fabrication", "reason": "编造谣言，屡禁不止", "evidence": "", "_key": "c1"}
    world.api.clock.pass_(minutes=11)
    shown = await browser.post(where, {**typed, "step": "preview"})
    assert shown.status_code == 200
    seen = re.search(r'name="seen" value="([^"]+)"', shown.text)
    assert seen is not None
    closing = {**typed, "step": "carry-out", "seen": seen[1]}
    answer = await browser.post(where, closing)
    assert (answer.status_code, "why=fresh" in answer.headers["location"]) == (303, True)
    assert (await world.api.operator.get(f"/v1/accounts/{account}")).json()["closed_at"] is None
    world.at_provider.forge(claims={"auth_time": int(world.api.clock.now.timestamp())})
    await browser.signs_in(lead, fresh="1")
    kept = await browser.get(query_of(answer.headers["location"])["next"])
    assert f'href="/console/accounts/{account}">' in kept.text
    assert all(
        said in kept.text for said in ("Close", "编造谣言，屡禁不止", CATEGORIES[Category.FABRICATION].words.en)
    ), "in words"
    assert "<dt>step</dt>" not in kept.text
    assert (await browser.post(where, closing)).headers["location"] == f"/console/accounts/{account}"
    assert (await world.api.operator.get(f"/v1/accounts/{account}")).json()["closed_at"] is not None


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


KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (f"Mozilla/5.0 (X11; Linux x86_64) {KIT} Chrome/131.0.0.0 Safari/537.36", "Chrome 131 · Linux"),
        (f"Mozilla/5.0 (Windows NT 10.0) {KIT} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.29", "Edge 131 · Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox 133 · macOS"),
        (f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) {KIT} Version/18.1 Safari/604.1", "Safari 18 · iOS"),
        ("standing sign-in (laptop-1)", "standing sign-in (laptop-1)"),
        ("Mozilla/5.0", "Mozilla/5.0"),
        ("", ""),
    ],
)
def test_a_browser_is_told_in_few_words(agent: str, said: str) -> None:
    assert browser_of(agent) == said
