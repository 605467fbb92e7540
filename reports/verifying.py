"""Verification of a filed report: hashes of its kept files, and files rebuilt from the facts."""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from ledger.reports import files
from ledger.store.database import Database
from models.reports.content import FORMAT
from models.reports.reports import Report
from regulation.reports import words
from regulation.words.languages import Words
from reports.as_pdf import TEMPLATE
from reports.building import Advance, build

VALUES: Final = "report.json"
"""File that has values only, no labels."""


@dataclass(frozen=True)
class Check:
    """Result for one file."""

    name: str
    sha256: str
    """Recorded digest (hex)."""
    found: str | None
    """Digest of the file now (hex); None if the file is not kept."""

    @property
    def same(self) -> bool:
        """Whether the file has the recorded digest."""
        return self.found == self.sha256


def made_with() -> str:
    """Versions of the programs that write the files, and of template and labels; others may give other bytes."""
    programs = (f"{name} {version(name)}" for name in ("standing", "typst", "xlsxwriter"))
    return ", ".join(
        (*programs, FORMAT, f"layout {_short(TEMPLATE.read_text(encoding='utf-8'))}", f"words {_digest()}")
    )


def _digest() -> str:
    """Digest of all labels of a report."""
    return _short("\x1f".join(_labels(vars(words))))


def _short(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:8]


def _labels(part: Any) -> Iterator[str]:
    if isinstance(part, Words):
        yield from part
    elif isinstance(part, Mapping):
        for inner in part.values():
            yield from _labels(inner)


def as_recorded(check: Check, made: str) -> bool:
    """Whether a rebuilt file confirms the recorded one.

    If the report was made with other versions (`made`), only the JSON file must have equal bytes: it has no labels.
    """
    return check.same or (check.found is not None and made != made_with() and check.name != VALUES)


async def kept(database: Database, report: Report) -> AsyncIterator[Check]:
    """Results for the kept files, hashed again."""
    for file in report.files:
        found, size = await files.digest_of(database, file.sha256)
        yield Check(file.name, file.sha256, found if size or not file.size else None)


async def rebuilt(database: Database, report: Report, folder: Path, advance: Advance) -> tuple[Check, ...]:
    """Results for the files rebuilt from the facts that were recorded before the report's cut-off."""
    built = await build(database, report.terms.head, folder, bilingual=report.terms.bilingual, advance=advance)
    found = {file.name: file.digest for file in built.files}
    return tuple(Check(file.name, file.sha256, found.get(file.name)) for file in report.files)
