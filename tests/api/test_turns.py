"""Bulk work goes in pieces, the keys in rotation, and everybody else is answered in between."""

import asyncio
from collections import Counter

import pytest

from api.http.turns import Turns
from models.roles import Role
from tests.api.conftest import Api


async def worked(turns: Turns, key: str, pieces: int, done: list[str]) -> None:
    async with turns.turn(key) as turn:
        for _ in range(pieces):
            done.append(key)
            await turn.again()


async def test_keys_take_turns_however_many_connections_they_have() -> None:
    """Nine batches of one key and one of another: each key gets every other piece until one has no more."""
    done: list[str] = []
    turns = Turns()
    await asyncio.gather(*(worked(turns, "a", 20, done) for _ in range(9)), worked(turns, "b", 20, done))
    assert Counter(done) == {"a": 180, "b": 20}
    last = max(place for place, key in enumerate(done) if key == "b")
    assert last <= 2 * 20 + 9
    assert not turns._waiting
    assert not turns._taken


async def test_everybody_else_is_answered_between_two_pieces() -> None:
    """A callback that is ready when a piece ends runs before the next piece begins."""
    turns, done = Turns(), list[str]()

    async def other() -> None:
        for _ in range(10):
            done.append("-")
            await asyncio.sleep(0)

    await asyncio.gather(worked(turns, "a", 10, done), worked(turns, "a", 10, done), other())
    assert "".join(done).startswith("a-")
    assert "aaa" not in "".join(done).rpartition("-")[0]


async def test_who_goes_away_leaves_the_turn_to_others() -> None:
    """Waiting, or in the very moment in which the turn comes."""
    turns, done = Turns(), list[str]()
    async with turns.turn("holder"):
        waiting = [asyncio.create_task(worked(turns, key, 1, done)) for key in "abc"]
        await asyncio.sleep(0)
        waiting[0].cancel()
        await asyncio.sleep(0)
    turns._next()
    waiting[1].cancel()
    found = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(one) for one in found] == [asyncio.CancelledError, asyncio.CancelledError, type(None)]
    assert done == ["c"]
    await worked(turns, "d", 1, done)
    assert done == ["c", "d"]


async def test_a_turn_is_given_up_on_an_error() -> None:
    """Also while it is paused."""
    turns = Turns()
    with pytest.raises(KeyError):
        async with turns.turn("a") as turn, turn.paused():
            raise KeyError
    await worked(turns, "b", 1, [])


async def test_only_so_many_batches_of_a_key_are_in_memory() -> None:
    """Those of another key are not behind them."""
    turns, inside, most = Turns(places=2), Counter[str](), Counter[str]()

    async def batch(key: str) -> None:
        async with turns.place(key):
            inside[key] += 1
            most[key] = max(most[key], inside[key])
            await asyncio.sleep(0)
            inside[key] -= 1

    await asyncio.gather(*(batch("a") for _ in range(20)), batch("b"))
    assert most == {"a": 2, "b": 1}
    assert not turns._places
    assert not turns._users


async def test_single_questions_are_answered_while_large_batches_are(api: Api) -> None:
    """While ten thousand questions are answered for one key, many single ones of another are, one after the other."""
    account = await api.registered()
    app_state = api.app.state.app_state
    items = [{"account": account, "privilege": "publish", "at": f"2027-01-01T00:00:00.{n:06d}Z"} for n in range(10_000)]
    done = Counter[str]()
    begun = app_state.turns.turn

    def turn(key: str) -> object:
        done["turns"] += 1
        return begun(key)

    app_state.turns.turn = turn
    try:
        batch = asyncio.create_task(api.operator.post("/v1/decisions/batch", json={"items": items}))
        while not done["turns"]:  # noqa: ASYNC110 - nobody tells us
            await asyncio.sleep(0)
        answers = 0
        while not batch.done():
            single = await api[Role.PLATFORM].post("/v1/decisions", json={"account": account, "privilege": "publish"})
            assert single.json()["answer"] == "allowed"
            answers += 1
        answer = (await batch).json()["answers"]
    finally:
        app_state.turns.turn = begun
    assert len(answer) == len(items)
    assert {one["answer"] for one in answer} == {"allowed"}
    assert answers >= 10
