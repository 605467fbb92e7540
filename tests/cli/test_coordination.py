"""Command `standing coordination`: a sweep, its clusters, and the decision that sanctions all members."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from ledger.accounts.commands import Request, execute
from ledger.coordination import links
from ledger.store.database import Database
from models.accounts.commands import Register
from models.coordination import LinkRow, TieKind
from models.names import AccountKind
from tests.cli.conftest import Run


def test_a_sweep_finds_a_cluster_once_and_a_decision_bans_its_members(
    standing: Run, database_url: str, tmp_path: Path
) -> None:
    now = datetime.now(UTC)

    async def shared() -> None:
        database = Database(database_url, times_given=True)
        token = links.token_of(b"k" * 32, TieKind.PAYOUT, "card")
        for account in ("a1", "a2", "a3"):
            register = Register(kind=AccountKind.INDIVIDUAL, holder=f"h_{account}", name=account)
            await execute(database, Request(account=account, command=register, actor="key_test", now=now))
            row = LinkRow(account=account, kind=TieKind.PAYOUT, token=token, seen_at=now)
            await links.add_links(database, [row])
        await database.close()

    assert "No clusters yet" in standing("coordination", "list").output
    asyncio.run(shared())
    first = standing("coordination", "sweep")
    assert "1 cluster from 1 tie and 0 texts (0 hubs passed over): 1 new case, 0 grown." in first.stdout
    assert "0 new cases" in standing("coordination", "sweep").output
    newest, _, row = standing("coordination", "list").output.splitlines()[:3]
    assert newest.startswith("Last sweep ")
    cluster, case, *_ = row.split()
    svg = tmp_path / "graph.svg"
    shown = standing("coordination", "show", cluster, "--svg", svg)
    assert "members   a1 a2 a3" in shown.output
    assert "the same payout account" in shown.output
    assert svg.read_text(encoding="utf-8").startswith("<svg ")
    nowhere = standing("coordination", "show", cluster, "--svg", tmp_path / "none" / "graph.svg")
    assert "cannot be written" in nowhere.stderr
    assert "there is no cluster 'clu_x'" in standing("coordination", "show", "clu_x").stderr
    alone = standing("case", "decide", case, "confirmed", "--reason", "x", "--days", "3", "--ban-days", "7")
    assert "a sanction excludes other terms" in alone.stderr
    decided = standing("case", "decide", case, "confirmed", "--reason", "one card", "--ban-days", "7")
    assert decided.output.strip() == f"{case} is decided: confirmed.", decided.stderr
    assert "ban" in standing("timeline", "a2").output


def test_links_and_posts_come_from_files_and_a_faulty_row_is_named_by_its_line(standing: Run, tmp_path: Path) -> None:
    links, posts = tmp_path / "links.jsonl", tmp_path / "posts.jsonl"
    row = '{"account": "%s", "kind": "%s", "value": "13800138000"}'
    for rows, fault in (
        ([("a", "phone"), ("b", "shoe")], "line 2: kind: must be 'holder'"),
        ([("a", "phone"), ("b", "phone"), ("c", "text")], "line 3: kind: must be one of holder, payout"),
    ):
        links.write_text("\n".join(row % one for one in rows) + "\n")
        told = standing("coordination", "links", links)
        assert told.exit_code == 1
        assert f"{links}, {fault}" in told.stderr, told.stderr
        assert "1 row not recorded" in told.stderr
        assert "1 new, " in told.stdout
    links.write_text(row % ("a", "shoe"))
    refused = standing("coordination", "links", links)
    assert refused.exit_code == 2
    assert "Nothing was recorded" in refused.stderr
    links.write_text(row % ("a", "phone") + "\n{\n")
    refused = standing("coordination", "links", links)
    assert f"{links}, line 2: the line: is not JSON" in refused.stderr
    assert "13800138000" not in refused.stderr
    links.write_text("\n\n".join(row % (account, "phone") for account in ("a", "b", "c")))
    assert "1 new, 2 known before." in standing("coordination", "links", links).stdout
    assert "0 new, 3 known before." in standing("coordination", "links", links).stdout
    said = '{"account": "a", "post": "p%d", "published_at": "%s", "text": "%s"}'
    posts.write_text(said % (1, "2099-01-01T00:00:00Z", "早"))
    assert "line 1: published_at: lies in the future" in standing("coordination", "posts", posts).stderr
    at = "2026-03-01T09:00:00+08:00"
    posts.write_text(f"{said % (1, at, '早')}\n{said % (2, at, '速看！某地自来水被污染的消息终于有人说清楚了')}\n")
    assert "1 new, 0 known before, 1 text too short" in standing("coordination", "posts", posts).stdout
    assert "cannot be read" in standing("coordination", "posts", tmp_path / "none").stderr
