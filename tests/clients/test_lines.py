"""The lines that the reference shows run: each operation's program in Python, and curl where it only reads."""

import asyncio
import base64
import os
from contextlib import redirect_stdout
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from console.reference import lines
from console.reference.lines import Example
from console.reference.operations import listed, operation_of
from tests.clients import walking
from tests.clients.platform import Platform
from tests.clients.table import ROWS
from tests.clients.walking import Sent


@pytest.fixture(scope="module")
async def examples(platform: Platform, described: tuple[dict[str, Any], Any]) -> dict[str, tuple[Example, Sent]]:
    """Return each example as the reference has it, with the identifiers of the prepared platform."""
    description = described[0]
    shown = {one.name: operation_of(description, one).example for one in listed(description)}
    found = {}
    for one in await walking.sent(platform, description):
        example = shown[one.operation]
        content = None if one.content is None else base64.b64decode(one.content)
        told = content.decode() if example.lines is not None and content is not None else example.lines
        found[one.operation] = replace(example, path=one.path, query=one.query, body=one.body, lines=told), one
    return found


@pytest.mark.parametrize("operation", ROWS)
async def test_the_program_in_python_runs(
    platform: Platform,
    examples: dict[str, tuple[Example, Sent]],
    operation: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With the client of the project; it prints the answer."""
    example, sent = examples[operation]
    program = lines.python(example, platform.address)
    if sent.content is not None and example.lines is None:
        (tmp_path / lines.FILE).write_bytes(base64.b64decode(sent.content))
        monkeypatch.chdir(tmp_path)
    printed = await asyncio.to_thread(_printed, program, platform.key)
    assert printed or example.answers == "text"  # a file of no rows


@pytest.mark.parametrize("operation", ROWS)
async def test_the_line_of_curl_runs_where_it_only_reads(
    platform: Platform, examples: dict[str, tuple[Example, Sent]], operation: str
) -> None:
    """A shell runs it as it stands; `tests/console/test_reference.py` reads those that change something."""
    example, sent = examples[operation]
    if example.method != "GET":
        return
    options = "--silent --output /dev/null --write-out '%{http_code}' --max-time 60"
    line = f"{lines.curl(example, platform.address)} {options}"
    process = await asyncio.create_subprocess_exec(
        "bash", "-c", line, stdout=asyncio.subprocess.PIPE, env={**os.environ, "KEY": platform.key, "no_proxy": "*"}
    )
    said = (await process.communicate())[0].decode()
    assert process.returncode == 0
    assert int(said) in sent.statuses


def _printed(program: str, key: str) -> str:
    """Return what a program prints."""
    said = StringIO()
    with redirect_stdout(said):
        exec(compile(program, "line", "exec"), {"key": key})
    return said.getvalue().strip()
