"""Files as spreadsheets and strangers write them: what cannot be read rightly is said in words, and read by nobody."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import text

from cli.servers import fictional
from ledger.accounts.reading import standing_of
from ledger.importing import Done, UnusableFileError
from ledger.store.database import Database
from tests.ledger.imported import column, row, run, written

HEADER = "account,kind,name,registered_at,resident_id,bio"


def line(place: int, name: str = "小学", bio: str = "") -> str:
    number = fictional.resident_id(place)
    return f"a{place},individual,{name},2025-01-01T09:00:00+08:00,{number},{bio}"


def table(*lines: str, end: str = "\n") -> str:
    return end.join((HEADER, *lines)) + end


CHINESE = table(line(1, "山野厨房"), line(2, "老街摄影师", "记录城市里的老房子，每周更新"))
TRADITIONAL = table(line(1, "山野廚房"), line(2, "老街攝影師", "記錄城市裡的老房子，每週更新"))

FOREIGN: dict[str, tuple[bytes, str]] = {
    "GBK": (CHINESE.encode("gbk"), "seems to be GBK"),
    "GB18030 with a rare character": (table(line(1, "小学"), line(2, "𠮷祥小学")).encode("gb18030"), "seems to be GBK"),
    "GBK that could be read": (table(line(1)).encode("gbk"), "seems to be GBK"),
    "GBK, in one cell": (table(line(1, "school"), line(2, "小学")).encode("gbk"), r"\(line 3\).*seems to be GBK"),
    "Big5": (TRADITIONAL.encode("big5"), "seems to be Big5"),
    "UTF-16 with a mark": (CHINESE.encode("utf-16"), "is UTF-16"),
    "UTF-16 without one": (CHINESE.encode("utf-16-le"), "is UTF-16LE"),
    "UTF-16, the other end first": (CHINESE.encode("utf-16-be"), "is UTF-16BE"),
    "UTF-32": (CHINESE.encode("utf-32"), "is UTF-32"),
    "Windows-1252": (table(line(1, "café"), line(2, "naïve")).encode("cp1252"), "seems to be Windows-1252"),
    "cut in the middle of a character": (CHINESE.encode()[:-2] + "厨".encode()[:2] + b"\n", "not UTF-8"),
    "joined from two": (
        CHINESE.encode() + line(3, "县城小学").encode("gbk") + b"\n",
        r"mixes encodings: line 4 .*seem to be GBK",
    ),
}


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
@pytest.mark.parametrize(("content", "said"), FOREIGN.values(), ids=FOREIGN.keys())
async def test_a_file_in_another_encoding_is_refused_whole(
    database: Database, tmp_path: Path, content: bytes, said: str, suffix: str
) -> None:
    """With the encoding that it seems to be and what to do; none of its rows is taken, readable or not."""
    (tmp_path / f"accounts.{suffix}").write_bytes(content)
    with pytest.raises(UnusableFileError, match=said) as refused:
        await run(database, tmp_path / f"accounts.{suffix}")
    assert "UTF-8" in str(refused.value)
    assert "no row was taken" in str(refused.value)
    assert await column(database, "SELECT count(*) FROM facts") == [0]


async def test_what_is_advised_can_be_imported(database: Database, tmp_path: Path) -> None:
    """Converted as the refusal says, every row goes in with its own name."""
    (tmp_path / "accounts.csv").write_bytes(CHINESE.encode("gbk"))
    with pytest.raises(UnusableFileError) as refused:
        await run(database, tmp_path / "accounts.csv")
    command = re.search(r"iconv -f (\S+) -t UTF-8 accounts.csv > (\S+);", str(refused.value))
    assert command is not None
    source, target = command.groups()
    (tmp_path / target).write_text((tmp_path / "accounts.csv").read_bytes().decode(source), encoding="utf-8")
    assert (await run(database, tmp_path / target))[0] == Done(2, 2, 0)
    standing = await standing_of(database, "a1")
    assert standing is not None
    assert standing.name == "山野厨房"


class Broken(NamedTuple):
    """A table in which one row is broken: the line it is on, and what is said of it."""

    lines: tuple[str, ...]
    at: int
    said: str
    end: str = "\n"
    taken: int = 3


GOOD = (line(1), line(2), line(3))

BROKEN: dict[str, Broken] = {
    "a quote that is never closed": Broken((line(1), line(9, '"小学'), *GOOD[1:]), 3, "never closed"),
    "in the last cell": Broken((line(1), line(9, bio='"第一行'), *GOOD[1:]), 3, "never closed"),
    "in the last row": Broken((*GOOD, line(9, '"小学')), 5, "never closed"),
    "before rows with quotes": Broken(
        (line(1), line(9, '"小学'), line(2, bio='"一,二"'), line(3, bio='"第一行\n第二行"')), 3, "never closed"
    ),
    "text behind a quote": Broken((line(1), line(9, '"小"学'), *GOOD[1:]), 3, "behind a closing quotation mark"),
    "a single mark within quotes": Broken((line(1), line(9, '"小"学"'), *GOOD[1:]), 3, "closing quotation mark"),
    "too many cells": Broken((line(1), f"{line(9)},,", *GOOD[1:]), 3, "has 8 cells, the header has 6"),
    "too few cells": Broken((line(1), "a9,individual,小学", *GOOD[1:]), 3, "has 3 cells, the header has 6"),
    "a zero byte": Broken((line(1), line(9, "小\x00学"), *GOOD[1:]), 3, "control character"),
    "a carriage return in a cell": Broken((line(1), line(9, bio="一\r二"), *GOOD[1:]), 3, "carriage return", "\r\n"),
    "a line too long": Broken((line(1), line(9, bio="一" * 1_100_000), *GOOD[1:]), 3, "more than 1000000"),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
async def test_a_broken_row_is_rejected_with_its_line_and_the_others_are_taken(
    database: Database, tmp_path: Path, broken: Broken
) -> None:
    """Whatever stands behind it, and whatever is missing in it."""
    (tmp_path / "accounts.csv").write_bytes(table(*broken.lines, end=broken.end).encode())
    done, rejects = await run(database, tmp_path / "accounts.csv")
    assert (done.imported, done.rejected) == (broken.taken, 1)
    assert rejects[0]["line"] == broken.at
    assert broken.said in rejects[0]["reason"]
    assert await column(database, "SELECT account FROM standings ORDER BY 1") == ["a1", "a2", "a3"]


async def test_an_open_quote_costs_one_row_of_hundreds(database: Database, tmp_path: Path) -> None:
    """Each of three hundred rows behind it is taken."""
    lines = [line(place) for place in range(1, 301)]
    lines[9] = line(10, '"小学')
    (tmp_path / "accounts.csv").write_text(table(*lines), encoding="utf-8")
    done, rejects = await run(database, tmp_path / "accounts.csv")
    assert (done, [reject["line"] for reject in rejects]) == (Done(300, 299, 1), [11])


def _marked(content: str) -> bytes:
    return b"\xef\xbb\xbf" + content.encode()


NAMES = ("Café Zoë", "Αθήνα", "Москва", "Ёлка", "ﾊﾝｶｸ", "Ça va", "Café 小学", "𠮷祥")


async def test_what_is_utf8_is_no_other_encoding(database: Database, tmp_path: Path) -> None:
    """Also without a Chinese character in the whole file."""
    for place, name in enumerate(NAMES, start=1):
        (tmp_path / f"{place}.csv").write_text(table(line(place, name)), encoding="utf-8")
        assert await run(database, tmp_path / f"{place}.csv") == (Done(1, 1, 0), []), name


GOOD_FILES: dict[str, Callable[[str], bytes]] = {
    "as Windows ends lines": lambda content: content.replace("\n", "\r\n").encode(),
    "as old Macintoshes end lines": lambda content: content.replace("\n", "\r").encode(),
    "with a mark": _marked,
    "without an end of the last line": lambda content: content.rstrip("\n").encode(),
    "with empty lines": lambda content: (
        content.replace("\n", "\n\n").replace(f"{HEADER}\n\n", f"{HEADER}\n,,,,,\n").encode()
    ),
}


@pytest.mark.parametrize("made", GOOD_FILES.values(), ids=GOOD_FILES.keys())
async def test_what_programs_write_differently_is_read_alike(
    database: Database, tmp_path: Path, made: Callable[[str], bytes]
) -> None:
    """Ends of lines, marks and empty lines make no other accounts."""
    (tmp_path / "accounts.csv").write_bytes(made(table(line(1, '"小学, 一"'), line(2))))
    done, rejects = await run(database, tmp_path / "accounts.csv")
    assert (done, rejects) == (Done(2, 2, 0), [])
    standing = await standing_of(database, "a1")
    assert standing is not None
    assert standing.name == "小学, 一"


async def test_a_cell_may_have_lines(database: Database, tmp_path: Path) -> None:
    """Whichever way they end: they belong to the text, which keeps one way."""
    cells = '"第一行\r\n第二行, ""引用""\r\n\r\n第四行"'
    (tmp_path / "accounts.csv").write_bytes(table(line(1, bio=cells), line(2), end="\r\n").encode())
    done, rejects = await run(database, tmp_path / "accounts.csv")
    assert (done, rejects) == (Done(2, 2, 0), [])
    standing = await standing_of(database, "a1")
    assert standing is not None
    assert standing.bio == '第一行\n第二行, "引用"\n\n第四行'


async def test_an_import_with_broken_rows_goes_on_where_it_was(database: Database, tmp_path: Path) -> None:
    """Rows count alike in the second run, so none is taken twice or left out."""
    lines = [line(place) for place in range(1, 41)]
    lines[4], lines[20] = line(5, '"小学'), line(21, '"小"学')
    path = tmp_path / "accounts.csv"
    path.write_text(table(*lines), encoding="utf-8")
    first = await run(database, path, batch=7)
    assert first[0] == Done(40, 38, 2)
    async with database.transaction() as connection:
        await connection.execute(text("UPDATE imports SET rows_done = 14, rows_imported = 13, rows_rejected = 1"))
    assert await run(database, path, batch=5) == (Done(40, 13, 2), first[1])
    assert await column(database, "SELECT count(*) FROM standings") == [38]


async def test_json_lines_are_told_of_their_faults_row_by_row(database: Database, tmp_path: Path) -> None:
    """A quotation mark that is missing there hides nothing behind it."""
    done, rejects = await run(database, written(tmp_path, row(1), '{"account": "a9, "kind": 1}', row(2)))
    assert done == Done(3, 2, 1)
    assert rejects[0]["line"] == 2
