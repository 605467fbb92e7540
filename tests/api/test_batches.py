"""Large bodies and answers in pieces: what is taken, meant and refused is the same as when they are read in one go."""

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from api.gate.questions import BatchBody
from api.handling import batches
from api.handling.batches import NotCleanError, answer_in_pieces, in_pieces, read_in_pieces
from api.http import json_bodies
from api.http.problems import ProblemError
from api.http.turns import Turns
from tests.api.conftest import Api
from tests.api.test_problems import require_problem

GOOD = json.dumps({"account": "高原财经", "draft": {"topics": ["public_policy"]}}, ensure_ascii=False).encode()
ENOUGH = batches.LARGE // len(GOOD) + 1
AS_JSON = {"Content-Type": "application/json"}

ITEMS: dict[str, bytes] = {
    "object": GOOD,
    "spaces": b' \t\r\n{ "a" :\n1 } ',
    "no object": b"1",
    "null": b"null",
    "empty text": b'""',
    "a list of brackets in texts": rb'{"a": "]}],[{", "b": ["}", "\"]}", "\\"]}',
    "the same name twice": b'{"account": "a", "account": "b", "x": {"y": 1, "y": [2]}}',
    "the empty name": b'{"": {"": ""}}',
    "escapes": rb'"\u00e9\ud83d\ude00\n\/\u0000"',
    "a whole number of 400 digits": b"1" * 400,
    "minus zero and small numbers": b"[-0, -0.0, 1e-400, 1E+2, 0.1]",
    "too large a number": b"1e999",
    "infinity": b"Infinity",
    "not a number": b"NaN",
    "minus infinity": b"-Infinity",
    "leading zero": b"01",
    "plus": b"+1",
    "half of a character": rb'{"account": "\ud800"}',
    "other half, as a name": rb'{"\udc00": 1}',
    "halves in the wrong order": rb'"\udc00\ud800"',
    "no UTF-8": b'{"account": "\xff"}',
    "a half in UTF-8": b'"\xed\xa0\x80"',
    "too long a form in UTF-8": b'"\xc0\x80"',
    "no UTF-8 outside a text": b"\xff",
    "a control in a text": b'"\x01"',
    "a line feed in a text": b'"\n"',
    "an unknown escape": rb'"\x41"',
    "half an escape": rb'"\u12"',
    "an unended text": b'"abc',
    "an unended object": b'{"a": 1',
    "an unended list": b"[1",
    "a bracket too many": b"{}}",
    "the wrong bracket": b'{"a": [1}}',
    "a list that ends early": b"1], 2",
    "an end and another object": b'1]} {"items": [2',
    "the name once more": b'1], "items": [2',
    "another name": b'1], "more": [2',
    "nothing": b"",
    "a comma too many": b"1,",
    "a name without a value": b'{"a"}',
    "a value without a name": b"{1}",
    "single quotes": b"{'a': 1}",
    "a comment": b"/* */ 1",
    "a mark": b"\xef\xbb\xbf1",
    "a wide space": b"\xc2\xa01",
    "a form feed": b"\x0c1",
    "two values": b"1 2",
    "a word": b"True",
    **{f"{depth} levels": b"[" * depth + b"]" * depth for depth in (100, 196, 197, 198, 199, 200, 201, 202, 5_000)},
    "198 levels of objects": b'{"a":' * 198 + b"1" + b"}" * 198,
    "199 levels of objects": b'{"a":' * 199 + b"1" + b"}" * 199,
}
WHOLE: dict[str, bytes] = {
    "no more": b"%s",
    "spaces": b' \t\r\n{ "items"\n:  %s\n} \n',
    "much space at the end": b"%s" + b" " * 3_000,
    "much space before the end": b'{"items": %s' + b" " * 3_000 + b"}",
    "a mark": b'\xef\xbb\xbf{"items": %s}',
    "another name before": b'{"more": 1, "items": %s}',
    "another name after": b'{"items": %s, "more": 1}',
    "the same name before": b'{"items": ["\xff"], "items": %s}',
    "the same name after": b'{"items": %s, "items": [1, 2]}',
    "the name in escapes": b'{"\\u0069tems": %s}',
    "another case": b'{"Items": %s}',
    "a list in a list": b'{"items": [%s]}',
    "no object": b"[%s]",
    "something after": b'{"items": %s} x',
    "a zero after": b'{"items": %s}\x00',
    "a bracket too many": b'{"items": %s}}',
    "a bracket too few": b'{"items": %s',
}


async def require_as_in_one_go(sent: bytes) -> str | None:
    """What a body is read as in pieces: the same as in one go, or None where FastAPI is to read or refuse it."""
    try:
        whole = repr(BatchBody.model_validate(json_bodies.read(sent)))
    except (ProblemError, ValidationError):
        whole = None
    try:
        async with Turns(piece_s=0).turn("a") as turn:
            found = repr(await read_in_pieces(BatchBody, sent, turn))
    except NotCleanError:
        return None
    assert found == whole  # by its text also 1 and 1.0, -0.0 and 0, and the order of names are told apart
    return found


def large(item: bytes, at: int, count: int = ENOUGH) -> bytes:
    """A body with this item among good ones."""
    return b'{"items": [' + b", ".join(item if at == place else GOOD for place in range(count)) + b"]}"


@pytest.mark.parametrize("name", ITEMS)
@pytest.mark.parametrize("at", [0, ENOUGH // 2, ENOUGH - 1])
async def test_an_item_is_read_as_in_one_go(name: str, at: int) -> None:
    """Wherever it stands in a large body."""
    await require_as_in_one_go(large(ITEMS[name], at))


async def test_good_items_are_read_in_pieces() -> None:
    """A plain list, large or small, is not left to FastAPI."""
    for count in (1, ENOUGH, 10_000):
        assert await require_as_in_one_go(large(GOOD, 0, count)) is not None


@pytest.mark.parametrize("name", WHOLE)
async def test_a_body_is_read_as_in_one_go(name: str) -> None:
    """Whatever is around the list."""
    around = WHOLE[name]
    inner = large(GOOD, 0) if name == "no more" else b"[" + b", ".join([GOOD] * ENOUGH) + b"]"
    await require_as_in_one_go(around.replace(b"%s", inner))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"])
async def test_another_encoding_is_left_to_fastapi(encoding: str) -> None:
    """Large or small."""
    for count in (1, ENOUGH):
        assert await require_as_in_one_go(large(GOOD, 0, count).decode().encode(encoding)) is None


@pytest.mark.parametrize("count", [0, 1, 10_000, 10_001, 40_000])
async def test_as_many_items_are_taken_as_in_one_go(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """None, and more than are allowed."""
    monkeypatch.setattr(batches, "LARGE", 0)
    found = await require_as_in_one_go(b'{"items": [' + b",".join([b"{}"] * count) + b"]}")

    assert (found is None) == (count not in {1, 10_000})


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(alphabet=st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(
    items=st.lists(_JSON, min_size=1), whole=st.booleans(), damage=st.none() | st.tuples(st.integers(0), st.binary())
)
async def test_any_body_is_read_as_in_one_go(items: list[Any], whole: bool, damage: tuple[int, bytes] | None) -> None:
    """Also with halves of characters, numbers that are none, and bytes put in somewhere."""
    sent = json.dumps({"items": items}, ensure_ascii=whole).encode("utf-8", "surrogatepass")
    if damage is not None:
        at = damage[0] % (len(sent) + 1)
        sent = sent[:at] + damage[1] + sent[at:]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batches, "LARGE", 0)
        patch.setattr(batches, "MOST_ITEMS", 2)
        await require_as_in_one_go(sent)


async def test_others_come_in_between_the_pieces_of_a_large_body() -> None:
    """It is read in pieces of bounded size, and everybody else is answered between two of them."""
    sent = large(GOOD, 0, 5_000)
    others = 0

    async def other() -> None:
        nonlocal others
        while True:
            others += 1
            await asyncio.sleep(0)

    running = asyncio.create_task(other())
    async with Turns(piece_s=0).turn("a") as turn:
        body = await in_pieces(sent, turn)
    running.cancel()
    assert body == json.loads(sent)
    assert others >= len(sent) // (batches.MOST_BYTES + 1_000)


@pytest.mark.parametrize("count", [0, 1, 199, 200, 201, 1_000])
async def test_a_page_holds_every_answer(count: int) -> None:
    """In their order, and as long as is announced."""
    texts = [json.dumps({"号": place}, ensure_ascii=False) for place in range(count)]
    async with Turns(piece_s=0).turn("a") as turn:
        answer = await answer_in_pieces("answers", texts, turn)
    sent = b"".join([part async for part in answer._parts])
    assert json.loads(sent) == {"answers": [{"号": place} for place in range(count)]}
    assert answer.headers["content-length"] == str(len(sent))


@pytest.mark.parametrize(
    ("item", "code", "path"),
    [
        (rb'{"account": "\ud800", "privilege": "publish"}', "invalid-request", "body.items.17.account"),
        (b'{"account": "\xff"}', "malformed-body", None),
        (b"[" * 300 + b"]" * 300, "malformed-body", None),
    ],
)
async def test_a_large_batch_is_refused_as_a_small_one(api: Api, item: bytes, code: str, path: str | None) -> None:
    """The same code, the same place."""
    small, great = [
        require_problem(
            await api.operator.post("/v1/decisions/batch", content=large(item, 17, count), headers=AS_JSON), code
        )
        for count in (18, ENOUGH + 18)
    ]
    assert small.get("errors") == great.get("errors")
    assert small["detail"] == great["detail"]
    if path is not None:
        assert [fault["path"] for fault in great["errors"]] == [path]


async def test_a_large_batch_is_answered_as_a_small_one(api: Api) -> None:
    """Each item, also those that cannot be understood, in their order."""
    account = await api.registered()
    some = [
        {"account": account, "privilege": "publish"},
        1,
        {"account": account, "x": {}},
        {"account": "none", "draft": {}},
    ]
    small, great = [
        (await api.operator.post("/v1/decisions/batch", json={"items": some * times})).json()["answers"]
        for times in (1, 1_000)
    ]
    assert len(great) == 1_000 * len(some)
    for place, answer in enumerate(great):
        assert answer | {"at": 0} == small[place % len(some)] | {"at": 0}
