"""Importing beside what is there: quotas, the same rows again, runs that were cut short, and two at once."""

import asyncio
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cli.servers import fictional
from ledger.importing import Done, Format, ImportedElsewhereError, RejectFile
from ledger.importing.files import Record
from ledger.store.database import Database
from regulation.holders.identifiers import holder_ref
from tests.ledger.doing import do as give
from tests.ledger.doing import registration
from tests.ledger.imported import KEY, NOW, column, identity, importer, row, run, written


async def test_the_quota_holds_across_rows_batches_and_what_is_there(database: Database, tmp_path: Path) -> None:
    """One account a person, two an enterprise (article 7), whichever row or command came first."""
    enterprise = {"unified_social_credit_code": fictional.credit_code(1)}
    await give(database, "there", registration(holder_ref(*identity(3), KEY)), NOW)
    rows = [
        row(1),
        row(2, holder={"resident_id": fictional.resident_id(1)}),
        row(3),
        *(row(n, kind="enterprise", holder=enterprise) for n in (4, 5, 6)),
    ]
    for batch in (1, 100):
        path = written(tmp_path, *rows, *([""] * batch))
        done, rejects = await run(database, path, batch=batch)
        assert [reject["line"] for reject in rejects] == [2, 3, 6]
        assert all("already has" in reject["reason"] for reject in rejects)
        assert done.rejected == 3
        (tmp_path / "accounts.jsonl.rejects.jsonl").unlink()
    assert await column(database, "SELECT count(*) FROM holder_seats") == [4]


async def test_a_barred_holder_may_not_come_back_through_an_import(database: Database, tmp_path: Path) -> None:
    """Who was closed as a sanction is refused here as everywhere (article 7)."""
    from models.accounts.commands import Close
    from models.words.violations import Category

    await give(database, "old", registration(holder_ref(*identity(1), KEY)), NOW)
    await give(database, "old", Close(id="x", category=Category.MATRIX_MANIPULATION), NOW)
    later = (NOW + timedelta(days=1)).isoformat()
    done, rejects = await run(database, written(tmp_path, row(1, registered_at=later)), now=NOW + timedelta(days=2))
    assert done.imported == 0
    assert "closed as a sanction" in rejects[0]["reason"]


async def test_the_same_file_again_changes_nothing(database: Database, tmp_path: Path) -> None:
    """It was done before: nothing is read a second time into the ledger."""
    path = written(tmp_path, row(1), row(2, name=""), row(3))
    first = await run(database, path)
    assert await run(database, path, now=NOW + timedelta(days=1)) == first
    assert await column(database, "SELECT count(*) FROM facts") == [2]


async def test_the_same_account_in_another_file_is_there_already_or_differs(database: Database, tmp_path: Path) -> None:
    """The same content is no fault, also after the account has lived on; another content is rejected."""
    await run(database, written(tmp_path, row(1), row(2)))
    await give(database, "a1", registration_of_another_name(), NOW + timedelta(days=1))
    again = written(tmp_path, row(1), row(2, name="另一个名字"), row(3), row(3), row(3, bio="x"), name="second.jsonl")
    done, rejects = await run(database, again, now=NOW + timedelta(days=2))
    assert (done.imported, done.present, done.rejected) == (1, 2, 2)
    assert [reject["line"] for reject in rejects] == [2, 5]
    assert all("other content" in reject["reason"] for reject in rejects)


def registration_of_another_name() -> Any:
    from models.accounts.commands import ChangeName

    return ChangeName(name="山野小馆")


class _CutShortError(Exception):
    """Stands for a process that is killed."""


async def test_an_import_that_was_cut_short_goes_on_where_it_was(database: Database, tmp_path: Path) -> None:
    """Neither a row twice nor a row less, and the rejects of both runs stand once in one file."""
    path = written(tmp_path, *(row(n, **({"name": ""} if n % 4 == 0 else {})) for n in range(1, 21)))
    aside = RejectFile(tmp_path / "accounts.jsonl.rejects.jsonl")

    def stop(_: int, done: Done) -> None:
        if done.rows == 10:
            raise _CutShortError

    with pytest.raises(_CutShortError):
        await importer(database, batch=5).run(path, Format.JSONL, aside, stop)
    # What the killed process had put aside for a batch that was never committed, the last line only half written.
    with aside.path.open("a", encoding="utf-8") as file:
        file.write('{"line": 12, "account": null, "path": "name", "reason": "x"}\n{"line": 1')
    steps: list[int] = []
    done = await importer(database, batch=5).run(path, Format.JSONL, aside, lambda _, done: steps.append(done.rows))
    assert steps == [10, 15, 20]
    assert done == Done(20, 15, 5)
    told = [json.loads(line)["line"] for line in aside.path.read_text(encoding="utf-8").splitlines()]
    assert told == [4, 8, 12, 16, 20]
    assert await column(database, "SELECT count(*) FROM standings") == [15]


async def test_two_imports_of_one_file_at_once_do_not_mix(database: Database, tmp_path: Path) -> None:
    """The second notices and stops; every row is there once."""
    path = written(tmp_path, *(row(n) for n in range(1, 201)))
    asides = [RejectFile(tmp_path / f"{n}.rejects") for n in (1, 2)]
    runs = [importer(database, batch=10).run(path, Format.JSONL, aside, lambda *_: None) for aside in asides]
    ends = await asyncio.gather(*runs, return_exceptions=True)
    assert Done(200, 200, 0) in ends
    assert all(isinstance(end, Done | ImportedElsewhereError) for end in ends)
    assert await column(database, "SELECT count(*) FROM standings") == [200]


async def test_memory_holds_two_batches_however_long_the_file_is(database: Database, tmp_path: Path) -> None:
    """Records are pulled as they are needed: at no time have more than two batches been read and not written."""
    pulled = 0
    furthest = 0

    def endless() -> Iterator[Record]:
        nonlocal pulled
        for n in range(1, 301):
            pulled += 1
            yield Record(n, json.dumps(row(n)).encode())

    def wrote(_: int, done: Done) -> None:
        nonlocal furthest
        furthest = max(furthest, pulled - done.rows)

    from ledger.importing import writing

    start = await writing.begin(database, b"digest", "file", NOW)
    aside = RejectFile(tmp_path / "rejects")
    done = await importer(database, batch=10).take(endless(), b"digest", start, aside, wrote)
    assert done == Done(300, 300, 0)
    assert furthest <= 2 * 10
