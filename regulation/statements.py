"""The statement of reasons: an action in words, in English and in Chinese, for the account that it concerns.

Facts, article, rule version, whether a machine or a person found it, the measures, and how to appeal.
"""

from datetime import datetime, timedelta
from typing import Final

from models.cases import Case
from models.instants import shown
from models.statements import Action, AppealStated, Statement
from regulation.words.categories import CATEGORIES

NOTICE: Final = "notice (2023-07-10)"
"""The rules behind what was chosen by a person."""

_FOUND_EN: Final = {True: "found by an automated system", False: "found by a person", None: "not stated who found it"}
_FOUND_ZH: Final = {True: "由自动化系统发现", False: "由人工认定", None: "未说明认定方式"}
_OUTCOME_ZH: Final = {"upheld": "维持", "reduced": "减轻", "overturned": "撤销"}


def article_of(action: Action) -> int:
    """The article that was offended, or that of the measure where no category is named."""
    if action.category is not None:
        return CATEGORIES[action.category].article
    return action.measures[0].article if action.measures else 9


def appeal_of(action: Action, now: datetime, window: timedelta, case: Case | None) -> AppealStated:
    """Once per action, while the window is open and nothing was overturned yet."""
    until = action.decided_at + window
    decision = None if case is None else case.decision
    return AppealStated(
        until=until,
        open=case is None and now < until and action.overturned_at is None,
        case=None if case is None else case.id,
        status=None if case is None else case.status.value,
        outcome=None if decision is None else decision.ruling.outcome.value,
        decided_at=None if decision is None else decision.at,
        reason="" if decision is None else decision.ruling.reason,
    )


def statement(account: str, action: Action, appeal: AppealStated) -> Statement:
    """The whole, in values and in words."""
    basis, article = action.basis, article_of(action)
    rules = basis.rules or NOTICE
    return Statement(
        account=account,
        id=action.id,
        decided_at=action.decided_at,
        category=action.category,
        article=article,
        reason=action.reason,
        evidence=basis.evidence,
        automated=basis.automated,
        rules=rules,
        nth=basis.nth,
        occurred_at=basis.occurred_at,
        measures=action.measures,
        overturned_at=action.overturned_at,
        reduced=action.reduced,
        appeal=appeal,
        en="\n".join(_english(account, action, appeal, article, rules)),
        zh="\n".join(_chinese(account, action, appeal, article, rules)),
    )


def _english(account: str, action: Action, appeal: AppealStated, article: int, rules: str) -> list[str]:
    basis = action.basis
    what = "restriction of profit-making" if action.category is None else CATEGORIES[action.category].words.en
    repeated = "" if basis.nth is None else f", number {basis.nth} within the record"
    lines = [
        f"Statement of reasons {action.id}, account {account}, decided {shown(action.decided_at)} (Asia/Shanghai)",
        f"Facts: {what}{repeated}{f': {action.reason}' if action.reason else ''}",
        *([] if basis.occurred_at is None else [f"Committed: {shown(basis.occurred_at)} (Asia/Shanghai)"]),
        *([f"Evidence: {' '.join(basis.evidence)}"] if basis.evidence else []),
        f"Rule: article {article} of the notice on self-media; consequences from {rules}",
        f"Found: {_FOUND_EN[basis.automated]}",
        f"Measures: {'; '.join(measure.en for measure in action.measures) or 'the finding alone is recorded'}",
    ]
    if action.reduced:
        lines.append("It was reduced since; the ends above are the new ones.")
    if action.overturned_at is not None:
        lines.append(f"Overturned at {shown(action.overturned_at)}: from then on it counts as if never recorded.")
    return [*lines, f"Appeal: {_appeal_en(appeal)}"]


def _appeal_en(appeal: AppealStated) -> str:
    if appeal.outcome is not None:
        return f"{appeal.outcome}{f': {appeal.reason}' if appeal.reason else ''}"
    if appeal.case is not None:
        return f"case {appeal.case} is {appeal.status}"
    if appeal.open:
        return f"once, until {shown(appeal.until)}, through the platform; somebody else than who decided reviews it"
    return f"not possible any more (it was until {shown(appeal.until)})"


def _chinese(account: str, action: Action, appeal: AppealStated, article: int, rules: str) -> list[str]:
    basis = action.basis
    what = "限制营利权限" if action.category is None else CATEGORIES[action.category].words.zh
    repeated = "" if basis.nth is None else f"（记录期内第 {basis.nth} 次）"
    lines = [
        f"处置决定及理由 {action.id}，账号 {account}，作出时间 {shown(action.decided_at)}（北京时间）",
        f"事实：{what}{repeated}{f'：{action.reason}' if action.reason else ''}",
        *([] if basis.occurred_at is None else [f"违规发生时间：{shown(basis.occurred_at)}（北京时间）"]),
        *([f"证据：{' '.join(basis.evidence)}"] if basis.evidence else []),
        f"依据：《关于加强“自媒体”管理的通知》第{article}条；处置标准：{rules}",
        f"认定方式：{_FOUND_ZH[basis.automated]}",
        f"措施：{'；'.join(measure.zh for measure in action.measures) or '仅记录违规'}",
    ]
    if action.reduced:
        lines.append("该决定其后已减轻，以上为减轻后的期限。")
    if action.overturned_at is not None:
        lines.append(f"该决定已于 {shown(action.overturned_at)} 撤销，自该时起视同未作出。")
    return [*lines, f"申诉：{_appeal_zh(appeal)}"]


def _appeal_zh(appeal: AppealStated) -> str:
    if appeal.outcome is not None:
        return f"{_OUTCOME_ZH[appeal.outcome]}{f'：{appeal.reason}' if appeal.reason else ''}"
    if appeal.case is not None:
        return f"申诉 {appeal.case} 处理中" if appeal.status != "withdrawn" else f"申诉 {appeal.case} 已无需处理"
    if appeal.open:
        return f"可于 {shown(appeal.until)} 前通过平台申诉一次，由作出决定者以外的人员复核"
    return f"申诉期限已过（截至 {shown(appeal.until)}）或决定已撤销"
