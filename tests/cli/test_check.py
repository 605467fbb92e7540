"""Command `standing check`: its answers, counts and exit status."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import cli
from api.gate.ndjson import LONGEST_LINE
from tests.cli.conftest import Run, Write, row

ROOT = Path(__file__).parents[2]
BAN = {"id": "b1", "category": "fabrication", "started_at": "2025-02-01T00:00:00+08:00", "duration": "P7D"}
PUBLISH = {"account": "a1", "privilege": "publish"}
MONETIZE = {"account": "a1", "privilege": "monetize.live_gifts"}
LABELLED = {"account": "a2", "draft": {"topics": ["public_policy"], "source": "国务院公报"}}


@pytest.fixture
def known(standing: Run, accounts: Write) -> Run:
    """Return the command line on a ledger with two accounts, one with a ban that is over."""
    assert standing("import", accounts(row(1, bans=[BAN]), row(2))).exit_code == 0
    return standing


@pytest.fixture
def questions(tmp_path: Path) -> Write:
    def write(*items: Any) -> Path:
        path = tmp_path / "questions.jsonl"
        path.write_text("".join(f"{item if isinstance(item, str) else json.dumps(item)}\n" for item in items))
        return path

    return write


def answers(done: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_file_that_is_allowed_throughout_ends_with_0(known: Run, questions: Write) -> None:
    """One answer per line in the order of the questions; the counts are printed apart from them."""
    done = known("check", questions(PUBLISH, LABELLED, "", PUBLISH))
    assert done.exit_code == 0, done.output
    assert [answer["answer"] for answer in answers(done)] == ["allowed", "allowed_with_labels", "allowed"]
    assert done.stderr == "3 questions: 2 allowed, 1 allowed_with_labels\n"


def test_a_refusal_ends_it_with_1(known: Run, questions: Write) -> None:
    """Questions about the past are answered, and an unknown account is refused with that reason."""
    past = {**PUBLISH, "at": "2025-02-03T00:00:00+08:00"}
    done = known("check", questions(PUBLISH, MONETIZE, past, {**PUBLISH, "account": "nobody"}))
    assert done.exit_code == 1
    found = answers(done)
    assert [answer["answer"] for answer in found] == ["allowed", "refused", "refused", "refused"]
    assert found[2]["reasons"][0]["cause"] == "b1"
    assert found[3]["reasons"][0]["code"] == "unknown_account"
    assert done.stderr == "4 questions: 1 allowed, 3 refused\n"


def test_lines_that_cannot_be_understood_end_it_with_2(known: Run, questions: Write) -> None:
    """Each fault is explained in its place, and the other questions are answered."""
    long = json.dumps({"account": "a" * (2 * LONGEST_LINE), "privilege": "publish"})
    naive = {**PUBLISH, "at": "2026-01-01T00:00:00"}
    done = known(
        "check", questions(PUBLISH, "{oops", naive, MONETIZE, long, {"account": "a1", "draft": {"topics": [1]}})
    )
    assert done.exit_code == 2
    found = answers(done)
    wanted = ["allowed", "invalid", "invalid", "refused", "invalid", "invalid"]
    assert [answer["answer"] for answer in found] == wanted
    assert [answer["errors"][0]["path"] for answer in found if "errors" in answer] == ["", "at", "", "draft.topics.0"]
    assert done.stderr == "6 questions: 1 allowed, 4 invalid, 1 refused\n"


def test_a_version_that_is_not_there_ends_it_with_2(known: Run, questions: Write) -> None:
    """A question without an answer permits nothing."""
    done = known("check", questions({**PUBLISH, "at_least_version": 900}))
    assert done.exit_code == 2
    assert answers(done)[0]["code"] == "version_not_reached"


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_a_file_that_cannot_be_read_ends_it_with_2(known: Run, tmp_path: Path, name: str) -> None:
    """The message names the file."""
    done = known("check", tmp_path / name)
    assert done.exit_code == 2
    assert str(tmp_path / name) in done.stderr
    assert "Traceback" not in done.output


def test_an_empty_file_asks_nothing(known: Run, questions: Write) -> None:
    """The output says that the file is empty."""
    done = known("check", questions())
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "0 questions\n")


@pytest.mark.usefixtures("known")
def test_what_comes_in_is_read_from_a_dash() -> None:
    """Questions can be piped from another command's output."""
    sent = "".join(json.dumps(item) + "\n" for item in (PUBLISH, MONETIZE))
    done = CliRunner().invoke(cli.app, ["check", "-"], input=sent)
    assert done.exit_code == 1
    assert [answer["answer"] for answer in answers(done)] == ["allowed", "refused"]


def test_an_api_that_is_away_is_said_once(standing: Run, questions: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """The output does not count as ten thousand answers."""
    monkeypatch.setenv("STANDING_API", "http://127.0.0.1:1")
    done = standing("check", questions(*[PUBLISH] * 3_000))
    assert (done.exit_code, done.stdout) == (3, "")
    assert "http://127.0.0.1:1 does not answer" in done.stderr


@pytest.mark.usefixtures("known")
def test_a_pipe_is_answered_before_it_ends() -> None:
    """A hundred questions, each written after the answer to the previous one, in a process of its own."""
    with subprocess.Popen(
        [sys.executable, "-m", "cli", "check", "-"],
        cwd=ROOT,
        env=dict(os.environ),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as started:
        assert started.stdin is not None
        assert started.stdout is not None
        for place in range(100):
            started.stdin.write(json.dumps({**PUBLISH, "account": f"nobody-{place}"}).encode() + b"\n")
            started.stdin.flush()
            assert json.loads(started.stdout.readline())["account"] == f"nobody-{place}"
        _, said = started.communicate(timeout=60)
    assert (started.returncode, said) == (1, b"100 questions: 100 refused\n")


def test_many_questions_are_all_answered_in_order(known: Run, questions: Write) -> None:
    """More questions than are answered at once, cut by the parts in which the file is read."""
    many = [{"account": f"a{n}", "privilege": "publish"} for n in range(12_000)]
    done = known("check", questions(*many))
    assert [answer["account"] for answer in answers(done)] == [item["account"] for item in many]
    assert done.stderr == "12,000 questions: 2 allowed, 11,998 refused\n"
