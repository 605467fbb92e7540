"""An import is no way through: what a holder did binds the accounts that are imported too (article 7)."""

from datetime import datetime
from pathlib import Path

import pytest

from ledger.accounts import reading
from ledger.store.database import Database
from models.accounts.commands import Close
from models.accounts.standing import Standing
from models.instants import SHANGHAI
from regulation.standing.verdicts import verdict
from tests.ledger.doing import do, faults
from tests.ledger.imported import NOW, row, run, written

BAN = {"id": "b1", "category": "distortion", "started_at": "2026-02-20T12:00:00+08:00", "duration": "P30D"}
END = datetime(2026, 3, 22, 12, tzinfo=SHANGHAI)
FIRM = {"kind": "enterprise", "holder": {"holder_ref": "h_firm"}}


async def standing_of(database: Database, account: str) -> Standing:
    found = await reading.standing_of(database, account)
    assert found is not None
    return found


@pytest.mark.parametrize("banned_first", [True, False])
@pytest.mark.parametrize("later", [True, False])
async def test_the_other_account_of_a_row_is_bound_if_it_came_later(
    database: Database, tmp_path: Path, banned_first: bool, later: bool
) -> None:
    """Whichever row comes first: an account that was registered while the ban ran is bound, an older one is not."""
    registered = "2026-02-25T09:00:00+08:00" if later else "2025-06-01T09:00:00+08:00"
    rows = [row(1, **FIRM, bans=[BAN]), row(2, **{**FIRM, "registered_at": registered})]
    done, rejects = await run(database, written(tmp_path, *(rows if banned_first else reversed(rows))))
    assert (done.imported, rejects) == (2, [])
    answer = verdict(await standing_of(database, "a2"), "publish", NOW)
    if later:
        assert answer.until == END
        assert [(reason.cause, reason.origin and reason.origin.account) for reason in answer.reasons] == [("b1", "a1")]
    else:
        assert answer.answer == "allowed"
    assert await faults(database) == []


async def test_an_account_of_the_ledger_binds_what_is_imported(database: Database, tmp_path: Path) -> None:
    """Also when it was closed by own wish since; and the same file once more changes nothing."""
    await run(database, written(tmp_path, row(1, bans=[BAN])))
    await do(database, "a1", Close(id="own"), NOW)
    again = row(2, holder=row(1)["holder"], registered_at="2026-02-28T09:00:00+08:00")
    for name in ("more.jsonl", "again.jsonl"):
        _, rejects = await run(database, written(tmp_path, again, name=name))
        assert rejects == []
    standing = await standing_of(database, "a2")
    assert verdict(standing, "publish", NOW).until == END
    assert standing.version == 2
    assert await faults(database) == []
