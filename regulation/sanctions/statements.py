"""Statement of reasons: an action in words, in English and in Chinese, for the account that it concerns.

It states facts, article, rule version, whether a machine or a person found it, the measures, and how to appeal.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from models.cases.cases import Case
from models.instants import shown
from models.sanctions.statements import Action, AppealStated, Statement
from regulation.catalogue.schedule import RECORD_MONTHS
from regulation.coordination import reason_in_chinese, reason_in_english
from regulation.reports.words import APPEAL
from regulation.words.categories import CATEGORIES
from regulation.words.languages import TITLE_ZH, Words, article_zh, shown_zh
from regulation.words.sentences.chinese import in_chinese

NOTICE: Final = "notice (2023-07-10)"
"""Rules named when a person chose the measures."""

_FOUND: Final[Mapping[bool | None, Words]] = {
    True: Words("由系统自动认定", "found by an automated system"),
    False: Words("由人工认定", "found by a person"),
    None: Words("未注明", "not stated who found it"),
}
_BY_TWO: Final = Words(
    "由人工认定（经两名审核人员复核）", "found by a person, and decided alike by two people in a case"
)
_OUTCOMES: Final[Mapping[str, str]] = {outcome.value: words.zh for outcome, words in APPEAL.items()}
_RULES: Final = re.compile(r"(?P<name>.+) \((?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\)")
"""Format of `Catalogue.version`, the name of the rules in every fact that rests on them."""


def article_of(action: Action) -> int:
    """Article that was offended, or that of the measure if no category is named."""
    if action.category is not None:
        return CATEGORIES[action.category].article
    return action.measures[0].article if action.measures else 9


def appeal_of(action: Action, now: datetime, window: timedelta, case: Case | None) -> AppealStated:
    """Appeal as stated: possible once per action, while the window is open and nothing was overturned."""
    until = action.decided_at + window
    decision = None if case is None else case.decision
    return AppealStated(
        until=until,
        open=case is None and now < until and action.overturned_at is None,
        case=None if case is None else case.id,
        status=None if case is None else case.public_status.value,
        outcome=None if decision is None else decision.ruling.outcome.value,
        decided_at=None if decision is None else decision.at,
        reason="" if decision is None else decision.ruling.reason,
    )


def statement(account: str, action: Action, appeal: AppealStated, *, two_persons: bool = False) -> Statement:
    """Whole statement, in values and in words; `two_persons`: two people decided it alike in a case."""
    basis, article = action.basis, article_of(action)
    rules = basis.rules or NOTICE
    found = _BY_TWO if two_persons else _FOUND[basis.automated]
    return Statement(
        account=account,
        id=action.id,
        decided_at=action.decided_at,
        category=action.category,
        article=article,
        reason=action.reason,
        evidence=basis.evidence,
        automated=basis.automated,
        two_persons=two_persons,
        rules=rules,
        nth=basis.nth,
        occurred_at=basis.occurred_at,
        measures=action.measures,
        withdrawn=action.withdrawn,
        overturned_at=action.overturned_at,
        reduced=action.reduced,
        appeal=appeal,
        en="\n".join(_english(account, action, appeal, article, rules, found.en)),
        zh="\n".join(_chinese(account, action, appeal, rules, found.zh)),
    )


def _english(account: str, action: Action, appeal: AppealStated, article: int, rules: str, found: str) -> list[str]:
    basis = action.basis
    lines = [
        f"Statement of reasons {action.id}, account {account}, decided {shown(action.decided_at)} (Asia/Shanghai)",
        _facts_en(action),
        *([] if basis.occurred_at is None else [f"Committed: {shown(basis.occurred_at)} (Asia/Shanghai)"]),
        *([f"Evidence: {' '.join(basis.evidence)}"] if basis.evidence else []),
        f"Rule: article {article} of the notice on self-media; consequences from {rules}",
        f"Found: {found}",
        f"Measures: {'; '.join(measure.en for measure in action.measures) or 'the finding alone is recorded'}",
    ]
    lines += [f"Corrected at {shown(one.at)}: withdrawn is “{one.en}”." for one in action.withdrawn]
    if action.reduced:
        lines.append("It was reduced since; the ends above are the new ones.")
    if action.overturned_at is not None:
        lines.append(f"Overturned at {shown(action.overturned_at)}: it counts as if never recorded.")
    return [*lines, f"Appeal: {_appeal_en(action, appeal)}"]


def _facts_en(action: Action) -> str:
    """Facts found, in English; a measure is not a fact, so a decision without a category states its grounds."""
    reason = reason_in_english(action.reason)
    if action.category is None:
        return f"Grounds: {reason or 'not stated'}"
    imitated = "" if action.imitated is None else f" of “{action.imitated}”"
    repeated = "" if action.basis.nth is None else f", number {action.basis.nth} within the record"
    because = f": {reason}" if reason else ""
    return f"Facts: {CATEGORIES[action.category].words.en}{imitated}{repeated}{because}"


def _appeal_en(action: Action, appeal: AppealStated) -> str:
    if appeal.outcome is not None:
        return f"{appeal.outcome}{f': {appeal.reason}' if appeal.reason else ''}"
    if appeal.case is not None:
        return f"case {appeal.case} is {appeal.status}"
    if appeal.open:
        return f"once, until {shown(appeal.until)}, through the platform; another person than the decider reviews it"
    if action.overturned_at is not None:
        return "not needed any more: the decision was overturned"
    return f"not possible any more (it was until {shown(appeal.until)})"


def _chinese(account: str, action: Action, appeal: AppealStated, rules: str, found: str) -> list[str]:
    basis = action.basis
    lines = [
        f"处置决定及理由 {action.id}，账号 {account}，作出时间：{shown_zh(action.decided_at)}（北京时间）",
        _facts_zh(action),
        *([] if basis.occurred_at is None else [f"违规发生时间：{shown_zh(basis.occurred_at)}（北京时间）"]),
        *([f"证据：{' '.join(basis.evidence)}"] if basis.evidence else []),
        f"依据：{_basis_zh(action)}",
        f"处置标准：{_rules_zh(rules)}",
        f"认定方式：{found}",
        f"措施：{'；'.join(measure.zh for measure in action.measures) or '仅记录违规'}",
    ]
    lines += [f"已于{shown_zh(one.at)}更正：撤回“{one.zh}”。" for one in action.withdrawn]
    if action.reduced:
        lines.append("该决定其后已减轻，以上为减轻后的期限。")
    if action.overturned_at is not None:
        lines.append(f"该决定已于{shown_zh(action.overturned_at)}撤销，自始不计入违规记录。")
    return [*lines, f"申诉：{_appeal_zh(action, appeal)}"]


def _facts_zh(action: Action) -> str:
    """Facts found, in Chinese; see `_facts_en`."""
    reason = reason_in_chinese(action.reason)
    if action.category is None:
        return f"事由：{reason or '未注明'}"
    nth, months = action.basis.nth, RECORD_MONTHS.at(action.decided_at)
    imitated = "" if action.imitated is None else f"“{action.imitated}”"
    repeated = "" if nth is None else f"（近{months}个月内同类违规第{nth}次）"
    because = f"：{reason}" if reason else ""
    return f"事实：{CATEGORIES[action.category].words.zh}{imitated}{repeated}{because}"


def _basis_zh(action: Action) -> str:
    """Basis in Chinese: the article that was offended, and those of the measures."""
    articles = "、".join(article_zh(article) for article in sorted({measure.article for measure in action.measures}))
    offended = "" if action.category is None else f"违反{article_zh(article_of(action))}"
    measures = f"依据{articles}作出下列处置" if articles else ""
    return f"《{TITLE_ZH}》：{'，'.join(part for part in (offended, measures) if part)}"


def _rules_zh(rules: str) -> str:
    """Rules in Chinese: the notice by its title, a platform's own by the name that it gave them."""
    read = _RULES.fullmatch(rules)
    if read is None:
        return rules
    name = f"《{TITLE_ZH}》" if read["name"] == "notice" else f"平台处置标准“{read['name']}”"
    return f"{name}（{read['year']}年{int(read['month'])}月{int(read['day'])}日）"


def _appeal_zh(action: Action, appeal: AppealStated) -> str:
    if appeal.outcome is not None:
        return f"{_OUTCOMES[appeal.outcome]}{f'：{in_chinese(appeal.reason, appeal.reason)}' if appeal.reason else ''}"
    if appeal.case is not None:
        return f"申诉 {appeal.case} 处理中" if appeal.status != "withdrawn" else f"申诉 {appeal.case} 已无需处理"
    if appeal.open:
        return f"可于{shown_zh(appeal.until)}前通过平台申诉一次，由作出决定者以外的人员复核"
    if action.overturned_at is not None:
        return "该决定已撤销，无需申诉"
    return f"申诉期限已过（截至{shown_zh(appeal.until)}）"
