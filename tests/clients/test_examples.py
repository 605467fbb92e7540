"""Every operation has an example that runs: it is sent as the description has it, to a prepared platform."""

import base64
from typing import Any

import httpx2
import pytest

from tests.clients import walking
from tests.clients.platform import Platform
from tests.clients.table import ROWS
from tests.clients.walking import Sent

KEPT: dict[str, Sent] = {}


@pytest.fixture(scope="module")
async def requests(platform: Platform, described: tuple[dict[str, Any], Any]) -> dict[str, Sent]:
    return {one.operation: one for one in await walking.sent(platform, described[0])}


async def test_each_operation_has_a_row(described: tuple[dict[str, Any], Any]) -> None:
    """A new operation is named, with the place where its row belongs."""
    assert walking.rows_missing(described[0]) == ""


@pytest.mark.parametrize("operation", ROWS)
async def test_the_example_of_each_operation_is_answered_with_success(
    platform: Platform, requests: dict[str, Sent], operation: str
) -> None:
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
