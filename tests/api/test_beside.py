"""Additions to answers, against a second opinion that reads and writes the whole answer for each of them."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.responses import Response

from api.handling import beside, naming, speaking
from regulation.words.sentences.chinese import in_chinese
from tests.api.conftest import Api
from tests.examples import examples

NAMES = {"per_000000000001": "安莉", "key_00000000000a": "门户", "per_000000000002": ""}
SENTENCES = ("overdue: the case was not decided in time", "no account has this name", "a person's own words", "ban", "")
KEYS = (*sorted(naming.ACTORS)[:4], "by", *speaking.SAID, "actor_name", "by_names", "title_zh", "items", "version")

values = st.recursive(
    st.one_of(st.none(), st.integers(), st.floats(allow_nan=False), st.sampled_from((*NAMES, *SENTENCES, "其他"))),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(KEYS), inner, max_size=5)),
    max_leaves=25,
)


def with_names(value: Any) -> Any:
    if isinstance(value, list):
        return [with_names(one) for one in value]
    if not isinstance(value, dict):
        return value
    found: dict[str, Any] = {}
    for key, inner in value.items():
        found[key] = with_names(inner)
        if key in naming.ACTORS and isinstance(inner, str) and inner in NAMES:
            found.setdefault(f"{key}_name", NAMES[inner])
        elif key in naming.ACTORS and isinstance(inner, list):
            given_names = [NAMES.get(one) if isinstance(one, str) else None for one in inner]
            if any(name is not None for name in given_names):
                found.setdefault(f"{key}_names", given_names)
    return found


def with_chinese(value: Any) -> Any:
    if isinstance(value, list):
        return [with_chinese(one) for one in value]
    if not isinstance(value, dict):
        return value
    found: dict[str, Any] = {}
    for key, inner in value.items():
        found[key] = with_chinese(inner)
        is_code = isinstance(inner, str) and all(letter.islower() or letter == "_" for letter in inner)
        if key in speaking.SAID and isinstance(inner, str) and not is_code and in_chinese(inner):
            found.setdefault(f"{key}_zh", in_chinese(inner))
    return found


@settings(deadline=None, max_examples=examples(200))
@given(values)
def test_both_additions_at_once_are_one_after_the_other(value: Any) -> None:
    """Every field has its name or its Chinese right beside it, at every depth, and what was there stays."""
    expected = json.dumps(with_chinese(with_names(value)), ensure_ascii=False)
    content = json.loads(json.dumps(value))
    more = [beside._extend(place, NAMES, is_spoken=True) for place in beside._places(content)]
    assert json.dumps(content, ensure_ascii=False) == expected
    assert any(more) or expected == json.dumps(value, ensure_ascii=False)


async def test_an_answer_gets_both_and_keeps_its_headers(api: Api) -> None:
    """A case that the system opened for a person's doing: its title in both languages, its actor with the name."""
    account = await api.registered()
    await api.operator.post(f"/v1/accounts/{account}/bans", json={"category": "fabrication", "duration": "P7D"})
    answer = await api.operator.get(f"/v1/accounts/{account}/facts")
    assert answer.status_code == 200
    assert all(fact["actor_name"] for fact in answer.json()["facts"])
    assert int(answer.headers["content-length"]) == len(answer.content)


@pytest.mark.parametrize("body", [b'{"title":"x"', b""])
def test_what_is_no_json_of_ours_is_not_read(body: bytes) -> None:
    """Only answers in JSON are read, whatever their bytes look like."""
    answer = Response(body, media_type="text/csv")
    assert not speaking.concerns("list_cases", answer)
    assert not naming.concerns("list_cases", None, answer)
