"""What another process mirrors: who may, positions that are safe to follow, standings equal to the ledger's own."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import httpx2
import pytest

from api.mirror import bodies, shared_rules
from ledger import keys
from ledger.accounts import reading
from ledger.events import feed
from ledger.mirroring import HIDDEN
from models.roles import Role
from tests.api.conftest import MORNING, Api, client_of, opened

PATHS = (
    ("GET", "/v1/mirror/changes?after=latest"),
    ("GET", "/v1/mirror/standings"),
    ("POST", "/v1/mirror/standings"),
    ("GET", "/v1/mirror/rumours"),
)
MAY = frozenset({Role.PLATFORM, Role.OPERATOR})


async def read(api: Api, path: str) -> Any:
    answer = await api[Role.PLATFORM].get(f"/v1/mirror/{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def load(api: Api, *accounts: dict[str, Any]) -> list[dict[str, Any]]:
    answer = await api[Role.PLATFORM].post("/v1/mirror/standings", json={"accounts": accounts})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["standings"])


async def banned(api: Api, account: str) -> int:
    """Ban the account; return its version."""
    body = {"category": "rumour_making", "duration": "P7D"}
    answer = await api.operator.post(f"/v1/accounts/{account}/bans", json=body)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["version"])


async def of_ledger(api: Api, account: str) -> tuple[int, Any]:
    """Return version and standing as the ledger folds them, without what no decision reads."""
    standing = await reading.standing_of(api.database, account)
    assert standing is not None
    shown = json.loads(standing.model_dump_json())
    return standing.version, {name: value for name, value in shown.items() if name not in HIDDEN}


# --- who may ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("method", "path"), PATHS)
async def test_programs_of_the_platform_and_operators_mirror(api: Api, method: str, path: str) -> None:
    """Nobody else: a mirror holds the standings of all accounts. Without a key nothing is said at all."""
    body = {"accounts": [{"account": "nobody"}]} if method == "POST" else None
    for role in Role:
        answer = await api[role].request(method, path, json=body)
        assert answer.status_code == (200 if role in MAY else 403), role
        if role not in MAY:
            assert answer.json()["type"] == "urn:standing:problem:forbidden"
    assert (await api[None].request(method, path, json=body)).status_code == 401


async def test_a_key_that_is_taken_away_ends_a_wait(api: Api) -> None:
    """A mirror that waits reads nothing more once its key is revoked."""
    key, secret = await keys.create(api.database, "mirror", [Role.PLATFORM], MORNING)
    mirror = client_of(api, secret)
    place = (await mirror.get("/v1/mirror/changes?after=latest")).json()
    waiting = asyncio.create_task(
        mirror.get("/v1/mirror/changes", params={"after": place["next"], "wait": 30, "rumours": place["rumours"]})
    )
    await asyncio.sleep(0)
    assert (await api.operator.post(f"/v1/keys/{key.id}/revocation", json={})).is_success
    assert (await waiting).status_code == 401


# --- pages -----------------------------------------------------------------------------------------------------------


async def test_pages_have_every_standing_once_in_order(api: Api) -> None:
    """Page by page, whatever their size; the last one has no `next`."""
    mine = sorted([await api.registered() for _ in range(5)])
    for most in (1, 2, 3, bodies.MOST_STANDINGS):
        seen: list[str] = []
        after: str | None = None
        while True:
            page = await read(api, f"standings?most={most}" + (f"&after={after}" if after else ""))
            assert len(page["standings"]) <= most
            seen += [one["account"] for one in page["standings"]]
            after = page["next"]
            if after is None:
                break
            assert after == seen[-1]
        assert seen == sorted(set(seen))
        assert set(mine) <= set(seen)
    assert (await read(api, "standings?after=zzzz"))["standings"] == []


async def test_standings_are_the_ledgers_without_what_no_decision_reads(api: Api) -> None:
    """By page and on demand alike; neither holder nor texts leave the server. Unknown accounts are left out."""
    account = await api.registered(fields=["healthcare"], bio="山野里的厨房")
    await banned(api, account)
    version, standing = await of_ledger(api, account)
    (loaded,) = await load(api, {"account": account}, {"account": "nobody-1"})
    assert loaded == {"account": account, "version": version, "standing": standing}
    page = await read(api, "standings")
    assert loaded in page["standings"]
    assert not set(HIDDEN) & loaded["standing"].keys()
    assert "山野里的厨房" not in json.dumps(loaded, ensure_ascii=False)
    assert await load(api, {"account": "nobody-1"}) == []


async def test_a_version_that_is_known_is_waited_for(api: Api) -> None:
    """At once where it is there; refused where it does not appear, and where there is no such account."""
    account = await api.registered()
    version = await banned(api, account)
    (there,) = await load(api, {"account": account, "at_least_version": version})
    assert there["version"] == version
    for wanted, status, kind in (
        ({"account": account, "at_least_version": version + 1}, 409, "version-not-reached"),
        ({"account": "nobody-1", "at_least_version": 1}, 404, "unknown-account"),
    ):
        answer = await api[Role.PLATFORM].post("/v1/mirror/standings", json={"accounts": [wanted]})
        assert (answer.status_code, answer.json()["type"]) == (status, f"urn:standing:problem:{kind}"), answer.text


# --- changes ---------------------------------------------------------------------------------------------------------


async def test_the_beginning_is_a_position_behind_everything(api: Api) -> None:
    """`latest` names no account, the rules' version and the instants between which the position is true."""
    account = await api.registered()
    begun = await read(api, "changes?after=latest")
    assert begun["accounts"] == []
    assert begun["complete"] is True
    assert begun["lost"] is False
    assert begun["standings"] is None
    assert begun["rules"] == shared_rules.version()
    assert begun["next"] == await feed.newest(api.database)
    assert begun["rumours"] == (await read(api, "rumours"))["tag"]
    instants = [datetime.fromisoformat(begun[name]) for name in ("received", "as_of", "now")]
    assert instants == sorted(instants)
    version = await banned(api, account)
    after = await read(api, f"changes?after={begun['next']}")
    assert after["accounts"] == [{"account": account, "version": version}]
    assert after["next"] > begun["next"]
    again = await read(api, f"changes?after={after['next']}")
    assert (again["accounts"], again["next"], again["complete"]) == ([], after["next"], True)


async def test_changes_bring_the_standings_along_if_asked(api: Api) -> None:
    """Each account once, at its newest version, however many facts it has got."""
    place = (await read(api, "changes?after=latest"))["next"]
    one, other = await api.registered(), await api.registered()
    for _ in range(2):
        await api.operator.post(f"/v1/accounts/{one}/violations", json={"category": "missing_source"})
    found = await read(api, f"changes?after={place}&standings=true")
    assert sorted(each["account"] for each in found["accounts"]) == sorted([one, other])
    versions = {each["account"]: each["version"] for each in found["accounts"]}
    for standing in found["standings"]:
        version, folded = await of_ledger(api, standing["account"])
        assert (standing["version"], standing["standing"]) == (version, folded)
        assert versions[standing["account"]] == version


async def test_a_waiting_mirror_is_answered_by_the_change_it_waits_for(api: Api) -> None:
    """At once, long before the wait is over; a wait in which nothing happens ends with the same position."""
    account = await api.registered()
    begun = await read(api, "changes?after=latest")
    following = f"changes?after={begun['next']}&rumours={begun['rumours']}&wait="
    nothing = await read(api, f"{following}0.2")
    assert (nothing["accounts"], nothing["next"]) == ([], begun["next"])
    waiting = asyncio.create_task(read(api, f"{following}60"))
    await asyncio.sleep(0.05)
    version = await banned(api, account)
    async with asyncio.timeout(50):
        found = await waiting
    assert found["accounts"] == [{"account": account, "version": version}]


async def test_a_rumour_that_is_opened_ends_a_wait(api: Api) -> None:
    """The tag differs then, and the rumours are read anew: claims and information, no evidence."""
    begun = await read(api, "changes?after=latest")
    waiting = asyncio.create_task(read(api, f"changes?after={begun['next']}&rumours={begun['rumours']}&wait=60"))
    body = {
        "id": "mirror-1",
        "claim": "网传本市自来水被污染，三天内不能饮用",
        "field": "livelihood",
        "evidence": [{"link": "https://files.example.cn/secret-source", "text": "内部线索"}],
        "information": {"text_zh": "自来水各项指标合格", "link": "https://www.piyao.org.cn/"},
    }
    assert (await api.operator.post("/v1/rumors", json=body)).status_code == 201
    async with asyncio.timeout(50):
        found = await waiting
    assert found["rumours"] != begun["rumours"]
    rumours = await read(api, "rumours")
    assert rumours["tag"] == found["rumours"]
    assert "mirror-1" in rumours["openings"]
    assert "secret-source" not in json.dumps(rumours)


async def test_a_position_of_another_feed_is_lost(api: Api) -> None:
    """After a restored backup a mirror is ahead of the feed: it is told at once to begin again."""
    begun = await read(api, "changes?after=latest")
    ahead = begun["next"] + 1_000
    async with asyncio.timeout(50):
        found = await read(api, f"changes?after={ahead}&rumours={begun['rumours']}&wait=60")
    assert found["lost"] is True
    assert found["accounts"] == []


@pytest.mark.parametrize(
    "query",
    [
        "",
        "after=-1",
        "after=x",
        "after=1.5",
        "after=9223372036854775808",
        "after=latest&wait=61",
        "after=latest&wait=-1",
        "after=latest&wait=x",
        f"after=latest&rumours={'x' * 33}",
        "after=latest&standings=perhaps",
        "after=latest&before=3",
    ],
)
async def test_bad_positions_are_named(api: Api, query: str) -> None:
    """With the parameter that is wrong, in both languages."""
    answer = await api[Role.PLATFORM].get(f"/v1/mirror/changes?{query}")
    assert answer.status_code == 422, answer.text
    (fault,) = answer.json()["errors"][:1]
    assert fault["path"].startswith("query")
    assert fault["message"]
    assert fault["message_zh"]


@pytest.mark.parametrize("query", ["most=0", "most=2001", "most=x", "after=%20", f"after={'x' * 65}"])
async def test_bad_pages_are_named(api: Api, query: str) -> None:
    answer = await api[Role.PLATFORM].get(f"/v1/mirror/standings?{query}")
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["path"].startswith("query")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"accounts": []},
        {"accounts": [{"account": "a b"}]},
        {"accounts": [{"account": "kitchen", "at_least_version": -1}]},
        {"accounts": [{"account": "kitchen", "more": 1}]},
        {"accounts": [{"account": f"a-{number}"} for number in range(bodies.MOST_STANDINGS + 1)]},
    ],
)
async def test_bad_accounts_are_named(api: Api, body: dict[str, Any]) -> None:
    answer = await api[Role.PLATFORM].post("/v1/mirror/standings", json=body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"]


# --- as of -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
async def live(module_url: str) -> AsyncIterator[Api]:
    """Yield a server whose clock is the database's, as in production."""
    async with opened(module_url, None) as api:
        yield api


async def test_everything_recorded_by_as_of_is_contained(live: Api) -> None:
    """Whatever a command recorded before `as_of` is in the answer, or was in an earlier one."""
    place = (await read(live, "changes?after=latest"))["next"]
    known: dict[str, int] = {}
    found: dict[str, Any] = {}
    for _ in range(10):
        account = await live.registered(f"as-of-{live.numbers()}")
        version = await banned(live, account)
        facts = (await live.operator.get(f"/v1/accounts/{account}/facts")).json()["facts"]
        recorded = max(datetime.fromisoformat(fact["recorded_at"]) for fact in facts)
        found = await read(live, f"changes?after={place}")
        place = found["next"]
        known |= {one["account"]: one["version"] for one in found["accounts"]}
        if found["complete"] and datetime.fromisoformat(found["as_of"]) >= recorded:
            assert known[account] == version
        received, as_of, now = (datetime.fromisoformat(found[name]) for name in ("received", "as_of", "now"))
        assert received <= as_of <= now
    assert found["complete"]
    assert len(known) == 10


async def test_a_mirror_equals_the_ledger_while_bans_stream(live: Api) -> None:
    """Begun in the middle of commands, loaded page by page, and followed: what it holds in the end is the ledger's."""
    accounts = [await live.registered(f"stream-{live.numbers()}") for _ in range(12)]
    mirror: dict[str, tuple[int, Any]] = {}
    ended = asyncio.Event()

    async def commands(some: list[str]) -> None:
        for _ in range(3):
            for account in some:
                made = await live.operator.post(
                    f"/v1/accounts/{account}/bans", json={"category": "rumour_making", "duration": "P7D"}
                )
                assert made.status_code == 201, made.text

    async def followed() -> None:
        begun = await read(live, "changes?after=latest")
        place = begun["next"]
        after: str | None = ""
        while after is not None:
            page = await read(live, "standings?most=5" + (f"&after={after}" if after else ""))
            take(page["standings"])
            after = page["next"]
        while True:
            over = ended.is_set()
            found = await read(live, f"changes?after={place}&standings=true&wait=0.2&rumours={begun['rumours']}")
            take(found["standings"])
            assert {one["account"] for one in found["accounts"]} >= {one["account"] for one in found["standings"]}
            place = found["next"]
            if over and found["complete"] and not found["accounts"]:
                return

    def take(standings: list[dict[str, Any]]) -> None:
        for one in standings:
            if one["version"] >= mirror.get(one["account"], (0, None))[0]:
                mirror[one["account"]] = one["version"], one["standing"]

    following = asyncio.create_task(followed())
    await asyncio.gather(commands(accounts[:6]), commands(accounts[6:]))
    ended.set()
    async with asyncio.timeout(100):
        await following
    for account in accounts:
        assert mirror[account] == await of_ledger(live, account)
        (loaded,) = await load(live, {"account": account, "at_least_version": mirror[account][0]})
        assert loaded["standing"] == mirror[account][1]


async def test_answers_are_not_kept_by_caches(api: Api) -> None:
    """A standing is true now."""
    for method, path in PATHS[:2]:
        answer: httpx2.Response = await api[Role.PLATFORM].request(method, path)
        assert answer.headers["cache-control"] == "no-store"
