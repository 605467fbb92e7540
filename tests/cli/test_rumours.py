"""Command `standing rumor`: from opening to correction, and the refusals."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ledger.rumours import reach
from ledger.store.database import Database
from models.rumours.reach import Seen, ViewerSeen
from tests.cli.conftest import Run, Write, row

CLAIM = "本市自来水已被污染"
SO = ("自来水各项指标合格", "https://www.piyao.org.cn/")


def test_a_rumour_is_opened_answered_closed_and_read(standing: Run) -> None:
    made = standing("rumor", "open", "r1", CLAIM, "--field", "livelihood", "--term", "自来水污染", "--content", "c1")
    assert made.output.strip() == "r1 is open; 1 order open.", made.output
    assert standing("rumor", "verify", "r1", *SO).output.strip() == "r1 is open; 3 orders open."
    assert standing("rumor", "add", "r1", "--content", "c2", "--term", "停水").exit_code == 0
    assert "label_content" in standing("directive", "list").output
    listed = standing("rumor", "list", "--status", "open").output
    assert CLAIM in listed
    shown = standing("rumor", "show", "r1").output
    assert "label the content: 2 of 2 orders open" in shown
    assert "contents found (count 1, by reported) by anna (per_" in shown
    assert standing("rumor", "close", "r1").output.startswith("r1 is closed")
    assert standing("rumor", "reopen", "r1").output.startswith("r1 is open")
    assert standing("rumor", "correct", "r1", "--reason", "已确认").output.strip() == "r1 is corrected; 3 orders open."


def test_a_text_is_matched_and_those_involved_are_accused(standing: Run, accounts: Write, tmp_path: Path) -> None:
    standing("rumor", "open", "r1", CLAIM)
    text = tmp_path / "text.txt"
    text.write_text(f"注意：{CLAIM}！", encoding="utf-8")
    assert "1.00  r1" in standing("rumor", "match", text).output
    assert standing("import", accounts(row(1))).exit_code == 0
    accused = standing("rumor", "accuse", "r1", "--making", "a1", "--spreading", "nobody").output
    assert "a1  making  recorded" in accused
    assert "nobody  spreading  refused  unknown_account" in accused


def test_reach_is_drawn_in_the_terminal_and_into_a_file(standing: Run, database_url: str, tmp_path: Path) -> None:
    standing("rumor", "open", "r1", CLAIM)
    now = datetime.now(UTC)

    async def seen() -> None:
        database = Database(database_url, times_given=True)
        viewers = [ViewerSeen(seen=Seen.RUMOUR, viewer=f"v{place}", at=now) for place in range(8)]
        told = ViewerSeen(seen=Seen.DEBUNKING, viewer="v1", at=now + timedelta(hours=2))
        await reach.report(database, "r1", b"k" * 32, [*viewers, told], [], now=now)
        await database.close()

    asyncio.run(seen())
    drawn = standing("rumor", "reach", "r1").output
    assert "of 8 known to be exposed 12.5% were reached" in drawn
    assert "█ 8" in drawn
    svg = tmp_path / "reach.svg"
    assert standing("rumor", "reach", "r1", "--svg", svg).exit_code == 0
    assert svg.read_text(encoding="utf-8").startswith("<svg")


def test_what_cannot_be_is_said(standing: Run, tmp_path: Path) -> None:
    assert "must say what is claimed" in standing("rumor", "open", "r1", "  ").stderr
    assert "http" in standing("rumor", "open", "r1", CLAIM, "--evidence", "ftp://a.cn").stderr
    assert "contents.0" in standing("rumor", "open", "r1", CLAIM, "--content", "two words").stderr
    for command in (("show", "none"), ("close", "none"), ("reach", "none"), ("accuse", "none", "--making", "a1")):
        missing = standing("rumor", *command)
        assert missing.exit_code == 1
        assert "no rumour" in missing.stderr or "no such rumour" in missing.stderr, missing.stderr
    assert "say what to add" in standing("rumor", "add", "none").stderr
    assert "cannot read" in standing("rumor", "match", tmp_path / "nowhere.txt").stderr
    assert "name the accounts" in standing("rumor", "accuse", "none").stderr
