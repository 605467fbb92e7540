"""Every operation has an example that runs: it is sent as the description has it, to a prepared platform."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from api.description import examples
from tests.clients import answers, walking
from tests.clients.platform import Platform
from tests.clients.table import ROWS
from tests.clients.walking import Sent


@pytest.fixture(scope="module")
async def requests(platform: Platform, described: tuple[dict[str, Any], Any]) -> dict[str, Sent]:
    return {one.operation: one for one in await walking.sent(platform, described[0])}


@pytest.fixture(scope="module")
def kept(request: pytest.FixtureRequest) -> Iterator[dict[str, Any]]:
    """Yield the answers that the description shows; write them where they are to be recorded anew."""
    found = dict(examples.answers())
    yield found
    if request.config.option.update_snapshots:
        in_order = {name: found[name] for name in ROWS if name in found}
        answers.FILE.write_text(json.dumps(in_order, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


async def test_each_operation_has_a_row(described: tuple[dict[str, Any], Any]) -> None:
    """A new operation is named, with the place where its row belongs."""
    assert walking.rows_missing(described[0]) == ""


@pytest.mark.parametrize("operation", ROWS)
async def test_the_example_of_each_operation_is_answered_as_described(
    platform: Platform,
    requests: dict[str, Sent],
    described: tuple[dict[str, Any], Any],
    kept: dict[str, Any],
    operation: str,
    request: pytest.FixtureRequest,
) -> None:
    """With success, and with an answer that says what the one in the description says."""
    one = requests[operation]
    address = platform.address + one.template
    for name, value in one.path.items():
        address = address.replace(f"{{{name}}}", str(value))
    body: dict[str, Any] = {"json": one.body} if one.body is not None else {}
    if one.content is not None:
        body = {"content": base64.b64decode(one.content), "headers": {"Content-Type": one.media}}
    async with httpx2.AsyncClient(trust_env=False, timeout=60) as client:
        client.headers["Authorization"] = f"Bearer {platform.key}"
        answer = await client.request(one.method.upper(), address, params=one.query, **body)
    assert answer.status_code in one.statuses, answer.text
    media = answer.headers.get("content-type", "").partition(";")[0]
    fresh = answers.recorded(answer.status_code, media, answer.content)
    described_as = answers.schema_of(described[0], one.template, one.method, fresh)
    if described_as is not None and described_as.get("type") == "string":
        fresh.pop("answer")  # a file that happens to be JSON
    schema = answers.schema_of(described[0], one.template, one.method, kept.get(operation))
    said = answers.difference(kept.get(operation), fresh, schema)
    if said and request.config.option.update_snapshots:
        kept[operation] = fresh
    else:
        assert not said


def test_no_answer_is_left_over() -> None:
    """Each belongs to an operation."""
    assert examples.answers().keys() == ROWS.keys()
