"""The feed over HTTP: pages, filters, waiting for news, and a stream that leads on after an interruption."""

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

import httpx2
import pytest

from api.handling.answers import EventsPage
from api.server import serve
from embedded import free_port
from models.events.announcements import bodies
from models.roles import Role
from tests.api.conftest import Api, name_of, settings_for
from tests.api.test_problems import require_problem

BAN = {"id": "b1", "category": "recycled_news", "duration": "PT1H", "factor": 2}


async def page(api: Api, **query: Any) -> dict[str, Any]:
    answer = await api.operator.get("/v1/events", params=query)
    assert answer.status_code == 200, answer.text
    EventsPage.model_validate_json(answer.text)
    return dict(answer.json())


async def test_events_go_on_where_they_ended(api: Api) -> None:
    """Who follows `next` sees each event once; an empty page leads on too."""
    account = await api.registered()
    first = await page(api, account=account)
    assert [event["type"] for event in first["events"]] == ["account.registered"]
    empty = await page(api, account=account, after=first["next"])
    assert (empty["events"], empty["next"]) == ([], first["next"])
    await api.operator.post(f"/v1/accounts/{account}/bans", json=BAN)
    api.clock.pass_(hours=1)
    await api.operator.post(f"/v1/accounts/{account}/name-changes", json={"name": "另一个"})
    later = (await page(api, account=account, after=first["next"]))["events"]
    assert [(event["type"], event["version"]) for event in later] == [
        ("account.ban_imposed", 2),
        ("account.boundary_passed", 2),
        ("account.name_changed", 3),
    ]
    assert later[1]["at"] == "2026-03-10T18:00:00+08:00"
    assert later[0]["data"]["duration"] == "PT1H"


async def test_pages_are_cut_and_filtered_by_type_and_family(api: Api) -> None:
    account = await api.registered()
    await api.operator.post(f"/v1/accounts/{account}/bans", json=BAN)
    one = await page(api, account=account, limit=1)
    two = await page(api, account=account, limit=1, after=one["next"])
    assert [event["type"] for event in (*one["events"], *two["events"])] == [
        "account.registered",
        "account.ban_imposed",
    ]
    bans = await page(api, account=account, types="account.ban_imposed, account.closed")
    assert [event["type"] for event in bans["events"]] == ["account.ban_imposed"]
    assert len((await page(api, account=account, types="account.*"))["events"]) == 2


async def test_latest_is_what_comes_from_now_on(api: Api) -> None:
    await api.registered()
    now = await page(api, after="latest")
    assert now["events"] == []
    account = await api.registered()
    assert [event["account"] for event in (await page(api, after=now["next"]))["events"]] == [account]


async def test_a_caller_who_waits_is_answered_when_something_happens(api: Api) -> None:
    """Two wait behind the same place; what happens to one's account does not wake the other up with nothing."""
    mine, other = await api.registered(), await api.registered()
    after = (await page(api, after="latest"))["next"]
    waiting = [asyncio.create_task(page(api, after=after, account=account, wait=60)) for account in (mine, other)]
    await api.operator.post(f"/v1/accounts/{other}/name-changes", json={"name": "另一个"})
    assert [event["account"] for event in (await waiting[1])["events"]] == [other]
    assert not waiting[0].done()
    await api.operator.post(f"/v1/accounts/{mine}/name-changes", json={"name": "我的"})
    assert [event["account"] for event in (await waiting[0])["events"]] == [mine]


async def test_who_waits_in_vain_gets_an_empty_page(api: Api) -> None:
    after = (await page(api, after="latest"))["next"]
    assert await page(api, after=after, wait=1) == {"events": [], "next": after}


@pytest.mark.parametrize(
    ("query", "path", "hint"),
    [
        ("types=account.ban_impsed", "query.types", "did you mean account.ban_imposed?"),
        ("types=nonsense", "query.types", "the types are account."),
        ("types=robot.*", "query.types", "type of event"),
        ("after=-1", "query.after", "greater than or equal to 0"),
        ("after=9223372036854775808", "query.after", "less than or equal"),
        ("after=yesterday", "query.after", "latest"),
        ("wait=61", "query.wait", "60"),
        ("limit=0", "query.limit", "1"),
        ("since=4", "query.since", "not known here"),
    ],
)
async def test_a_question_that_is_not_understood_says_what_would_be_right(
    api: Api, query: str, path: str, hint: str
) -> None:
    problem = require_problem(await api.operator.get(f"/v1/events?{query}"), "invalid-request")
    assert any(fault["path"].startswith(path) and hint in fault["message"] for fault in problem["errors"]), problem


async def test_an_unknown_account_has_no_events(api: Api) -> None:
    require_problem(await api.operator.get("/v1/events?account=nobody"), "unknown-account")


# --- the stream ------------------------------------------------------------------------------------------------------


@contextlib.asynccontextmanager
async def served(url: str, mounts: Any = None, **more: Any) -> AsyncIterator[tuple[str, asyncio.Task[None]]]:
    """A real server: a stream that never ends cannot be read through a transport in memory."""
    ready, port = asyncio.Event(), free_port()
    settings = settings_for(url, api_port=port, shutdown_grace_s=30, **more)
    serving = asyncio.create_task(serve(settings, on_ready=ready.set, mounts=mounts))
    await ready.wait()
    yield f"http://127.0.0.1:{port}", serving
    serving.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await serving


async def sent(stream: httpx2.Response) -> AsyncGenerator[dict[str, Any], None]:
    """The events of a stream."""
    fields: dict[str, str] = {}
    async for line in stream.aiter_lines():
        name, _, value = line.partition(": ")
        if line and name:
            fields[name] = value
        elif "data" in fields:
            event = json.loads(fields["data"])
            assert (fields["id"], fields["event"]) == (str(event["id"]), event["type"])
            yield event
            fields = {}


async def test_a_stream_sends_what_happens_and_leads_on_after_an_interruption(api: Api, module_url: str) -> None:
    """Also when the server ends, which does not wait for its listeners."""
    account = await api.registered()
    headers = {"Authorization": api.operator.headers["authorization"], "Accept": "text/event-stream"}
    query = f"/v1/events?account={account}"
    async with served(module_url) as (address, serving), httpx2.AsyncClient(trust_env=False, timeout=30) as client:
        async with client.stream("GET", address + query, headers=headers) as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            events = sent(stream)
            first = await anext(events)
            assert first["type"] == "account.registered"
            await api.operator.post(f"/v1/accounts/{account}/name-changes", json={"name": "一"})
            assert (await anext(events))["type"] == "account.name_changed"
            await events.aclose()
        await api.operator.post(f"/v1/accounts/{account}/name-changes", json={"name": "二"})
        again = headers | {"Last-Event-ID": str(first["id"])}
        async with client.stream("GET", address + query, headers=again) as stream:
            events = sent(stream)
            assert [(await anext(events))["data"]["name"] for _ in range(2)] == ["一", "二"]
            serving.cancel()
            assert [event async for event in events] == []


def test_every_type_has_a_sentence_for_whoever_reads_the_catalogue() -> None:
    for name, body in bodies().items():
        assert body.__doc__, name
        assert not body.__doc__.startswith("Frozen"), name


async def test_the_events_about_an_account_are_listed_backwards(api: Api) -> None:
    """Page by page from the newest on, each as the feed has it, and with the actor; nothing of another account."""
    account, _ = await api.registered(), await api.registered()
    for number in range(3):
        body = {"name": f"{name_of(account)[:6]}{'甲乙丙'[number]}"}
        assert (await api.operator.post(f"/v1/accounts/{account}/name-changes", json=body)).is_success
    forwards = (await api.operator.get(f"/v1/events?account={account}&limit=500")).json()["events"]
    path, before = f"/v1/accounts/{account}/events", ""
    backwards: list[dict[str, Any]] = []
    while True:
        page = (await api[Role.AUDITOR].get(f"{path}?limit=2{before}")).json()
        backwards += [{name: value for name, value in one.items() if name != "actor_name"} for one in page["events"]]
        if page["next"] is None:
            break
        before = f"&before={page['next']}"
    assert backwards == forwards[::-1]
    assert len(backwards) == 4
    require_problem(await api.operator.get("/v1/accounts/nobody/events"), "unknown-account")
    require_problem(await api.operator.get(f"{path}?before=-1"), "invalid-request")
