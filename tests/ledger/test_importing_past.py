"""Importing a past: what happened is recorded in the order in which it happened, closures and all that is over too."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from ledger.accounts import verification
from ledger.accounts.commands import Request, execute
from ledger.accounts.reading import facts_of, history_of, standing_of
from ledger.importing import Done
from ledger.reports.second_count import count_again, differences
from ledger.store.database import Database
from models.accounts.commands import Register
from models.accounts.standing import RestrictionKind
from models.instants import SHANGHAI
from models.names import AccountKind
from models.reports.content import Head
from models.words.privileges import Method
from regulation.holders.identifiers import holder_ref
from regulation.reports.periods import before, period_of
from regulation.standing.verdicts import permits, verdict
from reports.building import build
from scenarios.screening import screened_by_default
from tests.ledger.imported import KEY, NOW, column, identity, row, run, written


def ban(at: str, identifier: str = "b1", duration: str = "P7D") -> dict[str, Any]:
    return {"id": identifier, "category": "recycled_news", "started_at": at, "duration": duration}


def certified(identifier: str, since: str, until: str) -> dict[str, Any]:
    return {
        "id": identifier,
        "field": "finance",
        "valid_from": since,
        "valid_until": until,
        "materials": {"professional_qualification": "资格证 1"},
    }


async def test_facts_are_recorded_in_the_order_in_which_they_happened(database: Database, tmp_path: Path) -> None:
    """Whatever their kind; of those of one instant what is needed comes before what needs it."""
    path = written(
        tmp_path,
        row(
            registered_at="2023-01-01T09:00:00+08:00",
            violations=[{"id": "v1", "category": "fabrication", "decided_at": "2023-03-01T00:00:00+08:00"}],
            bans=[ban("2025-02-01T00:00:00+08:00", "b2"), ban("2023-05-01T00:00:00+08:00", "b1")],
            holder_changed_at="2024-01-01T00:00:00+08:00",
            certifications=[
                certified("late", "2023-06-01", "2027-01-01"),
                certified("former", "2023-02-01", "2023-12-31"),
            ],
            monetization=["advertising"],
            granted_at="2024-08-01T00:00:00+08:00",
            closed={"at": "2025-12-01T00:00:00+08:00"},
        ),
    )
    assert await run(database, path) == (Done(1, 1, 0), [])
    facts = [recorded.fact for recorded in await facts_of(database, "a1")]
    assert [getattr(fact.body, "id", None) or fact.body.type for fact in facts] == [
        "account_registered",
        "former",
        "v1",
        "b1",
        "holder-change-5",
        "late",
        "monetization_granted",
        "b2",
        "closed",
    ]
    assert [fact.effective_at for fact in facts] == sorted(fact.effective_at for fact in facts)
    assert {fact.recorded_at for fact in facts} == {NOW}


async def test_a_report_lists_the_methods_that_were_granted_when_the_ban_began(
    database: Database, tmp_path: Path
) -> None:
    """And the second count agrees."""
    past = row(
        registered_at="2024-01-01T09:00:00+08:00",
        monetization=["ecommerce", "advertising"],
        granted_at="2024-02-01T00:00:00+08:00",
        bans=[ban("2026-02-20T12:00:00+08:00")],
    )
    await run(database, written(tmp_path, past), now=datetime(2026, 2, 25, 12, tzinfo=SHANGHAI))
    period = period_of("2026-02")
    head = Head(report=period.id, platform="", period=period, cut_off=period.end, previous=before(period))
    built = await build(database, head, tmp_path, bilingual=True)
    totals = built.summary.totals
    assert {method: moves.begun for method, moves in totals.by_method.items()} == {
        Method.ADVERTISING: 1,
        Method.ECOMMERCE: 1,
    }
    assert differences(totals, await count_again(database, period, head.cut_off)) == ()


async def test_a_certification_that_has_expired_is_history(database: Database, tmp_path: Path) -> None:
    """It opens nothing today, opened the field then, and its end is why the field is closed."""
    past = row(
        registered_at="2024-01-01T09:00:00+08:00",
        certifications=[certified("c1", "2024-02-01", "2025-12-31"), certified("c0", "2020-01-01", "2020-12-31")],
    )
    assert await run(database, written(tmp_path, past)) == (Done(1, 1, 0), [])
    standing, history = await standing_of(database, "a1"), await history_of(database, "a1")
    assert standing is not None
    assert history is not None
    assert permits(history, "publish.finance", datetime(2025, 12, 31, 23, 59, tzinfo=SHANGHAI))
    (reason,) = verdict(standing, "publish.finance", NOW).reasons
    assert (reason.kind, reason.since) == (RestrictionKind.EXPIRY, datetime(2026, 1, 1, tzinfo=SHANGHAI))
    assert [fault async for fault in verification.verify(database)] == []


async def test_a_closed_account_bars_its_holder_and_is_recognised(database: Database, tmp_path: Path) -> None:
    """As if it had been closed here: the seat is free, the holder may not come back, a name alike is held."""
    closed = {"at": "2025-06-01T00:00:00+08:00", "category": "matrix_manipulation", "reason": "联动"}
    assert await run(database, written(tmp_path, row(1, closed=closed))) == (Done(1, 1, 0), [])
    assert await column(database, "SELECT count(*) FROM holder_seats") == [0]
    standing = await standing_of(database, "a1")
    assert standing is not None
    assert [reason.kind for reason in verdict(standing, "service", NOW).reasons] == [RestrictionKind.CLOSURE]

    async def registering(account: str, holder: str) -> str:
        command = Register(kind=AccountKind.INDIVIDUAL, holder=holder, name="山野厨房 1")
        request = Request(account=account, command=command, actor="somebody", now=NOW, screen=screened_by_default)
        return (await execute(database, request)).outcome

    assert await registering("again", holder_ref(*identity(1), KEY)) == "refused"
    assert await registering("alike", "somebody-else") == "held"


async def test_an_account_closed_by_its_holders_wish_bars_nobody(database: Database, tmp_path: Path) -> None:
    """Nor does it take a seat: the holder's next account is in the same file."""
    closed = {"at": "2025-06-01T00:00:00+08:00"}
    next_one = row(2, holder=row(1)["holder"], registered_at="2025-07-01T00:00:00+08:00")
    done, rejects = await run(database, written(tmp_path, row(1, closed=closed), next_one))
    assert (done, rejects) == (Done(2, 2, 0), [])


async def test_a_holder_is_barred_from_the_closure_on_wherever_its_row_stands(
    database: Database, tmp_path: Path
) -> None:
    """What an enterprise held before stays, what it came to afterwards is rejected: whichever row comes first."""
    firm = {"kind": "enterprise", "holder": {"holder_ref": "h_firm"}}
    closed = {"at": "2025-06-01T00:00:00+08:00", "category": "matrix_manipulation"}
    path = written(
        tmp_path,
        row(1, **firm, registered_at="2025-05-01T00:00:00+08:00"),
        row(2, **firm, registered_at="2025-07-01T00:00:00+08:00"),
        row(3, **firm, closed=closed),
    )
    done, rejects = await run(database, path)
    assert done == Done(3, 2, 1)
    assert [(reject["line"], reject["path"]) for reject in rejects] == [(2, "holder")]
    assert "a3 was closed as a sanction" in rejects[0]["reason"]
    more = written(tmp_path, row(4, **firm, registered_at="2025-05-01T00:00:00+08:00"), name="more.jsonl")
    assert (await run(database, more))[0] == Done(1, 1, 0)


async def test_an_account_that_was_recorded_in_another_order_is_there_already(
    database: Database, tmp_path: Path
) -> None:
    """As imports did that put grants last: the content counts, not the order."""
    past = row(monetization=["advertising"], bans=[ban("2026-02-20T12:00:00+08:00")])
    await run(database, written(tmp_path, past))
    async with database.transaction() as connection:
        await connection.execute(text("ALTER TABLE facts DISABLE TRIGGER ALL"))
        await connection.execute(text("UPDATE facts SET seq = 9 WHERE seq = 2"))
        await connection.execute(text("UPDATE facts SET seq = 2 WHERE seq = 3"))
        await connection.execute(text("UPDATE facts SET seq = 3 WHERE seq = 9"))
        await connection.execute(text("ALTER TABLE facts ENABLE TRIGGER ALL"))
    again = written(tmp_path, past, row(2), name="again.jsonl")
    done, rejects = await run(database, again, now=NOW + timedelta(days=1))
    assert (done.present, done.imported, rejects) == (1, 1, [])


async def test_a_row_dated_a_little_ahead_happened_now_and_one_far_ahead_is_rejected(
    database: Database, tmp_path: Path
) -> None:
    """The platform's clock may run ahead by the tolerance, in every time of a row."""
    little, far = "2026-03-01T12:00:02+08:00", "2026-03-01T12:10:00+08:00"
    times: tuple[dict[str, Any], ...] = (
        {"registered_at": little},
        {"holder_changed_at": little},
        {"monetization": ["advertising"], "granted_at": little},
        {"violations": [{"id": "v1", "category": "fabrication", "decided_at": little}]},
        {"bans": [ban(little)]},
        {"closed": {"id": "z1", "at": little}},
    )
    done, rejected = await run(database, written(tmp_path, *(row(place, **more) for place, more in enumerate(times))))
    assert rejected == []
    assert done.imported == len(times)
    assert await column(database, "SELECT max(effective_at) FROM facts") == [NOW]
    ahead = [json.loads(json.dumps(more).replace(little, far)) for more in times]
    path = written(tmp_path, *(row(10 + place, **more) for place, more in enumerate(ahead)), name="far.jsonl")
    done, rejected = await run(database, path)
    assert (done.imported, len(rejected)) == (0, len(times))
