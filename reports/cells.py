"""Rows of cells for restrictions and corrections, which the CSV, XLSX and PDF files share."""

from datetime import datetime, timedelta
from typing import Final

from models.reports.content import Correction, Restriction
from regulation.reports import words
from regulation.words.languages import Words

Cell = str | int | float | bool | datetime | Words | None
"""Value of a cell. `Words` come from the tables of the rules; a `str` is foreign text and must never be a formula."""

COLUMNS: Final = tuple(words.COLUMN)
CORRECTION_COLUMNS: Final = tuple(words.CORRECTION)
DAY: Final = timedelta(days=1)


def of_restriction(row: Restriction) -> tuple[Cell, ...]:
    """Cells of a restriction, in the order of `COLUMNS`."""
    return (
        row.account,
        row.name,
        words.ACCOUNT_KIND[row.account_kind],
        _several(tuple(words.FIELD[one] for one in row.fields)),
        words.KIND[row.kind],
        row.article,
        None if row.category is None else words.CATEGORY[row.category],
        row.cause,
        _several(tuple(words.METHOD[one] for one in row.methods)),
        row.start,
        words.WITHOUT_END if row.end is None else row.end,
        None if row.ban_length is None else row.ban_length / DAY,
        None if row.factor is None else float(row.factor),
        row.recorded_at,
        row.begun,
        row.ended,
        row.late,
        None if row.ended_by is None else words.ENDED_BY[row.ended_by],
        words.APPEAL[row.appeal],
        row.occurred_at,
    )


def of_correction(row: Correction) -> tuple[Cell, ...]:
    """Cells of a correction, in the order of `CORRECTION_COLUMNS`."""
    return (
        row.account,
        row.name,
        words.KIND[row.kind],
        row.cause,
        None if row.category is None else words.CATEGORY[row.category],
        words.value("because", row.because),
        row.start,
        words.WITHOUT_END if row.end_reported is None else row.end_reported,
        words.WITHOUT_END if row.end_now is None else row.end_now,
        row.effective_at,
        row.recorded_at,
        row.reported_in,
    )


def _several(several: tuple[Words, ...]) -> Words | None:
    if not several:
        return None
    return Words("、".join(one.zh for one in several), ", ".join(one.en for one in several))
