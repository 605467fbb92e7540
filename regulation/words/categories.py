"""Violation categories: one row each, with the article offended, label, consequences and factor.

Consequences depend on the record of the last twelve months, without overturned findings: the first, the second, the
third violation of the category; the last step also holds for every violation after it. The notice names the measures
and leaves their extent to the platform: these are our defaults, which a platform overrides with a file of its own
(`STANDING_CATALOGUE`, docs/sanctions.md). A change of a row's steps adds a value with its date.

The factor is the length of the suspension of profit as a multiple of the ban (article 9 allows 2 to 3). It is 3 for
organised violations: those for profit, by many accounts or by people whose account was closed before.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from models.words.sanctions import FOR_EVER, Consequences
from models.words.violations import Category
from regulation.tables.parameters import Dated, dated
from regulation.words.languages import Words

Ladder = tuple[Consequences, ...]
"""Consequences of the first, the second, the third violation within the record, and of every one after the last."""


@dataclass(frozen=True)
class CategoryRow:
    """One row of the table."""

    article: int
    words: Words
    ladder: Dated[Ladder]
    factor: Decimal
    """Factor of a ban that names none."""


def _row(article: int, zh: str, en: str, *ladder: Consequences, factor: int = 2) -> CategoryRow:
    since = dated({date(2023, 7, 10): ladder}, article=article)
    return CategoryRow(article, Words(zh, en), since, Decimal(factor))


def _days(count: int) -> timedelta:
    return timedelta(days=count)


_WARNING: Final = Consequences(warning=True)
_3_DAYS: Final = Consequences(ban=_days(3))
_7_DAYS: Final = Consequences(ban=_days(7))
_15_DAYS: Final = Consequences(ban=_days(15))
_30_DAYS: Final = Consequences(ban=_days(30), report=True)
_CANCELLED: Final = Consequences(ban=_days(15), cancel_profit=True, report=True)
_CANCELLED_FOR_LONG: Final = Consequences(ban=_days(90), cancel_profit=True, withhold_profit=_days(365), report=True)
_CLOSED: Final = Consequences(close=True, report=True)

CATEGORIES: Final[Mapping[Category, CategoryRow]] = {
    Category.IMPERSONATION: _row(1, "假冒仿冒", "impersonation", _30_DAYS, _CLOSED),
    Category.UNCERTIFIED_FIELD: _row(
        2,
        "未通过资质认证从事特定领域信息发布",
        "publishing in a protected field without certification",
        *(_WARNING, _7_DAYS, _30_DAYS),
    ),
    Category.MISSING_SOURCE: _row(3, "未标注信息来源", "missing source", _WARNING, _3_DAYS, _7_DAYS),
    Category.MISSING_SHOT_INFO: _row(
        3, "未标注拍摄时间、地点", "missing time or place of shooting", _WARNING, _3_DAYS, _7_DAYS
    ),
    Category.UNLABELLED_SYNTHETIC: _row(
        3, "未标注技术生成内容", "unmarked generated media", _WARNING, _7_DAYS, _15_DAYS
    ),
    Category.UNDATED_OLD_NEWS: _row(
        3, "引用旧闻旧事未说明时间、地点", "old news without time and place", _WARNING, _3_DAYS, _7_DAYS
    ),
    Category.ANONYMOUS_PUBLISHING: _row(4, "匿名发布", "anonymous publishing", _WARNING, _3_DAYS, _7_DAYS),
    Category.FABRICATION: _row(4, "无中生有", "fabrication", _7_DAYS, _30_DAYS, _CLOSED),
    Category.DISTORTION: _row(4, "断章取义、歪曲事实", "distortion", _7_DAYS, _15_DAYS, _30_DAYS),
    Category.DECEPTIVE_EDITING: _row(
        4,
        "以拼凑剪辑、合成伪造等方式影响信息真实性",
        "deceptive editing or splicing",
        *(_7_DAYS, _15_DAYS, _30_DAYS),
    ),
    Category.UNLABELLED_FICTION: _row(5, "未标记虚构或演绎标签", "unlabelled fiction", _WARNING, _3_DAYS, _7_DAYS),
    Category.RUMOUR_MAKING: _row(6, "制作发布谣言", "making rumours", _30_DAYS, _CLOSED),
    Category.RUMOUR_SPREADING: _row(6, "转发谣言", "spreading rumours", _3_DAYS, _7_DAYS, _30_DAYS),
    Category.QUOTA_EVASION: _row(7, "规避账号数量限制", "evading the limit on accounts", _7_DAYS, _CLOSED),
    Category.MATRIX_MANIPULATION: _row(
        7,
        "操纵账号矩阵发布传播违法和不良信息",
        "running accounts as a matrix",
        Consequences(ban=_days(30), freeze_growth=FOR_EVER, remove_followers=True, report=True),
        Consequences(clear_followers=True, close=True, report=True),
        factor=3,
    ),
    Category.NEGATIVE_AGGREGATION: _row(
        7, "集纳负面信息", "aggregating negative information", _7_DAYS, _15_DAYS, _30_DAYS
    ),
    Category.RECYCLED_NEWS: _row(7, "翻炒旧闻旧事", "recycling old news as new", _WARNING, _7_DAYS, _15_DAYS),
    Category.HOT_EVENT_EXPLOITATION: _row(
        7,
        "蹭炒社会热点事件",
        "exploiting hot events",
        Consequences(ban=_days(7), remove_followers=True),
        Consequences(ban=_days(15), limit_recommendation=_days(30), remove_followers=True),
        Consequences(ban=_days(30), freeze_growth=FOR_EVER, remove_followers=True, report=True),
        Consequences(ban=_days(90), freeze_growth=FOR_EVER, clear_followers=True, report=True),
    ),
    Category.DISASTER_EXPLOITATION: _row(
        7,
        "消费灾难事故",
        "exploiting disasters",
        Consequences(ban=_days(15), remove_followers=True),
        Consequences(ban=_days(30), freeze_growth=FOR_EVER, remove_followers=True, report=True),
        Consequences(clear_followers=True, close=True, report=True),
    ),
    Category.FOLLOW_INDUCEMENT: _row(
        7,
        "诱导关注",
        "inducing follows",
        Consequences(warning=True, remove_followers=True),
        Consequences(ban=_days(7), freeze_growth=_days(30), remove_followers=True),
        Consequences(ban=_days(15), freeze_growth=_days(90), remove_followers=True),
    ),
    Category.REREGISTRATION: _row(7, "被关闭账号重新注册", "coming back after a closure", _CLOSED, factor=3),
    Category.VULGAR_PERSONA: _row(9, "打造低俗人设", "a vulgar persona", _CANCELLED, _CANCELLED_FOR_LONG),
    Category.PUBLIC_ORDER: _row(
        9, "违背公序良俗", "offending public order and good customs", _CANCELLED, _CANCELLED_FOR_LONG
    ),
    Category.COORDINATED_MALICIOUS_MARKETING: _row(
        9,
        "多账号联动恶意营销",
        "malicious marketing by accounts in concert",
        *(_CANCELLED, _CANCELLED_FOR_LONG, _CLOSED),
        factor=3,
    ),
    Category.FRAUDULENT_FOLLOWERS: _row(
        10,
        "违规获取粉丝",
        "followers gained by fraud",
        Consequences(ban=_days(7), freeze_growth=_days(30), remove_followers=True),
        Consequences(ban=_days(30), freeze_growth=FOR_EVER, clear_followers=True, report=True),
    ),
}
