"""Wording of a report, in Chinese and in English: headings, and values of its cells."""

from collections.abc import Mapping
from typing import Any, Final

from models.reports.content import NONE, AppealStatus, EndedBy
from models.words.privileges import Field
from models.words.violations import Category
from regulation.words.account_kinds import ACCOUNT_KINDS
from regulation.words.categories import CATEGORIES
from regulation.words.fields import FIELDS
from regulation.words.languages import Words
from regulation.words.methods import METHODS
from regulation.words.restrictions import REPORTED

TITLE: Final = Words("限制违规“自媒体”营利权限情况报备", "Report on restrictions of profit-making")

KIND: Final = REPORTED
CATEGORY: Final[Mapping[Category, Words]] = {category: row.words for category, row in CATEGORIES.items()}
FIELD: Final[Mapping[Field, Words]] = {field: row.words for field, row in FIELDS.items()}
METHOD: Final = METHODS
ACCOUNT_KIND: Final = ACCOUNT_KINDS
ENDED_BY: Final[Mapping[EndedBy, Words]] = {
    EndedBy.TIME: Words("期满", "time"),
    EndedBy.SHORTENED: Words("缩短期限", "shortened"),
    EndedBy.OVERTURNED: Words("撤销", "overturned"),
    EndedBy.GRANTED: Words("重新开通", "granted anew"),
    EndedBy.LIFTED: Words("解除", "lifted"),
    EndedBy.CLOSURE: Words("账号关闭", "account closed"),
}
APPEAL: Final[Mapping[AppealStatus, Words]] = {
    AppealStatus.NONE: Words("无", "none"),
    AppealStatus.PENDING: Words("审理中", "pending"),
    AppealStatus.UPHELD: Words("维持", "upheld"),
    AppealStatus.REDUCED: Words("减轻", "reduced"),
    AppealStatus.OVERTURNED: Words("撤销", "overturned"),
    AppealStatus.WITHDRAWN: Words("撤回", "withdrawn"),
}
NOTHING: Final = Words("无", "none")
"""Value for no category, no field, no method."""

COLUMN: Final[Mapping[str, Words]] = {
    "account": Words("账号标识", "account"),
    "name": Words("账号名称", "name"),
    "account_kind": Words("主体类型", "holder"),
    "fields": Words("领域", "fields"),
    "kind": Words("处置类型", "restriction"),
    "article": Words("依据条款", "article"),
    "category": Words("违规类别", "category"),
    "cause": Words("处置编号", "decision"),
    "methods": Words("涉及营利方式", "methods"),
    "start": Words("开始时间", "start"),
    "end": Words("结束时间", "end"),
    "ban_days": Words("禁言天数", "days of ban"),
    "factor": Words("倍数", "factor"),
    "recorded_at": Words("记录时间", "recorded"),
    "begun": Words("本期新增", "begun"),
    "ended": Words("本期结束", "ended"),
    "late": Words("补录", "late"),
    "ended_by": Words("结束原因", "ended by"),
    "appeal": Words("申诉状态", "appeal"),
    "occurred_at": Words("违规发生时间", "offence committed"),
}
"""Columns of the detail, in order."""

CORRECTION: Final[Mapping[str, Words]] = {
    "account": COLUMN["account"],
    "name": COLUMN["name"],
    "kind": COLUMN["kind"],
    "cause": COLUMN["cause"],
    "category": COLUMN["category"],
    "because": Words("更正原因", "because"),
    "start": COLUMN["start"],
    "end_reported": Words("原报备结束时间", "end as reported"),
    "end_now": Words("现结束时间", "end now"),
    "effective_at": Words("更正生效时间", "effective"),
    "recorded_at": COLUMN["recorded_at"],
    "reported_in": Words("原报备编号", "reported in"),
}
"""Columns of the corrections, in order."""

TOTALS: Final[Mapping[str, Words]] = {
    "restrictions": Words("合计", "all"),
    "by_kind": Words("按处置类型", "by restriction"),
    "by_category": Words("按违规类别", "by category"),
    "by_field": Words("按领域", "by field"),
    "by_method": Words("按营利方式", "by method"),
    "by_account_kind": Words("按主体类型", "by holder"),
}
MOVES: Final[Mapping[str, Words]] = {
    "begun": Words("新增", "begun"),
    "ended": Words("结束", "ended"),
    "in_force": Words("期末仍在执行", "in force"),
}
OTHERS: Final[Mapping[str, Words]] = {
    "closures": Words("关闭账号", "accounts closed"),
    "closures_as_sanction": Words("其中：因违规关闭", "of these as a sanction"),
    "rumours_handled": Words("处置谣言", "rumours handled"),
    "rumour_contents_labelled": Words("标记谣言信息", "rumour contents labelled"),
    "rumour_viewers": Words("谣言触达人数", "viewers of rumours"),
    "debunking_viewers": Words("辟谣信息触达人数", "viewers of debunkings"),
    "rumour_viewers_reached": Words("其中：接触谣言后获知辟谣信息", "exposed viewers reached by debunkings"),
    "followers_removed": Words("清理违规粉丝", "followers removed"),
    "followers_restored": Words("恢复粉丝", "followers given back"),
}

PLATFORM: Final = Words("报备平台", "platform")
REPORT: Final = Words("报备编号", "report")
PERIOD: Final = Words("报备期间", "period")
CUT_OFF: Final = Words("数据截止", "cut-off")
REPLACES: Final = Words("替代的报备", "replaces")
ACCOUNTS: Final = Words("涉及账号数", "accounts concerned")
SUMMARY: Final = Words("汇总", "Summary")
DETAIL: Final = Words("处置明细", "Restrictions")
CORRECTIONS: Final = Words("更正", "Corrections")
OTHER_WORK: Final = Words("其他处置情况", "Other measures")
PREVIOUS: Final = Words("上期", "before")
CHANGE: Final = Words("增减", "change")
ITEM: Final = Words("项目", "item")
WITHOUT_END: Final = Words("无期限", "without end")
NO_CORRECTIONS: Final = Words("本期无更正。", "Nothing reported earlier was changed.")
YES: Final = Words("是", "yes")
NO: Final = Words("否", "no")

_VALUES: Final[Mapping[str, Mapping[Any, Words]]] = {
    "kind": KIND,
    "by_kind": KIND,
    "category": CATEGORY,
    "by_category": CATEGORY,
    "fields": FIELD,
    "by_field": FIELD,
    "methods": METHOD,
    "by_method": METHOD,
    "account_kind": ACCOUNT_KIND,
    "by_account_kind": ACCOUNT_KIND,
    "ended_by": ENDED_BY,
    "because": ENDED_BY,
    "appeal": APPEAL,
}


def value(column: str, code: str | None) -> Words:
    """Wording of a cell for a code of the vocabulary."""
    return NOTHING if code in {None, NONE} else _VALUES[column][code or ""]
