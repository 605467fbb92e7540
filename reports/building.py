"""Building of a report: one pass over the accounts writes all files, in memory that does not grow with the rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from ledger.reports.facts import AccountFacts, count_accounts, filed_reports, others_in, restricted_accounts
from ledger.store.database import Database
from models.reports.content import Correction, FiledReport, Head, Restriction, Summary
from regulation.reports.content import AccountReport, Reduced, Tally
from reports import cells
from reports.as_csv import CsvForm
from reports.as_json import JsonForm
from reports.as_pdf import PdfForm
from reports.as_xlsx import XlsxForm

Advance = Callable[[int, int], None]
"""Callback for progress: accounts done, and accounts in all."""

MEDIA_TYPES: Final = {
    "report.json": "application/json",
    "report.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "report.pdf": "application/pdf",
    "restrictions.csv": "text/csv; charset=utf-8",
}
"""Media type of each file of a report, the authoritative one first."""


@dataclass(frozen=True)
class Written:
    """File of a report with its size in bytes and its SHA-256 (hex)."""

    name: str
    path: Path
    size: int
    digest: str


@dataclass(frozen=True)
class Built:
    """Result of building a report: its summary, the number of restrictions, its files."""

    summary: Summary
    rows: int
    files: tuple[Written, ...]


async def build(
    database: Database,
    head: Head,
    folder: Path,
    *,
    bilingual: bool,
    advance: Advance = lambda _done, _of: None,
) -> Built:
    """Write all files of the report into the folder.

    Equal heads over equal ledgers give equal bytes, at any time and on any machine.
    """
    forms = _Forms(folder, bilingual=bilingual, made_at=head.cut_off)
    tally, tally_before = Tally(), Tally()
    corrections: list[Correction] = []
    done, count = 0, await count_accounts(database, head.cut_off)
    advance(done, count)
    filed = await filed_reports(database, head.cut_off)
    async for page in restricted_accounts(database, head.cut_off):
        for account in page:
            reduced = reduced_to(account, head, filed)
            tally.add(reduced.restrictions)
            tally_before.add(reduced.before)
            corrections += reduced.corrections
            forms.add(reduced.restrictions)
        done += len(page)
        advance(done, count)
    previous = head.previous
    summary = Summary(
        head=head,
        totals=tally.totals(await others_in(database, head.period.start, head.period.end)),
        previous=None
        if previous is None
        else tally_before.totals(await others_in(database, previous.start, previous.end)),
        corrections=tuple(corrections),
    )
    return Built(summary, forms.rows, tuple(_written(path) for path in forms.close(summary)))


def reduced_to(account: AccountFacts, head: Head, filed: Sequence[FiledReport] = ()) -> Reduced:
    """Restrictions and corrections that one account adds to the report; `filed` are the reports filed before."""
    report = AccountReport(head.period, head.previous, filed, account.appeals)
    for fact in account.facts:
        report.take(fact)
    return report.result()


class _Forms:
    """Writers of the four files, which get every row together."""

    def __init__(self, folder: Path, *, bilingual: bool, made_at: datetime) -> None:
        self._json = JsonForm(folder)
        self._csv = CsvForm(folder, bilingual=bilingual)
        self._xlsx = XlsxForm(folder, bilingual=bilingual, made_at=made_at)
        self._pdf = PdfForm(folder, bilingual=bilingual)
        self.rows = 0

    def add(self, rows: list[Restriction]) -> None:
        for row in rows:
            line = cells.of_restriction(row)
            self._json.add(row)
            self._csv.add(line)
            self._xlsx.add(line)
            self._pdf.add(row)
        self.rows += len(rows)

    def close(self, summary: Summary) -> tuple[Path, ...]:
        return (
            self._json.close(summary),
            self._xlsx.close(summary),
            self._pdf.close(summary),
            self._csv.close(),
        )


def _written(path: Path) -> Written:
    digest, size = sha256(), 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
            size += len(block)
    return Written(path.name, path, size, digest.hexdigest())
