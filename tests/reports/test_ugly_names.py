"""The ugliest names in a report: each form stays a file of its format, and shows every name on a line of its own."""

import csv
import json
from pathlib import Path

import openpyxl
import pypdfium2
from pydantic import TypeAdapter, ValidationError

from ledger.store.database import Database
from models.names import Name
from models.texts.legible import legible_line
from reports.as_csv import harmless
from reports.fonts import with_glyphs
from tests.reports.ledgers import ban, do, on, registered
from tests.reports.test_building import built, document
from tests.ugly_names import RECORDED, TAKEN

_RECORDED = TypeAdapter(Name)


def old_names() -> dict[str, str]:
    """Names that an old ledger may hold: those that were taken before there was a rule for text, and those that are."""
    found = {}
    for place, name in enumerate((*RECORDED.values(), *TAKEN.values())):
        try:
            found[f"ugly-{place:03}"] = _RECORDED.validate_python(name)
        except ValidationError:
            continue
    return found


async def test_every_form_of_a_report_is_safe_with_every_name(database: Database, tmp_path: Path) -> None:
    """Facts that are older than the rule stay in the ledger as they are; whoever opens a file is not fooled by them."""
    names = old_names()
    assert len(names) > 60
    for account, name in names.items():
        await registered(database, account, on(9, 1), name=name)
        await do(database, account, ban(f"b-{account}", 2), on(10, 2))

    report = await built(database, "2024-10", tmp_path)

    files = {file.path.suffix: file.path for file in report.files}
    assert {row["account"]: row["name"] for row in document(report)["restrictions"]} == names
    book = openpyxl.load_workbook(files[".xlsx"])
    cells = {row[0].value: row[1] for row in book.worksheets[1].iter_rows(min_row=2)}
    assert set(cells) == set(names)
    assert all(cell.data_type == "s" for cell in cells.values())
    for account, name in names.items():
        assert str(cells[account].value).split() == legible_line(name).split(), ascii(name)
    text = files[".csv"].read_bytes().decode("utf-8-sig")
    assert len(text.splitlines()) == len(names) + 1
    rows = {row[0]: row[1] for row in list(csv.reader(text.splitlines()))[1:]}
    assert rows == {account: harmless(name) for account, name in names.items()}
    assert not any(name.lstrip().startswith(("=", "+", "-", "@", "\t", "\r")) for name in rows.values())
    pages = pypdfium2.PdfDocument(files[".pdf"])
    said = "".join(page.get_textpage().get_text_range() for page in pages)
    for wanted in ("山野厨房", "一家人", "〔U+2A6A5〕", "报日民人", "مطبخ"[:1]):
        assert wanted in said or wanted in said[::-1], wanted
    assert "\u202e" not in said


def test_a_formula_stays_a_text_in_whatever_width() -> None:
    """Some spreadsheets take a full-width sign for the sign itself."""
    for formula in ("=1+1", " =1+1", "＝1+1", "＋1", "－1", "＠SUM(A1)", "\u200b=1+1", "\t=1", "-2"):
        assert harmless(formula).startswith("'")
    assert harmless("山野=厨房") == "山野=厨房"


def test_each_character_has_a_glyph_or_is_named() -> None:
    """No name becomes a row of empty boxes that could be another's."""
    assert with_glyphs("👨‍👩‍👧‍👦❤️🇨🇳葛\U000e0100城 𡃁 מטבח") == "👨‍👩‍👧‍👦❤️🇨🇳葛\U000e0100城 𡃁 מטבח"
    assert with_glyphs("𪚥𠀀书院") == "〔U+2A6A5〕〔U+20000〕书院"
    assert json.dumps(with_glyphs("山野厨房")) == json.dumps("山野厨房")
