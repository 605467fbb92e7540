"""Following the feed: nothing is missed or seen twice, whatever happens to the connection or the server."""

import asyncio
import threading
import time
from itertools import islice

import pytest

from standing_client import AsyncClient, Client, Retries, UnauthenticatedError
from tests.client_python.conftest import Server, banned, registered
from tests.client_python.unsteady import Answer, serving


def event(number: int) -> dict[str, object]:
    at = "2026-03-01T09:00:00+08:00"
    return {"id": number, "type": "account.praised", "account": "a", "version": 1, "at": at, "recorded_at": at}


def test_it_goes_on_after_the_last_page_whatever_lay_between() -> None:
    pages = [Answer(200, {"events": [event(one) for one in some], "next": some[-1]}) for some in ([1, 2], [4], [7, 8])]
    away = Answer.problem(503, "database-away")
    with serving(pages[0], "drop", away, pages[1], "cut", Answer(502, "proxy"), pages[2]) as server:
        with Client(server.url, retries=Retries(most=0)) as client:
            found = [one.id for one in islice(client.events.follow(after=0), 5)]
        assert found == [1, 2, 4, 7, 8]
        places = [one.target.split("after=")[1].split("&")[0] for one in server.received]
        assert places == ["0", "2", "2", "2", "4", "4", "4"]


def test_a_revoked_key_ends_it() -> None:
    with serving(Answer.problem(401, "unauthenticated")) as server, Client(server.url) as client:
        with pytest.raises(UnauthenticatedError):
            next(client.events.follow())
        assert len(server.received) == 1


@pytest.mark.long
def test_a_killed_server_is_waited_for_and_nothing_is_missed_or_seen_twice(server: Server, client: Client) -> None:
    account = registered(client)
    seen: list[int] = []
    last = 12

    def follow() -> None:
        with server.client() as other:
            for one in other.events.follow(after=0, account=account):
                seen.append(one.version)
                if one.version == last:
                    return

    following = threading.Thread(target=follow)
    following.start()
    for number in range(1, last):
        banned(client, account, f"b{number}", another_offence=True)
        if number in {4, 8}:
            server.kill()
            time.sleep(0.3)
            server.start()
    following.join(60)
    assert seen == list(range(1, last + 1))


async def test_the_asynchronous_feed_hears_of_what_happens(server: Server, client: Client) -> None:
    account = await asyncio.to_thread(registered, client)
    async with AsyncClient(server.url, client._key) as other:
        feed = other.events.follow("latest", types=["account.ban_imposed"], account=account)
        heard = asyncio.ensure_future(anext(feed))
        await asyncio.sleep(1)
        await asyncio.to_thread(banned, client, account, "b1")
        assert (await asyncio.wait_for(heard, 10)).version == 2
        await feed.aclose()
