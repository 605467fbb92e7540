"""Examples of all pages: each block runs in a test as it is printed, or stands in a list with the reason why not."""

import ast
import csv
import io
import json
import os
import subprocess
from pathlib import Path

import pytest
import yaml

from settings import Settings
from tests.docs.examples import PAGES, ROOT, Block, blocks_of

ELSEWHERE = {
    "docs/tutorial.md": "tests/docs/test_tutorial.py",
    "docs/clients.md": "tests/client_python/test_documented.py",
    "docs/events.md": "tests/cli/test_events.py",
}
"""Pages whose blocks another test runs, or compares with what generates them. Shell blocks run here nevertheless."""

NOT_RUN = {
    "README.md: make run     # start PostgreSQL, Temporal and its": "starts the product that the test has started",
    "README.md: HTTP ─▶ api/ ─▶ ledger/ ── one transaction: fact,": "a drawing",
    "docs/architecture.md: request ─▶ api: parse, authenticate, authorise ─▶": "a drawing",
    "docs/architecture.md: cli, worker.py                 composition roots:": "a drawing",
    "docs/cases.md: async def follows(deciding: Deciding) -> Refusal |": "a sketch of code to be written",
    'docs/cases.md: opened = opening(CaseKind.RUMOUR, now, account="a1': "a sketch of code to be written",
    "docs/cases.md: async def open_case(happened: Happened[DirectiveBo": "a sketch of code to be written",
    "docs/command-line.md: .venv/bin/standing profile add production https://": (
        "signs in at another Standing, in a browser; tests/cli/test_signing_in.py does"
    ),
    "docs/console.md: export STANDING_PUBLIC_ADDRESS=https://standing.ex": (
        "settings of a provider: test_settings_that_a_page_exports_are_accepted"
    ),
    "docs/console.md: QUESTION = Question(": "a sketch of code to be written",
    'docs/console.md: @router.post("/{case}/note")': "a sketch of code to be written",
    "docs/operations.md: cp deploy/env.example .env                # then f": (
        "containers: tests/test_compose.py checks what there is to check without an engine"
    ),
    "docs/performance.md: rules_decide     ██████████████████████████████ 56": "a measurement",
    "docs/reports.md: # The secret: 24 bytes or more, in base64. Standin": (
        "starts the product; the test's product has the same settings"
    ),
    "docs/reports.md: requested ─▶ built ─▶ counted again ─▶ (released b": "a drawing",
    "docs/scenarios.md: .venv/bin/standing scenario --engine ledger tests/": (
        "minutes, on servers of its own; tests/scenarios runs every scenario on every engine"
    ),
    "docs/scenarios.md: ok         tests/scenarios/article-09/factor_three": "what a failing scenario prints",
    "docs/webhooks.md: webhook-id: evt_4711": "the form of a request that Standing makes",
}
"""Blocks that no test runs, by page and first line, with the reason."""

BLOCKS = [block for page in PAGES for block in blocks_of(page)]


def named(block: Block) -> str:
    return f"{block.page.relative_to(ROOT).as_posix()}:{block.line}"


def is_run(block: Block) -> bool:
    """Return whether a test of the pages runs it, saves it as a file, or compares it with an answer."""
    return block.language == "sh" or bool(block.saved_as) or block.answers


def test_every_block_is_run_or_listed() -> None:
    """A new block without either fails, and so does a line of the list that no page has any more."""
    listed = {block.name for block in BLOCKS if block.name in NOT_RUN}
    left = [
        block.name
        for block in BLOCKS
        if not is_run(block) and block.name not in NOT_RUN and block.page.relative_to(ROOT).as_posix() not in ELSEWHERE
    ]
    assert left == []
    assert sorted(NOT_RUN) == sorted(listed)
    assert all((ROOT / test).exists() for test in ELSEWHERE.values())


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.language == "sh"], ids=named)
def test_a_shell_reads_it(block: Block) -> None:
    done = subprocess.run(["bash", "-n"], input=block.text, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "block", [block for block in BLOCKS if block.language in {"json", "yaml", "csv", "python"}], ids=named
)
def test_it_is_in_the_language_that_it_says(block: Block) -> None:
    if block.language == "json":
        texts = block.text.splitlines() if block.saved_as.endswith(".jsonl") else [block.text]
        assert all(json.loads(text) is not None for text in texts)
    elif block.language == "yaml":
        assert yaml.safe_load(block.text)
    elif block.language == "csv":
        first, *rows = csv.reader(io.StringIO(block.text))
        assert rows
        assert all(len(row) == len(first) for row in rows)
    else:
        assert compile(block.text, str(block.page), "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)


EXPORTS = [block for block in BLOCKS if block.language == "sh" and block.text.startswith("export STANDING_")]


@pytest.mark.parametrize("block", EXPORTS, ids=named)
def test_settings_that_a_page_exports_are_accepted(
    block: Block, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A process that reads them would start."""
    script = f"{block.text}\nenv -0"
    said = subprocess.run(
        ["bash", "-euc", script], env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=True
    ).stdout
    given = dict(each.split("=", 1) for each in said.split("\0") if each.startswith("STANDING_"))
    assert len(given) == block.text.count("export ")
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("STANDING_DATA_DIR", str(tmp_path))
    settings = Settings()
    assert {name for name in given if getattr(settings, name.removeprefix("STANDING_").lower()) is None} == set()
