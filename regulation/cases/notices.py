"""Answers to applicants: what the holder reads when a case that they caused is decided, in Chinese and in English.

An action against an account has a statement of reasons instead (`regulation/sanctions/statements.py`).
"""

from collections.abc import Callable, Mapping
from typing import Final

from models.cases.cases import Case, CaseKind, Outcome, Ruling
from models.cases.subjects import CertificationApplied, ValidityTerms
from models.instants import shown
from regulation.words.fields import FIELDS
from regulation.words.languages import Words, article_zh, shown_zh
from regulation.words.outcomes import OUTCOMES
from regulation.words.sentences.chinese import in_chinese

_YES_NO: Final[Mapping[CaseKind, Mapping[Outcome, Words]]] = {
    CaseKind.REGISTRATION: {
        Outcome.APPROVED: Words("账号注册已通过审核", "the registration was approved"),
        Outcome.REJECTED: Words(
            "账号注册未通过审核，不予提供服务（{article}）",
            "the registration was rejected: no service is provided (art. {number})",
        ),
    },
    CaseKind.PROFILE_CHANGE: {
        Outcome.APPROVED: Words("账号信息变更已通过审核", "the change of the profile was approved"),
        Outcome.REJECTED: Words(
            "账号信息变更未通过审核，继续展示原信息（{article}）",
            "the change of the profile was rejected: the earlier profile stays (art. {number})",
        ),
    },
    CaseKind.CREDIT_CODE: {
        Outcome.APPROVED: Words("统一社会信用代码已通过核验", "the unified social credit code was admitted"),
        Outcome.REJECTED: Words(
            "统一社会信用代码未通过核验（{article}）",
            "the unified social credit code was not admitted (art. {number})",
        ),
    },
}


def notice(case: Case, ruling: Ruling) -> Words | None:
    """Answer that the applicant reads; None for a case that nobody applied for."""
    write = _WRITERS.get(case.opening.kind)
    if write is None:
        return None
    said, article = write(case, ruling), case.opening.article
    filled = Words(said.zh.format(article=article_zh(article)), said.en.format(number=article))
    reason_zh = in_chinese(ruling.reason, ruling.reason)
    because = Words("", "") if not ruling.reason else Words(f"理由：{reason_zh}", f" Reason: {ruling.reason}")
    return Words(f"{filled.zh}。{because.zh}", f"{filled.en[:1].upper()}{filled.en[1:]}.{because.en}")


def answer_of(case: Case) -> Words | None:
    """Answer that the applicant reads about a decided case: after a correction it says that the earlier one is
    withdrawn. None for an undecided case, and for one that nobody applied for.
    """
    decision = case.decision
    answer = None if decision is None else notice(case, decision.ruling)
    if answer is None or decision is None or not case.corrected:
        return answer
    before = case.corrected[-1]
    was = OUTCOMES[before.ruling.outcome]
    return Words(
        f"{shown_zh(before.at)}作出的“{was.zh}”决定经复核有误，已于{shown_zh(decision.at)}撤回，以下列决定为准。{answer.zh}",
        f"The decision “{was.en}” of {shown(before.at)} was wrong: it was withdrawn at {shown(decision.at)}, and the "
        f"following one stands. {answer.en}",
    )


def _from_table(case: Case, ruling: Ruling) -> Words:
    return _YES_NO[case.opening.kind][ruling.outcome]


def _certification(case: Case, ruling: Ruling) -> Words:
    applied, terms = case.opening.subject, ruling.terms
    if not isinstance(applied, CertificationApplied):
        return Words("资质认证申请已处理", "the application for a certification was dealt with")
    field = FIELDS[applied.field].words
    if ruling.outcome is not Outcome.APPROVED:
        return Words(
            f"{field.zh}领域资质认证未通过审核（{{article}}）",
            f"the certification in {field.en} was rejected (art. {{number}})",
        )
    days = terms if isinstance(terms, ValidityTerms) else applied
    since, until = days.valid_from, days.valid_until
    return Words(
        f"{field.zh}领域资质认证已通过审核，有效期自{since.year}年{since.month}月{since.day}日"
        f"至{until.year}年{until.month}月{until.day}日",
        f"the certification in {field.en} was approved, valid from {since} to {until}",
    )


def _appeal(_: Case, ruling: Ruling) -> Words:
    words = OUTCOMES[ruling.outcome]
    return Words(f"申诉复核结果：{words.zh}", f"the appeal was decided: {words.en}")


_WRITERS: Final[Mapping[CaseKind, Callable[[Case, Ruling], Words]]] = {
    **dict.fromkeys(_YES_NO, _from_table),
    CaseKind.CERTIFICATION: _certification,
    CaseKind.APPEAL: _appeal,
}
