"""Importing: a platform's accounts become facts by the same rules; bad rows do not spoil the rest."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cli.servers import fictional
from ledger.accounts import verification
from ledger.accounts.reading import facts_of, history_of, standing_of
from ledger.importing import Done, RejectFile, UnusableFileError, format_of
from ledger.importing.cells import LONGEST_LINE
from ledger.store.database import Database
from ledger.streams import outbox
from models.accounts.standing import RestrictionKind
from models.instants import SHANGHAI
from models.words.privileges import ASKABLE
from regulation.holders.identifiers import IdentityKind, holder_ref
from regulation.standing.verdicts import permits, reasons
from tests.ledger.imported import KEY, NOW, column, identity, importer, row, run, written


async def test_a_row_becomes_the_standing_that_its_past_leads_to(database: Database, tmp_path: Path) -> None:
    """Ban, suspension, clean window, certification and grant hold as if each had been recorded in its time."""
    path = written(
        tmp_path,
        row(
            fields=["healthcare"],
            certifications=[
                {
                    "id": "c1",
                    "field": "healthcare",
                    "valid_from": "2025-02-01",
                    "valid_until": "2026-12-31",
                    "materials": {"professional_qualification": "资格证 1"},
                }
            ],
            bans=[
                {
                    "id": "b1",
                    "category": "recycled_news",
                    "started_at": "2026-02-20T12:00:00+08:00",
                    "duration": "P7D",
                    "factor": 2.5,
                }
            ],
            monetization=["advertising"],
            granted_at="2025-06-01T00:00:00+08:00",
        ),
    )
    done, rejects = await run(database, path)
    assert (done, rejects) == (Done(1, 1, 0), [])
    standing = await standing_of(database, "a1")
    assert standing is not None
    assert {p for p in ASKABLE if permits(standing, p, NOW)} == {
        "service",
        "publish",
        "publish.healthcare",
        "gain_followers",
        "be_recommended",
    }
    end = datetime(2026, 2, 20, 12, tzinfo=SHANGHAI) + timedelta(days=17.5)
    assert not permits(standing, "monetize.advertising", end - timedelta(microseconds=1))
    assert permits(standing, "monetize.advertising", end)
    (window,) = (r for r in reasons(standing, "apply_monetization", end) if r.kind is RestrictionKind.WITHHELD)
    assert window.until == datetime(2026, 5, 20, 12, tzinfo=SHANGHAI)
    assert [fault async for fault in verification.verify(database)] == []


async def test_a_change_of_holder_freezes_and_spares_the_new_holders_certifications(
    database: Database, tmp_path: Path
) -> None:
    """The certifications a row brings belong to the holder that it names, so they do not fall with the former one."""
    certified = [
        {
            "id": "c1",
            "field": "finance",
            "valid_from": "2025-02-01",
            "valid_until": "2026-12-31",
            "materials": {"professional_qualification": "资格证 1"},
        }
    ]
    path = written(
        tmp_path,
        row(holder_changed_at="2026-01-31T10:00:00+08:00", certifications=certified, monetization=["ecommerce"]),
    )
    await run(database, path)
    standing = await standing_of(database, "a1")
    assert standing is not None
    assert standing.holder == holder_ref(*identity(1), KEY)
    assert permits(standing, "publish.finance", NOW)
    thaw = datetime(2026, 4, 30, 10, tzinfo=SHANGHAI)
    assert not permits(standing, "monetize.ecommerce", thaw - timedelta(microseconds=1))
    assert permits(standing, "monetize.ecommerce", thaw)


async def test_temporal_is_told_only_of_what_is_pending(database: Database, tmp_path: Path) -> None:
    """An account with nothing to wait for costs no workflow."""
    banned = [{"id": "b", "category": "fabrication", "started_at": "2026-03-01T00:00:00+08:00", "duration": "P1D"}]
    await run(database, written(tmp_path, row(1), row(2, bans=banned)))
    async with outbox.waiting(database, [outbox.ACCOUNT], 10) as batch:
        assert {message.stream: len(message.rows) for message in batch.messages} == {"a2": 2}


FAULTY: list[tuple[str, dict[str, Any] | str, str, str]] = [
    ("not JSON", "{", "", "JSON"),
    ("unknown key", row(nickname="x"), "nickname", "not permitted"),
    ("no name", {key: value for key, value in row().items() if key != "name"}, "name", "required"),
    ("no offset", row(registered_at="2025-01-01T09:00:00"), "registered_at", "no offset"),
    ("registered tomorrow", row(registered_at="2026-03-02T00:00:00+08:00"), "registered_at", "future"),
    ("check digit", row(holder={"resident_id": "110101188001010010"}), "holder.resident_id", "check digit"),
    ("no holder", row(holder={}), "holder", "exactly once"),
    ("wrong number for its kind", row(kind="enterprise"), "", "unified_social_credit_code"),
    (
        "factor",
        row(
            bans=[{"id": "b", "category": "fabrication", "started_at": NOW.isoformat(), "duration": "P1D", "factor": 4}]
        ),
        "bans.0",
        "outside",
    ),
    (
        "duration",
        row(bans=[{"id": "b", "category": "fabrication", "started_at": NOW.isoformat(), "duration": "P1M"}]),
        "bans.0.duration",
        "P7D",
    ),
    (
        "the same id twice",
        row(
            violations=[
                {"id": "v", "category": "fabrication", "decided_at": "2025-05-01T00:00:00+08:00"},
                {"id": "v", "category": "distortion", "decided_at": "2025-06-01T00:00:00+08:00"},
            ]
        ),
        "violations.1",
        "taken",
    ),
    (
        "granted after it was closed",
        row(monetization=["advertising"], granted_at="2025-06-01T00:00:00+08:00", closed={"at": "2025-05-01T00:00Z"}),
        "granted_at",
        "after the closure",
    ),
    (
        "banned after it was closed",
        row(
            closed={"at": "2025-05-01T00:00Z"},
            bans=[{"id": "b", "category": "fabrication", "started_at": "2025-06-01T00:00Z", "duration": "P1D"}],
        ),
        "bans.0",
        "was closed",
    ),
    ("closed tomorrow", row(closed={"at": "2026-03-02T00:00:00+08:00"}), "closed", "future"),
    (
        "violation before the account existed",
        row(violations=[{"id": "v", "category": "fabrication", "decided_at": "2024-05-01T00:00:00+08:00"}]),
        "violations.0",
        "registration",
    ),
    (
        "granted before it existed",
        row(monetization=["advertising"], granted_at="2024-01-01T00:00:00+08:00"),
        "granted_at",
        "registration",
    ),
    ("granted nothing", row(granted_at="2025-06-01T00:00:00+08:00"), "", "names no method"),
]


@pytest.mark.parametrize(("faulty", "path", "said"), [case[1:] for case in FAULTY], ids=[case[0] for case in FAULTY])
async def test_a_bad_row_is_put_aside_with_its_fault_and_spoils_nothing(
    database: Database, tmp_path: Path, faulty: dict[str, Any] | str, path: str, said: str
) -> None:
    """The rows before and behind it are imported; the reject names line, path and what would be right."""
    done, rejects = await run(database, written(tmp_path, row(8), faulty, row(9)))
    assert done == Done(3, 2, 1)
    (reject,) = rejects
    assert (reject["line"], reject["path"]) == (2, path)
    assert said in reject["reason"]


@pytest.mark.parametrize(
    "misplaced",
    [
        {"account": "110101188001010011"},
        {"name": fictional.resident_id(5)},
        {"holder": {"resident_id": "110101188001010010"}},
        {"kind": "110101188001010010"},
        {"110101188001010010": "x"},
        {"registered_at": "110101188001010010"},
    ],
)
async def test_no_reject_repeats_an_identity_number(
    database: Database, tmp_path: Path, misplaced: dict[str, Any]
) -> None:
    """Not even one that stands in a wrong column: reject files are sent around."""
    path = written(tmp_path, {**row(), **misplaced, "fields": ["cooking"]})
    _, rejects = await run(database, path)
    told = (tmp_path / "accounts.jsonl.rejects.jsonl").read_text(encoding="utf-8")
    assert len(rejects) == 1
    assert "1101011880" not in told
    assert fictional.resident_id(5) not in told


async def test_csv_says_the_same_as_json(database: Database, tmp_path: Path) -> None:
    """Flat columns, lists with semicolons or as JSON, a byte order mark as spreadsheets write it."""
    bans = '[{""id"": ""b1"", ""category"": ""recycled_news"", ""started_at"": ""2026-02-20T12:00:00+08:00"", '
    bans += '""duration"": ""P7D""}]'
    (tmp_path / "accounts.csv").write_text(
        "\ufeffaccount,kind,name,registered_at,resident_id,fields,monetization,bans,bio\n"
        f"a1,individual,山野厨房1,2025-01-01T09:00:00+08:00,{fictional.resident_id(1)},,advertising; ecommerce,"
        f'"{bans}","两行\n简介"\n'
        "a2,individual,甲,2025-01-01T09:00:00+08:00,,,,not json,\n",
        encoding="utf-8",
    )
    done, rejects = await run(database, tmp_path / "accounts.csv")
    assert done == Done(2, 1, 1)
    assert [(reject["line"], reject["path"]) for reject in rejects] == [(4, "bans")]
    facts = await facts_of(database, "a1")
    assert [recorded.fact.body.type for recorded in facts] == [
        "account_registered",
        "monetization_granted",
        "ban_imposed",
    ]
    same = row(
        1,
        bio="两行\n简介",
        bans=[
            {
                "id": "b1",
                "category": "recycled_news",
                "started_at": "2026-02-20T12:00:00+08:00",
                "duration": "P7D",
            }
        ],
        monetization=["advertising", "ecommerce"],
    )
    done, _ = await run(database, written(tmp_path, same))
    assert done.present == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"account,kind,name,registered_at,phone\n", "phone"),
        ("a.csv", b"account,kind,name\n", "registered_at"),
        ("a.csv", b"account,kind,name,registered_at,kind\n", "kind"),
        ("a.csv", "账号,类型\n".encode(), "unknown columns"),
        ("a.csv", b"account;kind;name;registered_at\n", "separated by ';'"),
        ("a.csv", b'account,kind,"name,registered_at\n', "never closed"),
        ("a.jsonl", b"[\n{}]", "own line"),
    ],
)
async def test_a_file_that_is_no_such_file_is_refused_as_a_whole(
    database: Database, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    """Before anything is written, with what would be right."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnusableFileError, match=said):
        await run(database, tmp_path / name)
    assert await column(database, "SELECT count(*) FROM facts") == [0]


async def test_a_line_without_end_costs_neither_memory_nor_the_rest(database: Database, tmp_path: Path) -> None:
    """A line longer than any account is passed over, and the next one is imported."""
    path = written(tmp_path, "x" * (3 * LONGEST_LINE), row(1))
    done, rejects = await run(database, path)
    assert done == Done(2, 1, 1)
    assert str(LONGEST_LINE) in rejects[0]["reason"]


async def test_what_was_imported_is_recorded_now_and_effective_then(database: Database, tmp_path: Path) -> None:
    """Both times are kept: asked with what was known yesterday, the account did not exist here."""
    await run(database, written(tmp_path, row(1)))
    (recorded,) = await facts_of(database, "a1")
    assert recorded.fact.effective_at == datetime(2025, 1, 1, 9, tzinfo=SHANGHAI)
    assert recorded.fact.recorded_at == NOW.astimezone(UTC)
    assert await history_of(database, "a1", as_of=NOW - timedelta(days=1)) is None


async def test_an_irregular_credit_code_is_taken_once_a_person_has_admitted_it(
    database: Database, tmp_path: Path
) -> None:
    code = "91350203M0001QKT19"
    path = written(tmp_path, row(kind="enterprise", holder={"unified_social_credit_code": code}))
    done, (reject,) = await run(database, path)
    assert done == Done(1, 0, 1)
    assert "holder.unified_social_credit_code" in str(reject)
    assert "check character" in str(reject)
    assert code not in str(reject)
    again = written(
        tmp_path, row(2, kind="enterprise", holder={"unified_social_credit_code": code}), name="again.jsonl"
    )
    holder = holder_ref(IdentityKind.UNIFIED_SOCIAL_CREDIT_CODE, code, KEY)
    aside = RejectFile(tmp_path / "again.rejects.jsonl")
    one = replace(importer(database), admitted=frozenset({holder}))
    assert await one.run(again, format_of(again), aside, lambda *_: None) == Done(1, 1, 0)
    standing = await standing_of(database, "a2")
    assert standing is not None
    assert standing.holder == holder
