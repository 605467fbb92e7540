"""Signing in to the console by a real provider: who is let in, and who is not."""

import re
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest

from console.http.visitors import COOKIE
from console.signin.state import BROWSER, own_path
from embedded import EmbeddedPostgres
from ledger.people import people, sessions
from regulation import people as rules
from tests.console.signin_world import HERE, World, running, shared_world, subjects, world, world_of
from tests.console.signing_in import AtProvider, free_port, query_of

__all__ = ["running", "shared_world", "world"]


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
    browser, stranger = world.browser(), world.at_provider.person(f"person-{next(subjects)}", groups=groups)
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
    "path",
    [
        "/console",
        "/console/queue?kind=a&after=~WyJ",
        "/console/cases/case_1/",
        "/console/a;b=c",
        "/docs",
        "/docs/ban_account",
    ],
)
def test_own_paths_are_followed(path: str) -> None:
    """With their query."""
    assert own_path(path) == path
