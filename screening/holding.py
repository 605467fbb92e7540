"""Rows: reasons to hold a name or a bio for a person to decide (article 1). Compliance staff switch them on and off.

Each row has an example that it holds and a similar one that it does not; the tests check both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class HoldRow:
    """One reason to hold a text, described in English and Chinese (`what`, `what_zh`).

    `held` is a name that the row holds.
    """

    what: str
    what_zh: str
    held: str
    clear: str
    """Similar name that is not held; "" where none exists."""
    on: bool = True
    """Whether the row is on in the preset `balanced`."""
    literal: bool = True
    """Whether the row is on in the preset `literal`."""


PROTECTED_NAME: Final = "protected_name"
ORDINARY_WORD: Final = "ordinary_word"
SHORT_NAME: Final = "short_name"
STAFF: Final = "staff"
DIVISION: Final = "division"
DIVISION_SHORT: Final = "division_short"
STATE: Final = "state"
ORGAN: Final = "organ"
ORGAN_ALONE: Final = "organ_alone"
OUTLET: Final = "outlet"
SERVICE: Final = "service"
NEWSROOM: Final = "newsroom"
NEWSROOM_ALONE: Final = "newsroom_alone"
LOOK_ALIKE: Final = "look_alike"
PINYIN: Final = "pinyin"
CONTAINED: Final = "contained"
BIO_CLAIM: Final = "bio_claim"
BIO_CONTAINED: Final = "bio_contained"

ROWS: Final[Mapping[str, HoldRow]] = {
    PROTECTED_NAME: HoldRow(
        "a protected name, alone or within a longer name",
        "受保护名称，单独出现或包含于名称之中",
        held="人民日报评论员老王",
        clear="人民广场的猫",
    ),
    ORDINARY_WORD: HoldRow(
        "a protected short name that is also an everyday word, with nothing beside it but qualifiers",
        "同时是普通词语的简称，除修饰语外没有其他内容",
        held="新华公众号",
        clear="新华字典爱好者",
    ),
    SHORT_NAME: HoldRow(
        "a short name with no other meaning (央视, CCTV), in any context",
        "没有其他含义的简称（央视、CCTV），无论前后有何文字",
        held="央视小李",
        clear="中央视角看球",
    ),
    STAFF: HoldRow(
        "a short name or an outlet of a place, directly beside a word for staff or a channel",
        "简称或地方媒体名称，与“记者”“主播”“编辑”“频道”等工作人员或频道用语相邻",
        held="BTV记者小李",
        clear="BTV车友会",
    ),
    DIVISION: HoldRow(
        "an administrative division by its full name, with nothing beside it but qualifiers",
        "行政区划全称，除修饰语外没有其他内容",
        held="海淀区官方",
        clear="海淀区的早餐地图",
    ),
    DIVISION_SHORT: HoldRow(
        "an administrative division by a short name that is no everyday word, with nothing beside it but qualifiers",
        "行政区划简称（普通词语除外），除修饰语外没有其他内容",
        held="杭州官方",
        clear="北京小吃日记",
    ),
    STATE: HoldRow(
        "a word for the whole country (中国, 中央, 国家, 全国), alone or followed by the name of an organ",
        "以“中国”“中央”“国家”“全国”等自称，单独出现或与机构名称连用",
        held="中央反诈中心",
        clear="中国式浪漫",
    ),
    ORGAN: HoldRow(
        "a division directly followed by the name of an organ or a medium, within a longer name too",
        "行政区划后紧接机关或媒体名称，包括出现在更长的名称之中",
        held="朝阳区教育局王老师",
        clear="教育局对面的早餐店",
    ),
    ORGAN_ALONE: HoldRow(
        "the name of an organ of party, state, army or courts, with nothing beside it but qualifiers",
        "党政军、司法机关的通用名称，除修饰语外没有其他内容",
        held="人民法院官方账号",
        clear="法院门口的面馆",
    ),
    SERVICE: HoldRow(
        "a division followed by police, fire service, courts or the army, within any name",
        "行政区划后接公安、交警、消防、法院、检察院、武警、部队等，无论名称中还有何文字",
        held="北京交警小王",
        clear="北京消防器材批发",
    ),
    OUTLET: HoldRow(
        "a division directly followed by a word for official outlets, with nothing left over",
        "行政区划后紧接官方账号常用词，且没有其他内容",
        held="上海发布",
        clear="上海发布会见闻",
    ),
    NEWSROOM: HoldRow(
        "a division directly followed by a word for news, with nothing left over",
        "行政区划后紧接“新闻”“报道”“资讯”等新闻类词语，且没有其他内容",
        held="杭州资讯",
        clear="杭州资讯站长的日常",
    ),
    NEWSROOM_ALONE: HoldRow(
        "any name that ends with a word for news",
        "以“新闻”“报道”“资讯”等新闻类词语结尾的任何名称",
        held="宇宙新闻",
        clear="新闻系的学生",
        on=False,
        literal=False,
    ),
    LOOK_ALIKE: HoldRow(
        "any of these with one or two characters replaced by look-alikes",
        "以形近字替换一至两个字后与上述任一项相同",
        held="人民曰报",
        clear="人民日记",
    ),
    PINYIN: HoldRow(
        "any of these in pinyin, wholly or in part, with nothing left over",
        "以拼音全部或部分拼写上述任一项，且没有其他内容",
        held="renmin日报",
        clear="Renmin的日记",
    ),
    CONTAINED: HoldRow(
        "any listed name, division or organ, short forms and everyday words included, at any position",
        "名单中的任何名称、任何行政区划和机关名称（包括简称和普通词语），无论出现在何处",
        held="北京小吃日记",
        clear="山野厨房",
        on=False,
    ),
    BIO_CLAIM: HoldRow(
        "in a bio: a protected or composed name next to a claim to be that body or to belong to it",
        "简介中：受保护名称或组合名称与自称其官方、授权、主办等字样相邻",
        held="人民日报官方账号，欢迎关注",
        clear="曾在人民日报实习，现在写菜谱",
    ),
    BIO_CONTAINED: HoldRow(
        "in a bio: anything that the row `contained` holds in a name",
        "简介中：凡按上一行在名称中会被送审的内容",
        held="坐标北京，爱做饭",
        clear="坐标山野，爱做饭",
        on=False,
    ),
}

BALANCED: Final = "balanced"
LITERAL: Final = "literal"
PRESETS: Final[Mapping[str, tuple[str, str]]] = {
    BALANCED: (
        "any name that a reader could take for a protected body, its organ, staff or channel; ordinary phrases pass",
        "读者可能误认为受保护机构及其部门、人员、频道的名称送审，普通用语放行",
    ),
    LITERAL: (
        "any name or bio that contains a protected name, as article 1 reads",
        "名称或简介中包含任何受保护名称即送审（按第一条字面执行）",
    ),
}
"""Presets: named sets of rows, in English and Chinese. A row that is switched by hand overrides the preset."""


def stands(name: str, preset: str = BALANCED) -> bool:
    """Whether a row is on in a preset."""
    return ROWS[name].literal if preset == LITERAL else ROWS[name].on


def in_force(switched: Mapping[str, bool], preset: str = BALANCED) -> frozenset[str]:
    """Names of the rows that are on: those of the preset, with the switches of staff applied."""
    return frozenset(name for name in ROWS if switched.get(name, stands(name, preset)))
