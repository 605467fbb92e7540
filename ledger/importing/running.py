"""The run of an import: while one batch is written, the next is read and planned; memory holds no more than these
two.
"""

import asyncio
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Final

from sqlalchemy.exc import IntegrityError

from ledger.importing import writing
from ledger.importing.files import Format, Record, digest_of, records
from ledger.importing.inheriting import HoldersMovedError
from ledger.importing.planning import Plan, plan
from ledger.importing.rows import Reject, row_from
from ledger.importing.writing import Batch, Done
from ledger.store.database import Database
from models.names import HolderRef
from regulation.catalogue.rulebook import IN_FORCE, Rulebook
from regulation.holders.identifiers import IdentifierError, IdentityKind, IrregularCreditCodeError, checked
from regulation.tables.calendar import civil_date

BATCH: Final = 100
"""Rows in one transaction: their instant of recording is taken before they are written, and is final once they are."""
_ATTEMPTS: Final = 3

Hasher = Callable[[IdentityKind, str], HolderRef]
Progress = Callable[[int, Done], None]
"""Callback before the first and after each batch: bytes of the file that were read, and the progress of the import."""


class RejectFile:
    """The file of rejected rows; it is created with the first of them."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def forget_after(self, line: int) -> None:
        """Delete the rows that an interrupted run added but never counted."""
        if not self.path.exists():
            return
        kept = [entry for entry in self._entries() if json.loads(entry)["line"] <= line]
        self.path.write_text("".join(kept), encoding="utf-8")

    def add(self, rejects: Sequence[Reject]) -> None:
        """Append rejected rows."""
        if rejects:
            with self.path.open("a", encoding="utf-8") as file:
                file.writelines(f"{reject.as_json()}\n" for reject in rejects)

    def _entries(self) -> Iterator[str]:
        with self.path.open(encoding="utf-8") as file:
            # The last line of a process that was killed may be incomplete.
            yield from (line for line in file if line.endswith("}\n"))


@dataclass
class Importer:
    """An import's configuration, apart from the file."""

    database: Database
    hasher: Hasher
    """Function from an identity number to a reference; it holds the key, so that the ledger does not."""
    clock: Callable[[], datetime]
    rulebook: Rulebook = IN_FORCE
    tolerance: timedelta = timedelta(0)
    """Time by which the clock that dated the rows may be ahead of ours."""
    batch: int = BATCH
    admitted: frozenset[HolderRef] = frozenset()
    """Holders whose irregular credit codes a person has admitted."""

    async def run(self, path: Path, kind: Format, rejects: RejectFile, progress: Progress) -> Done:
        """Import the file, from where the last run stopped.

        Raises:
            UnusableFileError: when it cannot be read in the format given.
            ImportedElsewhereError: when another process imports it at the same time.
            DatabaseAwayError: when PostgreSQL cannot be reached; another run continues from there.
        """
        digest = await asyncio.to_thread(digest_of, path)
        with path.open("rb") as file:
            found = records(file, kind)
            start = await writing.begin(self.database, digest, path.name, self.clock())
            last_line = await asyncio.to_thread(_skip, found, start.rows)
            rejects.forget_after(last_line)
            progress(file.tell(), start)
            return await self.take(found, digest, start, rejects, progress, position=file.tell)

    async def take(
        self,
        found: Iterator[Record],
        digest: bytes,
        start: Done,
        rejects: RejectFile,
        progress: Progress,
        position: Callable[[], int] = lambda: 0,
    ) -> Done:
        """Import the records that follow."""
        done = start
        coming = asyncio.create_task(asyncio.to_thread(self._next_batch, found, position))
        try:
            while (batch := await coming) is not None:
                coming = asyncio.create_task(asyncio.to_thread(self._next_batch, found, position))
                written = await self._write(batch, digest, done.rows, rejects)
                done = Done(
                    done.rows + batch.records,
                    done.imported + written.imported,
                    done.rejected + len(written.rejects),
                )
                progress(batch.position, done)
        finally:
            # The thread reads the file, which must not be closed meanwhile.
            await asyncio.gather(coming, return_exceptions=True)
        return done

    async def _write(self, batch: Batch, digest: bytes, before: int, rejects: RejectFile) -> writing.Written:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return await writing.write(
                    self.database,
                    batch,
                    digest=digest,
                    before=before,
                    rulebook=self.rulebook,
                    keep=rejects.add,
                )
            except (IntegrityError, HoldersMovedError):
                # Another transaction registered one of the accounts between our read and our write: try again.
                if attempt == _ATTEMPTS:
                    raise
        raise AssertionError("the last attempt returns or raises")

    def _next_batch(self, found: Iterator[Record], position: Callable[[], int]) -> Batch | None:
        now = self.clock()
        plans: list[Plan] = []
        rejects: list[Reject] = []
        count = last_line = 0
        for record in islice(found, self.batch):
            count, last_line = count + 1, record.line
            planned = self._planned(record, now)
            if isinstance(planned, Plan):
                plans.append(planned)
            else:
                rejects.append(planned)
        return Batch(plans, rejects, count, last_line, position(), now) if count else None

    def _planned(self, record: Record, now: datetime) -> Plan | Reject:
        if isinstance(record.content, Reject):
            return record.content
        row = row_from(record.content, record.line)
        if isinstance(row, Reject):
            return row
        identity = row.identity()
        if identity is None:
            holder = row.holder.holder_ref or ""
        else:
            kind, number = identity
            try:
                holder = self.hasher(kind, checked(kind, number, civil_date(now)))
            except IrregularCreditCodeError as error:
                holder = self.hasher(kind, number)
                if holder not in self.admitted:
                    return Reject(record.line, f"holder.{kind.value}", str(error), row.account)
            except IdentifierError as error:
                return Reject(record.line, f"holder.{kind.value}", str(error), row.account)
        return plan(row, record.line, holder, now, self.rulebook, self.tolerance)


def _skip(found: Iterable[Record], rows: int) -> int:
    """Skip the records that were done before; return the line on which the last one ended."""
    line = 0
    for record in islice(found, rows):
        line = record.line
    return line
