"""Is a report what was recorded: its kept files against their hashes, and the same built anew from the facts."""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from ledger import report_files
from ledger.database import Database
from models.report_content import FORMAT
from models.reports import Report
from regulation import report_words
from regulation.words.languages import Words
from reports.building import Advance, build

VALUES: Final = "report.json"
"""The form without labels."""


@dataclass(frozen=True)
class Check:
    """What was found of one file."""

    name: str
    sha256: str
    """As recorded."""
    found: str | None
    """None: it is not kept."""

    @property
    def same(self) -> bool:
        """Whether it is what was recorded."""
        return self.found == self.sha256


def made_with() -> str:
    """The versions of what writes the files, and of the labels in them: another one may say the same in other bytes."""
    programs = (f"{name} {version(name)}" for name in ("standing", "typst", "xlsxwriter"))
    return ", ".join((*programs, FORMAT, f"words {_digest()}"))


def _digest() -> str:
    """Another one with any label of a report that is worded otherwise."""
    return sha256("\x1f".join(_labels(vars(report_words))).encode()).hexdigest()[:8]


def _labels(part: Any) -> Iterator[str]:
    if isinstance(part, Words):
        yield from part
    elif isinstance(part, Mapping):
        for inner in part.values():
            yield from _labels(inner)


def as_recorded(check: Check, made: str) -> bool:
    """Whether a file that was built anew bears the recorded one out. Made with other programs or other words, only the
    JSON form is the same to the byte: it has values and no labels.
    """
    return check.same or (check.found is not None and made != made_with() and check.name != VALUES)


async def kept(database: Database, report: Report) -> AsyncIterator[Check]:
    """Each kept file, hashed again."""
    for file in report.files:
        found, size = await report_files.digest_of(database, file.sha256)
        yield Check(file.name, file.sha256, found if size or not file.size else None)


async def rebuilt(database: Database, report: Report, folder: Path, advance: Advance) -> tuple[Check, ...]:
    """Each file, built anew from the facts that were recorded before the report's cut-off."""
    built = await build(database, report.terms.head, folder, bilingual=report.terms.bilingual, advance=advance)
    found = {file.name: file.digest for file in built.files}
    return tuple(Check(file.name, file.sha256, found.get(file.name)) for file in report.files)
