"""What is held for a person to decide (article 1): one row a reason, which compliance staff switch on and off.

Each row has a name that is held because of it and one that looks like it and is not; the tests read both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Row:
    """One reason to hold a text."""

    what: str
    what_zh: str
    held: str
    clear: str
    """"" where there is nothing that it could be taken for."""
    on: bool = True


PROTECTED_NAME: Final = "protected_name"
ORDINARY_WORD: Final = "ordinary_word"
DIVISION: Final = "division"
DIVISION_SHORT: Final = "division_short"
STATE: Final = "state"
ORGAN: Final = "organ"
ORGAN_ALONE: Final = "organ_alone"
OUTLET: Final = "outlet"
NEWSROOM: Final = "newsroom"
NEWSROOM_ALONE: Final = "newsroom_alone"
LOOK_ALIKE: Final = "look_alike"
PINYIN: Final = "pinyin"
BIO_CLAIM: Final = "bio_claim"

ROWS: Final[Mapping[str, Row]] = {
    PROTECTED_NAME: Row(
        "a protected name, alone or within a longer name",
        "受保护名称，单独出现或包含于名称之中",
        held="人民日报评论员老王",
        clear="人民广场的猫",
    ),
    ORDINARY_WORD: Row(
        "a protected short name that is an everyday word too, with nothing beside it but qualifiers",
        "同时是普通词语的简称，除修饰语外没有其他内容",
        held="新华官方",
        clear="新华字典爱好者",
    ),
    DIVISION: Row(
        "an administrative division by its full name, with nothing beside it but qualifiers",
        "行政区划全称，除修饰语外没有其他内容",
        held="海淀区官方",
        clear="海淀区的早餐地图",
    ),
    DIVISION_SHORT: Row(
        "an administrative division by its short name that is no everyday word, with nothing beside it but qualifiers",
        "行政区划简称（普通词语除外），除修饰语外没有其他内容",
        held="杭州官方",
        clear="北京小吃日记",
    ),
    STATE: Row(
        "the country or its centre, alone or with what an organ is called",
        "以“中国”“中央”“国家”“全国”等自称，单独出现或与机构名称连用",
        held="中央反诈中心",
        clear="中国式浪漫",
    ),
    ORGAN: Row(
        "a division directly followed by the name of an organ or a medium, within a longer name too",
        "行政区划后紧接机关或媒体名称，包括出现在更长的名称之中",
        held="朝阳区教育局王老师",
        clear="教育局对面的早餐店",
    ),
    ORGAN_ALONE: Row(
        "what an organ of party, state, army or courts is called, with nothing beside it but qualifiers",
        "党政军、司法机关的通用名称，除修饰语外没有其他内容",
        held="人民法院官方账号",
        clear="法院门口的面馆",
    ),
    OUTLET: Row(
        "a division directly followed by what official outlets are called, with nothing left over",
        "行政区划后紧接官方账号常用词，且没有其他内容",
        held="上海发布",
        clear="上海发布会见闻",
    ),
    NEWSROOM: Row(
        "a division directly followed by a word used as if by a newsroom, with nothing left over",
        "行政区划后紧接“新闻”“报道”“资讯”等新闻类词语，且没有其他内容",
        held="杭州资讯",
        clear="杭州资讯站长的日常",
    ),
    NEWSROOM_ALONE: Row(
        "any name that ends with a word used as if by a newsroom",
        "以“新闻”“报道”“资讯”等新闻类词语结尾的任何名称",
        held="宇宙新闻",
        clear="新闻系的学生",
        on=False,
    ),
    LOOK_ALIKE: Row(
        "any of these with one or two characters replaced by such as look alike",
        "以形近字替换一至两个字后与上述任一项相同",
        held="人民曰报",
        clear="人民日记",
    ),
    PINYIN: Row(
        "any of these spelled out, wholly or in part, with nothing left over",
        "以拼音全部或部分拼写上述任一项，且没有其他内容",
        held="renmin日报",
        clear="Renmin的日记",
    ),
    BIO_CLAIM: Row(
        "in a bio: a protected or composed name next to a claim to be it or to belong to it",
        "简介中：受保护名称或组合名称与自称其官方、授权、主办等字样相邻",
        held="人民日报官方账号，欢迎关注",
        clear="曾在人民日报实习，现在写菜谱",
    ),
}


def in_force(switched: Mapping[str, bool]) -> frozenset[str]:
    """The rows that are on, once staff have switched some."""
    return frozenset(name for name, row in ROWS.items() if switched.get(name, row.on))
