"""`standing coordination`: a sweep from a terminal, what it found, and the decision that sanctions all."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from ledger import links
from ledger.commands import Request, execute
from ledger.database import Database
from models.commands import Register
from models.coordination import LinkRow, TieKind
from models.names import AccountKind
from tests.cli.conftest import Run


def test_a_sweep_finds_a_cluster_once_and_a_decision_bans_its_members(
    standing: Run, database_url: str, tmp_path: Path
) -> None:
    now = datetime.now(UTC)

    async def shared() -> None:
        database = Database(database_url)
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
    assert "1 clusters from 1 ties and 0 texts (0 hubs passed over): 1 new cases, 0 grown." in first.stdout
    assert "pairs are tied strongly enough" in first.stderr
    assert "0 new cases" in standing("coordination", "sweep").output
    cluster, *_, case = standing("coordination", "list").output.splitlines()[1].split()
    svg = tmp_path / "graph.svg"
    shown = standing("coordination", "show", cluster, "--svg", svg)
    assert "members   a1 a2 a3" in shown.output
    assert "the same payout account" in shown.output
    assert svg.read_text(encoding="utf-8").startswith("<svg ")
    nowhere = standing("coordination", "show", cluster, "--svg", tmp_path / "none" / "graph.svg")
    assert "cannot be written" in nowhere.stderr
    assert "there is no cluster 'clu_x'" in standing("coordination", "show", "clu_x").stderr
    alone = standing("case", "decide", case, "confirmed", "--reason", "x", "--days", "3", "--ban-days", "7")
    assert "a sanction goes alone" in alone.stderr
    decided = standing("case", "decide", case, "confirmed", "--reason", "one card", "--ban-days", "7")
    assert decided.output.strip() == f"{case} is decided: confirmed.", decided.stderr
    assert "ban" in standing("timeline", "a2").output
