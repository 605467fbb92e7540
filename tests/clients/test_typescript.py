"""openapi-typescript makes types of the description, and openapi-fetch calls every operation with them."""

import asyncio
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from console.reference import lines
from console.reference.operations import listed, operation_of
from embedded import EmbeddedPostgres
from tests.clients import typescript, walking
from tests.clients.platform import Platform, prepared
from tests.clients.table import ROWS
from tests.clients.test_python import TOP, run

PACKAGE = TOP / "clients" / "typescript"
TOOLS = PACKAGE / "node_modules" / ".bin"

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
async def folder(described: tuple[dict[str, Any], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the example's files and the generated types."""
    folder = tmp_path_factory.mktemp("typescript")
    for name in ("package.json", "tsconfig.json", "src"):
        copy = shutil.copytree if (PACKAGE / name).is_dir() else shutil.copy
        copy(PACKAGE / name, folder / name)
    (folder / "node_modules").symlink_to(PACKAGE / "node_modules")
    output = folder / "src" / "standing.d.ts"
    await run(TOOLS / "openapi-typescript", described[1], "--output", output, "--default-non-nullable=false")
    return folder


@pytest.fixture(scope="module")
async def walked(platform: Platform, described: tuple[dict[str, Any], Path], folder: Path) -> dict[str, str]:
    """Return what went wrong with each operation."""
    requests = await walking.sent(platform, described[0])
    (folder / "src" / "walk.ts").write_text(typescript.program(requests), encoding="utf-8")
    await run(TOOLS / "tsc", "--project", "tsconfig.json", cwd=folder)
    said = await run("node", "build/walk.js", platform.address, platform.key, cwd=folder)
    return {line["operation"]: line["wrong"] for line in map(json.loads, said.splitlines())}


async def test_the_example_registers_asks_follows_and_verifies(
    postgres: EmbeddedPostgres, template: str, process_name: str, folder: Path
) -> None:
    """The program under `clients/typescript`, against a server whose clock is the database's, as signatures need."""
    name = f"clients_{process_name}_example"
    await asyncio.to_thread(postgres.create_database, name, template=template)
    await run(TOOLS / "tsc", "--project", "tsconfig.json", cwd=folder)
    async with prepared(postgres.url(name), standing_still=False) as platform:
        said = await run("node", "build/example.js", platform.address, platform.key, cwd=folder)
        again = await run("node", "build/example.js", platform.address, platform.key, cwd=folder)
    assert len(said.splitlines()) == len(again.splitlines()), "it can be run twice: each holder is another one"
    await asyncio.to_thread(postgres.drop_database, name)
    first, may, problem, event, webhook = said.splitlines()
    assert first.startswith("registered ts-")
    assert may == "may publish: true"
    assert problem.startswith("problem urn:standing:problem:factor-out-of-range: ")
    assert event == "event account.registered, version 1"
    assert webhook.startswith("verified the signature of ")


async def test_the_lines_of_the_reference_are_typed(described: tuple[dict[str, Any], Path], folder: Path) -> None:
    """`tsc --strict` accepts every operation's program."""
    shown = [operation_of(described[0], one).example for one in listed(described[0])]
    head, _, _ = lines.typescript(shown[0], "http://127.0.0.1:8000").partition("const { data")
    steps = [
        f"export async function {one.operation}() {{\n{lines.typescript_call(one)}\nreturn data ?? error;\n}}"
        for one in shown
    ]
    program = f"declare const key: string;\ndeclare const file: Blob;\n{head}\n" + "\n".join(steps)
    (folder / "src" / "lines.ts").write_text(program, encoding="utf-8")
    await run(TOOLS / "tsc", "--project", "tsconfig.json", cwd=folder)


@pytest.mark.parametrize("operation", ROWS)
async def test_each_operation_is_called_with_its_types(walked: dict[str, str], operation: str) -> None:
    """Its example compiles and is answered; without a key the problem is read."""
    assert walked[operation] == ""
