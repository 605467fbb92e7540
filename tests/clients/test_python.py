"""openapi-python-client makes a client of the whole description, which calls every operation of a running server."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.clients import python_walk, walking
from tests.clients.platform import Platform
from tests.clients.table import ROWS

TOP = Path(__file__).parents[2]
ENVIRONMENT = TOP / ".venv-clients" / "bin"
"""What `make check-clients` installs from `generator.lock`."""
SETTINGS = TOP / "clients" / "openapi-python-client.yaml"

pytestmark = pytest.mark.timeout(600)


async def run(*command: str | Path, cwd: Path | None = None) -> str:
    """Run a program to its end; return what it wrote, and fail if it failed."""
    path = f"{ENVIRONMENT}:{os.environ['PATH']}"
    process = await asyncio.create_subprocess_exec(
        *map(str, command),
        cwd=cwd,
        env={**os.environ, "PATH": path},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said = (await process.communicate())[0].decode(errors="replace")
    assert process.returncode == 0, f"{command[0]} failed:\n{said[-6000:]}"
    return said


@pytest.fixture(scope="module")
async def generated(described: tuple[dict[str, Any], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the generated package. A warning, such as for an operation left out, fails the test."""
    folder = tmp_path_factory.mktemp("python")
    options: list[str | Path] = ["--config", SETTINGS, "--meta", "none", "--fail-on-warning"]
    said = await run(
        ENVIRONMENT / "openapi-python-client", "generate", "--path", described[1],
        "--output-path", folder / python_walk.PACKAGE, *options,
    )  # fmt: skip
    assert "arning" not in said, said
    return folder


@pytest.fixture(scope="module")
async def walked(
    platform: Platform,
    described: tuple[dict[str, Any], Path],
    generated: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, str]:
    """Return what went wrong with each operation."""
    requests = tmp_path_factory.mktemp("requests") / "requests.json"
    prepared = await walking.sent(platform, described[0])
    requests.write_text(json.dumps([one.as_json() for one in prepared]), encoding="utf-8")
    program = Path(python_walk.__file__)
    said = await run(ENVIRONMENT / "python", "-I", program, generated, requests, platform.address, platform.key)
    lines = [json.loads(line) for line in said.splitlines()]
    return {line["operation"]: line["wrong"] for line in lines}


async def test_every_operation_is_generated(described: tuple[dict[str, Any], Path], generated: Path) -> None:
    """None is dropped, and each function has the operation's name."""
    named = {operation["operationId"] for *_, operation in walking.operations(described[0])}
    functions = (generated / python_walk.PACKAGE / "api").glob("*/*.py")
    assert {path.stem for path in functions} - {"__init__"} == named


@pytest.mark.parametrize("operation", ROWS)
async def test_each_operation_is_called_and_its_answer_is_read_whole(walked: dict[str, str], operation: str) -> None:
    """With its example, as a dry run where it has one, and without a key: each answer in its own model."""
    assert walked[operation] == ""


async def test_the_description_is_valid(described: tuple[dict[str, Any], Path]) -> None:
    """OpenAPI 3.1, as openapi-spec-validator reads it."""
    said = await run(ENVIRONMENT / "openapi-spec-validator", "--schema", "3.1", described[1])
    assert said.strip().endswith("OK"), said


def test_the_environment_is_there() -> None:
    """Nothing is skipped where it is missing."""
    assert (ENVIRONMENT / "openapi-python-client").exists(), f"run `make check-clients`, which makes {ENVIRONMENT}"
    assert sys.version_info >= (3, 11)
