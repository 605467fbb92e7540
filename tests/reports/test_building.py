"""What a report says: an autumn with known numbers, counted twice; the same bytes twice; each form read by another
program.
"""

import csv
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ledger.reports import reports
from ledger.reports.facts import others_in
from ledger.reports.second_count import count_again, differences
from ledger.store.database import Database
from ledger.streams import records
from models.accounts.commands import FollowNetwork, LiftWithholding, Overturn, Sanction
from models.directives import Counts, Order, Terms
from models.networks import NetworkMeasure, NetworkSanction
from models.reports.content import Head, Moves, Others, ReportDocument
from models.rumours.rumours import Opening, RumourField
from models.words.privileges import Field, Method
from models.words.violations import Category
from regulation.directives import DIRECTIVE, acknowledge, issue
from regulation.reports import reports as rules
from regulation.reports import words
from regulation.reports.content import Tally
from regulation.reports.periods import before, period_of
from regulation.rumours.reducer import RUMOUR
from regulation.rumours.rumours import open_rumour
from reports.building import Built, build
from tests.reports.building_here import filed_here
from tests.reports.ledgers import PLATFORM, autumn, ban, do, on, registered

FORMULA = '=HYPERLINK("http://evil.example","点我")'


def head_of(written: str, **more: Any) -> Head:
    period = period_of(written)
    values = {"report": written, "cut_off": period.end, "previous": before(period), **more}
    return Head(platform=PLATFORM, period=period, **values)


async def built(database: Database, written: str, folder: Path, *, bilingual: bool = True, **more: Any) -> Built:
    folder.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240 - a test may wait
    return await build(database, head_of(written, **more), folder, bilingual=bilingual)


def moves(report: Built) -> dict[str, tuple[int, int, int]]:
    return {kind.value: (m.begun, m.ended, m.in_force) for kind, m in report.summary.totals.by_kind.items()}


def document(report: Built) -> dict[str, Any]:
    return dict(json.loads(report.files[0].path.read_bytes()))


KNOWN = {
    # period: suspensions, freezes, withheld, cancelled (begun, ended, in force at the end); corrections; closures
    "2024-08": ((0, 0, 0), (0, 0, 0), (0, 0, 0), (0, 0, 0), [], 0),
    "2024-09": ((3, 0, 3), (0, 0, 0), (0, 0, 0), (0, 0, 0), [], 0),
    "2024-10": (
        (2, 4, 1), (1, 0, 1), (2, 0, 2), (1, 0, 1),
        [("b-b", "shortened", "2024-09"), ("b-c", "overturned", "2024-09")], 0,
    ),
    "2024-11": ((1, 2, 0), (0, 0, 1), (0, 2, 0), (0, 1, 0), [], 1),
    "2024-12": ((0, 0, 0), (0, 0, 1), (0, 0, 0), (0, 0, 0), [], 0),
    "2024-Q4": (
        (3, 6, 0), (1, 0, 1), (2, 2, 0), (1, 1, 0),
        [("b-b", "shortened", "2024-09"), ("b-c", "overturned", "2024-09")], 1,
    ),
}  # fmt: skip


async def test_each_period_says_what_is_known_of_it_and_both_counts_agree(database: Database, tmp_path: Path) -> None:
    await autumn(database)
    await filed_here(database, "2024-09", on(10, 2))
    for written, (*kinds, corrections, closures) in KNOWN.items():
        report = await built(database, written, tmp_path / written)
        summary = report.summary
        assert tuple(moves(report).values()) == (*kinds, (0, 0, 0)), written
        assert [(c.cause, c.because, c.reported_in) for c in summary.corrections] == corrections
        assert summary.totals.others.closures == closures
        every, previous = summary.totals.restrictions, summary.previous
        assert previous is not None
        assert every.in_force == previous.restrictions.in_force + every.begun - every.ended
        assert differences(summary.totals, await count_again(database, summary.head.period, summary.head.cut_off)) == ()


async def test_a_sanction_on_a_network_is_reported_for_its_accounts_and_its_lifting_corrects_that(
    database: Database, tmp_path: Path
) -> None:
    sanction = NetworkSanction(id="s1", measure=NetworkMeasure.SUSPEND_PROFIT, since=on(9, 5), until=on(12, 4))
    lifted = sanction.model_copy(update={"lifted_at": on(10, 10)})
    await registered(database, "a", on(1, 5), Method.ADVERTISING)
    for at, known in ((on(9, 5), sanction), (on(10, 10), lifted)):
        await do(database, "a", FollowNetwork(network="n", name="星河", member=True, sanctions=(known,)), at)
    await filed_here(database, "2024-09", on(10, 2))
    for written, counted, corrections in (
        ("2024-09", (1, 0, 1), []),
        ("2024-10", (0, 1, 0), [("s1", "lifted", "2024-09", on(12, 4), on(10, 10))]),
        ("2024-11", (0, 0, 0), []),
    ):
        report = await built(database, written, tmp_path / written)
        summary = report.summary
        assert moves(report)["network"] == counted, written
        assert [
            (c.cause, c.because, c.reported_in, c.end_reported, c.end_now) for c in summary.corrections
        ] == corrections
        assert differences(summary.totals, await count_again(database, summary.head.period, summary.head.cut_off)) == ()


async def test_what_follows_from_a_finding_has_its_category_and_the_three_words_are_apart(
    database: Database, tmp_path: Path
) -> None:
    """A vulgar persona: what was granted is cancelled, the rest withheld until a person lifts it, and profit suspended
    with the ban; each row has the category of the finding, and the second count agrees line by line.
    """
    await registered(database, "a", on(1, 5), Method.ADVERTISING, fields=(Field.FINANCE, Field.JUSTICE))
    await registered(database, "b", on(1, 5))
    for account in ("a", "b"):
        await do(database, account, Sanction(id="v1", category=Category.VULGAR_PERSONA), on(10, 3))
    await do(database, "b", LiftWithholding(id="v1", reason="已整改"), on(11, 20))
    await filed_here(database, "2024-10", on(11, 2))
    found, corrected = {}, []
    for written in ("2024-10", "2024-11"):
        report = await built(database, written, tmp_path / written)
        summary = report.summary
        found[written] = {
            (row["account"], row["kind"]): (row["category"], row["methods"], row["end"], row["ended_by"])
            for row in document(report)["restrictions"]
        }
        corrected = [(c.cause, c.because, c.reported_in) for c in summary.corrections]
        assert differences(summary.totals, await count_again(database, summary.head.period, summary.head.cut_off)) == ()
    persona, window = "vulgar_persona", "2025-01-03T12:00:00+08:00"
    unpaid, lifted = "2024-11-02T12:00:00+08:00", "2024-11-20T12:00:00+08:00"
    assert found["2024-10"] == {
        ("a", "suspension"): (persona, ["advertising"], unpaid, None),
        ("a", "cancelled"): (persona, ["advertising"], None, None),
        ("a", "withheld"): (persona, [], window, None),
        ("b", "suspension"): (persona, [], unpaid, None),
        ("b", "withheld"): (persona, [], window, None),
    }
    assert found["2024-11"]["b", "withheld"] == (persona, [], lifted, "lifted")
    assert corrected == [("v1", "lifted", "2024-10")]


async def test_a_second_count_that_differs_says_in_which_line(database: Database) -> None:
    """Category, field, method and kind of account are counted again too: each is named where it differs."""
    await registered(database, "a", on(1, 5), Method.ADVERTISING, fields=(Field.FINANCE,))
    await do(database, "a", ban("b1", 3), on(10, 3))
    period = period_of("2024-10")
    again = await count_again(database, period, period.end)
    assert (again.by_category, again.by_field, again.by_method) == (
        {"fabrication": Moves(begun=1, ended=1)},
        {"finance": Moves(begun=1, ended=1)},
        {"advertising": Moves(begun=1, ended=1)},
    )
    said = differences(Tally().totals(Others()), again)
    assert {line.partition(" begun")[0] for line in said if " begun" in line} == {
        "restrictions",
        "suspension",
        "fabrication",
        "field finance",
        "method advertising",
        "account_kind individual",
    }


async def test_rumours_and_followers_are_counted_in_the_period_that_recorded_them(database: Database) -> None:
    """By what the platform said it had done: another account's order of the same month, and what was given back."""

    async def enter(record_type: Any, record: str, decide: Any, at: datetime) -> None:
        entered = await records.execute(
            database, records.Command(record_type, record, decide, actor="key_test", now=at)
        )
        assert entered.refusal is None, entered.refusal

    for record, order, done, month in (
        ("f1", Order.REMOVE_FOLLOWERS, 1_187, 10),
        ("f2", Order.REMOVE_FOLLOWERS, 13, 10),
        ("f3", Order.RESTORE_FOLLOWERS, 200, 10),
        ("f4", Order.REMOVE_FOLLOWERS, 5, 11),
    ):
        terms = Terms(order=order, article=10, due_at=on(month, 20), account="a")
        await enter(DIRECTIVE, record, issue(terms), on(9, 30))
        await enter(DIRECTIVE, record, acknowledge("done", "", Counts(done=done, left=1)), on(month, 12))
    claim = Opening(claim="自来水已被污染", field=RumourField.LIVELIHOOD, terms=("停水",))
    await enter(RUMOUR, "r1", open_rumour(claim), on(10, 3))
    await enter(RUMOUR, "r2", open_rumour(claim), on(11, 3))

    async def counted(written: str) -> tuple[int, int, int]:
        period = period_of(written)
        found = await others_in(database, period.start, period.end)
        return found.followers_removed, found.followers_restored, found.rumours_handled

    assert [await counted(f"2024-{month:02}") for month in (9, 10, 11)] == [(0, 0, 0), (1_200, 200, 1), (5, 0, 1)]
    assert await counted("2024-Q4") == (1_205, 200, 2)


async def test_what_is_recorded_later_changes_no_byte_and_stands_in_the_next_report(
    database: Database, tmp_path: Path
) -> None:
    await autumn(database)
    first = await built(database, "2024-09", tmp_path / "1")
    await filed_here(database, "2024-09", on(10, 2))
    await do(database, "a", ban("b-late", 2), on(10, 2), on(9, 28))
    await do(database, "a", Overturn(id="b-a"), on(10, 2))
    again = await built(database, "2024-09", tmp_path / "2")
    assert [file.digest for file in again.files] == [file.digest for file in first.files]
    october = document(await built(database, "2024-10", tmp_path / "3"))
    late = next(row for row in october["restrictions"] if row["cause"] == "b-late")
    assert (late["begun"], late["late"], late["ended"], late["ended_by"]) == (True, True, True, "time")
    overturned = next(row for row in october["corrections"] if row["cause"] == "b-a")
    assert overturned["end_reported"] == "2024-10-10T12:00:00+08:00"
    assert (overturned["end_now"], overturned["reported_in"]) == ("2024-10-02T12:00:00+08:00", "2024-09")


async def test_a_correction_names_a_report_that_was_filed_or_none(database: Database, tmp_path: Path) -> None:
    """A week's report beside monthly ones names the month's; one that was built and never filed, filed later than the
    cut-off, rejected, or about another time, is named by nobody.
    """
    await autumn(database)

    async def corrections(written: str) -> list[tuple[str, str | None]]:
        report = await built(database, written, tmp_path / written)
        return [(c.cause, c.reported_in) for c in report.summary.corrections]

    async def rejected(report: str, at: datetime) -> None:
        await reports.execute(database, report, rules.reject("the platform's name is missing"), actor="key", now=at)

    assert await corrections("2024-W41") == [("b-b", None), ("b-c", None)]
    await filed_here(database, "2024-08", on(9, 2))
    await filed_here(database, "2024-W36", on(10, 20))
    assert await corrections("2024-W41") == [("b-b", None), ("b-c", None)]
    await filed_here(database, "2024-09", on(10, 2))
    assert await corrections("2024-W41") == [("b-b", "2024-09"), ("b-c", "2024-09")]
    assert await corrections("2024-Q4") == [("b-b", "2024-W36"), ("b-c", "2024-09")]
    await filed_here(database, "2024-W38", on(10, 3))
    assert await corrections("2024-W41") == [("b-b", "2024-W38"), ("b-c", "2024-W38")]
    await rejected("2024-W38", on(10, 4))
    assert await corrections("2024-W41") == [("b-b", "2024-09"), ("b-c", "2024-09")]


async def test_an_amendment_knows_what_was_recorded_until_its_own_cut_off(database: Database, tmp_path: Path) -> None:
    await autumn(database)
    amended = await built(database, "2024-10", tmp_path, report="2024-10-a1", replaces="2024-10", cut_off=on(11, 3))
    late = [row for row in document(amended)["restrictions"] if row["cause"] == "b-f"]
    assert [(row["start"], row["ended"]) for row in late] == [("2024-10-28T12:00:00+08:00", True)]
    summary = amended.summary
    assert differences(summary.totals, await count_again(database, summary.head.period, summary.head.cut_off)) == ()


async def test_the_json_form_is_what_its_schema_says(database: Database, tmp_path: Path) -> None:
    await autumn(database)
    report = await built(database, "2024-10", tmp_path)
    read = ReportDocument.model_validate_json(report.files[0].path.read_bytes())
    assert (len(read.restrictions), read.totals) == (report.rows, report.summary.totals)
    assert {row.account for row in read.restrictions} == {"a", "b", "c", "d", "e", "firm", "formula"}
    empty = await built(database, "2024-01", tmp_path / "empty")
    assert ReportDocument.model_validate_json(empty.files[0].path.read_bytes()).restrictions == ()


async def test_the_xlsx_form_has_typed_cells_and_no_formula(database: Database, tmp_path: Path) -> None:
    await autumn(database)
    report = await built(database, "2024-10", tmp_path, bilingual=False)
    book = openpyxl.load_workbook(report.files[1].path)
    assert book.sheetnames == ["汇总", "处置明细", "更正"]
    detail = book["处置明细"]
    assert [cell.value for cell in detail[1]] == [column.zh for column in words.COLUMN.values()]
    rows = {row[7].value: row for row in detail.iter_rows(min_row=2)}
    # What a cancellation did not meet is withheld under the same identifier.
    assert len(rows) == report.rows - 1
    evil = rows["b-x"]
    assert (evil[1].value, evil[1].data_type) == (FORMULA, "s")
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    firm = rows["b-firm"]
    assert (firm[9].value, firm[9].data_type) == (on(10, 21).replace(tzinfo=None), "d")
    assert (firm[11].value, firm[12].value, firm[14].value) == (3, 2, True)
    assert (firm[3].value, firm[17].value) == ("金融、司法", "期满")
    assert [row[3].value for row in book["更正"].iter_rows(min_row=2)] == ["b-b", "b-c"]


async def test_whatever_an_account_is_called_stays_its_name(database: Database, tmp_path: Path) -> None:
    names = {"x1": "<r><t>粗</t></r>", "x2": "a & b < c", "x3": "<c>", "x4": "_x0041_ 早报", "x5": "-1+2"}
    for account, name in names.items():
        await registered(database, account, on(9, 1), name=name)
        await do(database, account, ban(f"b-{account}", 2), on(10, 2))
    report = await built(database, "2024-10", tmp_path)
    book = openpyxl.load_workbook(report.files[1].path)
    cells = {row[0].value: row[1].value for row in book.worksheets[1].iter_rows(min_row=2)}
    # An escaped character is the reader's to decode, and this one leaves it.
    assert cells == names | {"x4": "_x005F_x0041_ 早报"}
    assert {row["account"]: row["name"] for row in document(report)["restrictions"]} == names


async def test_the_csv_form_hides_no_formula_either(database: Database, tmp_path: Path) -> None:
    await autumn(database)
    report = await built(database, "2024-10", tmp_path)
    text = report.files[3].path.read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) == report.rows
    assert {row["账号名称 name"] for row in rows if row["处置编号 decision"] == "b-x"} == {f"'{FORMULA}"}


@pytest.mark.parametrize("bilingual", [True, False])
async def test_the_pdf_form_shows_chinese(database: Database, tmp_path: Path, *, bilingual: bool) -> None:
    """Rendered as a picture: every sign of the text has ink of its own, none is the font's empty box."""
    import pypdfium2

    await autumn(database)
    report = await built(database, "2024-10", tmp_path, bilingual=bilingual)
    pdf = pypdfium2.PdfDocument(report.files[2].path)
    try:
        page = pdf[0]
        text_page = page.get_textpage()
        text = text_page.get_text_range()
        assert "限制违规“自媒体”营利权限情况报备" in text
        assert ("withheld" in text) is bilingual
        assert ("2024年10月1日00:00–2024年11月1日00:00" in "".join(text.split())) is not bilingual
        scale = 3
        picture = page.render(scale=scale, grayscale=True).to_numpy()
        drawn: dict[str, bytes] = {}
        for place, sign in enumerate(text):
            if sign in "自媒体账号营利权限":
                left, bottom, right, top = text_page.get_charbox(place)
                height = page.get_height()
                box = picture[
                    round((height - top) * scale) : round((height - bottom) * scale),
                    round(left * scale) : round(right * scale),
                ]
                drawn.setdefault(sign, box.tobytes())
                assert box.size, sign
                assert box.min() < 128, f"{sign} was not drawn"
        assert len(set(drawn.values())) == len(drawn) == 9, "signs that look alike are not drawn from a font"
        text_page.close()
        page.close()
    finally:
        pdf.close()
