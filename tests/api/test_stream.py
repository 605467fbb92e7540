"""Questions as lines over a real socket: cut anywhere, answered as they come, one by one in their order."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest

from api.gate.ndjson import LONGEST_LINE, given_lines
from ledger.people.callers import Caller
from models.roles import Role
from tests.api.conftest import Api
from tests.api.test_problems import require_problem
from tests.api.test_server import account as registration
from tests.api.test_server import serving

NDJSON = {"Content-Type": "application/x-ndjson"}


def line(account: str, **more: Any) -> bytes:
    return json.dumps({"account": account, "privilege": "publish", **more}).encode() + b"\n"


async def streamed(api: Api, *parts: bytes) -> list[dict[str, Any]]:
    async def body() -> AsyncIterator[bytes]:
        for part in parts:
            yield part

    answer = await api.operator.post("/v1/decisions/stream", content=body(), headers=NDJSON)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/x-ndjson")
    return [json.loads(one) for one in answer.content.splitlines()]


async def test_lines_are_answered_in_order_with_bad_ones_in_their_place(api: Api) -> None:
    """Empty lines are passed over; what is not JSON, or no question, is answered so."""
    account = await api.registered()
    sent = line(account) + b"\n  \r\n" + b"{oops\n" + b"[]\n" + line("nobody-knows") + b"\xff\n" + line(account, at="x")
    found = await streamed(api, sent + line(account).rstrip())
    answers = ["allowed", "invalid", "invalid", "refused", "invalid", "invalid", "allowed"]
    assert [one["answer"] for one in found] == answers
    assert "not JSON" in found[1]["errors"][0]["message"]
    assert found[3]["reasons"][0]["code"] == "unknown_account"
    assert found[5]["errors"][0]["path"] == "at"


@pytest.mark.parametrize("size", [1, 7, 64, 1_000])
async def test_lines_may_be_cut_anywhere(api: Api, size: int) -> None:
    """Parts of any size give the same answers as the whole, also through the middle of a character."""
    account = await api.registered()
    draft = json.dumps({"account": account, "draft": {"topics": ["public_policy"], "source": "国务院公报"}})
    sent = line(account) + draft.encode() + b"\r\n" + line("nobody-knows") + json.dumps({"账": "号"}).encode()
    found = await streamed(api, *(sent[start : start + size] for start in range(0, len(sent), size)))
    assert found == await streamed(api, sent)
    assert [one["answer"] for one in found] == ["allowed", "allowed_with_labels", "refused", "invalid"]
    assert found[1]["labels"][0]["text_zh"].endswith("国务院公报")


@pytest.mark.parametrize("size", [10_000, 100_000, 10_000_000])
async def test_a_line_that_is_too_long_is_one_bad_line(api: Api, size: int) -> None:
    """Wherever it is cut, it is not kept in memory, and its neighbours are answered."""
    account = await api.registered()
    sent = line(account) + b'{"account": "' + b"a" * (3 * LONGEST_LINE) + b'"}\n' + line(account) + b"b" * LONGEST_LINE
    found = await streamed(api, *(sent[start : start + size] for start in range(0, len(sent), size)), b"b\n", b"{")
    assert [one["answer"] for one in found] == ["allowed", "invalid", "allowed", "invalid", "invalid"]
    assert [str(LONGEST_LINE) in one["errors"][0]["message"] for one in found if "errors" in one] == [True, True, False]


async def test_the_first_answers_come_before_the_last_question_is_sent(database_url: str) -> None:
    """A hundred times: ask, wait for the answer, ask again, in one request; with the body the answer ends."""
    async with serving(database_url) as (client, _):
        await client.post("/v1/accounts", json=registration())
        reader, writer = await asyncio.open_connection("127.0.0.1", client.base_url.port)
        head = (
            "POST /v1/decisions/stream HTTP/1.1\r\nHost: standing.test\r\nTransfer-Encoding: chunked\r\n"
            f"Content-Type: application/x-ndjson\r\nAuthorization: {client.headers['authorization']}\r\n\r\n"
        )
        writer.write(head.encode())

        async def ask(question: bytes) -> None:
            writer.write(b"%x\r\n%s\r\n" % (len(question), question))
            await writer.drain()

        async def chunk() -> bytes:
            size = int(await reader.readline(), 16)
            found = await reader.readexactly(size)
            await reader.readline()
            return found

        await ask(line("one"))
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200")
        assert json.loads(await chunk())["answer"] == "allowed"
        for place in range(100):
            await ask(line(f"nobody-{place}"))
            assert json.loads(await chunk())["account"] == f"nobody-{place}"
        writer.write(b"0\r\n\r\n")
        assert await chunk() == b""
        writer.close()
        await writer.wait_closed()


async def test_a_caller_who_hangs_up_leaves_the_server_at_work(database_url: str) -> None:
    """Half a request and gone is no error of ours: the next one is answered, and no request is counted as 500."""
    async with serving(database_url) as (client, _):
        _, writer = await asyncio.open_connection("127.0.0.1", client.base_url.port)
        writer.write(
            b"POST /v1/decisions/stream HTTP/1.1\r\nHost: standing.test\r\nContent-Length: 1000\r\n"
            b"Content-Type: application/x-ndjson\r\nAuthorization: %s\r\n\r\n%s"
            % (client.headers["authorization"].encode(), line("one"))
        )
        await writer.drain()
        writer.transport.abort()
        counted = 'route="/v1/decisions/stream",status="200"} 1.0'
        while counted not in (found := (await client.get("/metrics")).text):
            assert 'route="/v1/decisions/stream",status="500"' not in found


@pytest.mark.parametrize("several", [b"", b"\n"])
async def test_many_lines_in_one_part_are_answered_a_thousand_at_once(api: Api, several: bytes) -> None:
    """So that the first thousand do not wait for the last, and memory holds no more than a part."""
    account, caller = await api.registered(), Caller(id="key_1", name="gate", roles=frozenset({Role.PLATFORM}))

    async def parts() -> AsyncIterator[bytes]:
        yield line(account) * 2_500 + several

    groups = [len(answers) async for answers in given_lines(parts(), api.app.state.app_state, caller)]
    assert groups == ([1_000, 1_000, 500])


async def test_twenty_thousand_lines_are_all_answered_in_order(database_url: str) -> None:
    """Through a socket, with the caller reading while it sends."""
    async with serving(database_url) as (client, _):
        await client.post("/v1/accounts", json=registration())
        many = [line("one" if n % 3 else f"nobody-{n}") for n in range(20_000)]
        answer = await client.post("/v1/decisions/stream", content=b"".join(many), headers=NDJSON)
        found = [json.loads(one)["account"] for one in answer.content.splitlines()]
        assert found == [json.loads(one)["account"] for one in many]


@pytest.mark.parametrize("form", ["application/json", "text/plain", ""])
async def test_another_content_type_is_415(api: Api, form: str) -> None:
    """Before anything is read, and the error names the right one."""
    answer = await api.operator.post(
        "/v1/decisions/stream", content=line("a"), headers={"Content-Type": form} if form else {}
    )
    assert "application/x-ndjson" in require_problem(answer, "unsupported-media-type")["detail"]


async def test_without_a_key_nothing_is_read(api: Api) -> None:
    """The caller is authenticated before the first line."""
    answer: httpx2.Response = await api[None].post("/v1/decisions/stream", content=line("a"), headers=NDJSON)
    require_problem(answer, "unauthenticated")
