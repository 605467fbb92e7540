"""The tutorial, run as it is printed, against a server of its own."""

import asyncio
import doctest
import re
from pathlib import Path

from tests.api.test_server import serving

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial.md"
KEY = 'Path(".standing/dev-api-key").read_text().strip()'
ADDRESS = "http://127.0.0.1:8000"


def run(text: str) -> tuple[int, int, str]:
    """Run every example of a text in one namespace; return how many were tried, how many failed, and what came."""
    blocks = "\n".join(re.findall(r"^```pycon\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))
    said: list[str] = []
    test = doctest.DocTestParser().get_doctest(blocks, {}, TUTORIAL.name, str(TUTORIAL), 0)
    result = doctest.DocTestRunner(verbose=False).run(test, out=said.append, clear_globs=False)
    test.globs["client"].close()
    return result.attempted, result.failed, "".join(said)


async def test_every_example_of_the_tutorial_answers_as_printed(database_url: str) -> None:
    """Only the address and the key are those of this test."""
    text = TUTORIAL.read_text(encoding="utf-8")
    assert KEY in text
    assert ADDRESS in text
    async with serving(database_url) as (client, _):
        secret = client.headers["authorization"].removeprefix("Bearer ")
        own = text.replace(KEY, repr(secret)).replace(ADDRESS, str(client.base_url).rstrip("/"))
        attempted, failed, said = await asyncio.to_thread(run, own)
    assert attempted > 25
    assert failed == 0, said
