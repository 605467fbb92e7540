"""The chart of the PDF form, measured on the page: bars as long as their numbers, each with its number."""

from itertools import chain
from pathlib import Path

import numpy as np
import pypdfium2
import pytest

from models.reports.content import Head, Moves, Others, Summary, Totals
from models.words.restrictions import ProfitRestriction
from regulation.reports import words
from regulation.reports.periods import period_of
from reports.as_pdf import PdfForm

COLOURS = {"begun": 0x2A6FB0, "ended": 0x9DB8CF, "in_force": 0xD0743C}
SCALE = 3
LEGEND_PX = 7 * SCALE
COUNTS = {
    ProfitRestriction.SUSPENSION: (120_345, 0, 30_000),
    ProfitRestriction.FREEZE: (1, 0, 0),
    ProfitRestriction.WITHHELD: (40_000, 20_000, 98_765),
    ProfitRestriction.CANCELLED: (0, 0, 0),
}


def summary(counts: dict[ProfitRestriction, tuple[int, int, int]]) -> Summary:
    by_kind = {kind: Moves(begun=begun, ended=ended, in_force=left) for kind, (begun, ended, left) in counts.items()}
    period = period_of("2024-10")
    totals = Totals(
        restrictions=Moves(), accounts=1, by_kind=by_kind, by_category={}, by_field={}, by_method={},
        by_account_kind={}, others=Others(),
    )  # fmt: skip
    head = Head(report="2024-10", platform="平台", period=period, cut_off=period.end)
    return Summary(head=head, totals=totals, previous=None, corrections=())


def first_page(path: Path) -> tuple[np.ndarray, str]:
    """As colours (one number a pixel), and as text."""
    pdf = pypdfium2.PdfDocument(path)
    try:
        page = pdf[0]
        text_page = page.get_textpage()
        text = text_page.get_text_range()
        blue, green, red = page.render(scale=SCALE).to_numpy().astype(np.int64)[..., :3].transpose(2, 0, 1)
        text_page.close()
        page.close()
    finally:
        pdf.close()
    return red << 16 | green << 8 | blue, text


def runs(pixels: np.ndarray, colour: int) -> list[int]:
    """Widths of the bars of a colour from top to bottom, without the square in the legend."""
    found: list[int] = []
    above = False
    for row in pixels == colour:
        if row.any() and not above:
            found.append(int(row.sum()))
        above = bool(row.any())
    return found[1:]


@pytest.mark.parametrize("bilingual", [True, False])
def test_bars_are_as_long_as_their_numbers(tmp_path: Path, *, bilingual: bool) -> None:
    """The longest has its number within the page; a count of nothing has a number and no bar."""
    pixels, text = first_page(PdfForm(tmp_path, bilingual=bilingual).close(summary(COUNTS)))
    longest = runs(pixels, COLOURS["begun"])[0]
    assert longest > LEGEND_PX
    for place, colour in enumerate(COLOURS.values()):
        expected = [counts[place] / 120_345 * longest for counts in COUNTS.values() if counts[place] > 1_000]
        assert [width for width in runs(pixels, colour) if width > LEGEND_PX] == pytest.approx(expected, abs=2)
    for count in chain.from_iterable(COUNTS.values()):
        assert f"{count:,}" in text
    for said in (*(words.KIND[kind] for kind in COUNTS), *words.MOVES.values()):
        assert said.zh in "".join(text.split())


def test_a_month_in_which_nothing_happened_has_a_chart_without_bars(tmp_path: Path) -> None:
    """Nothing is divided by the largest number when that is none."""
    pixels, text = first_page(PdfForm(tmp_path, bilingual=True).close(summary(dict.fromkeys(COUNTS, (0, 0, 0)))))
    assert not any(runs(pixels, colour) for colour in COLOURS.values())
    assert words.KIND[ProfitRestriction.WITHHELD].zh in "".join(text.split())
