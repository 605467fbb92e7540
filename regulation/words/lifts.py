"""What would lift a refused command, by the code of the refusal: one row each, in both languages.

A verdict's reasons say the same for restrictions (`regulation.words.english.lifted_by`). A refusal of the input itself,
such as a factor out of range, has no row: another input is what helps.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from models.accounts.verdicts import Never
from regulation.words.languages import Words


class Lift(NamedTuple):
    """One row of the table."""

    words: Words | None
    """Change that would lift the refusal; None where nothing does."""
    until: Never | None = None
    """`never` where only that change lifts it; None where it may end otherwise, or at an instant that the refusal says.
    """


def _by(zh: str, en: str) -> Lift:
    return Lift(Words(zh, en))


def _only_by(zh: str, en: str) -> Lift:
    return Lift(Words(zh, en), "never")


_FINAL: Final = Lift(None, "never")

LIFTS: Final[Mapping[str, Lift]] = {
    "account_closed": _only_by("撤销该关闭处置（限违规关闭）", "overturning the closure, where it was a sanction"),
    "holder_barred": _only_by("对该关闭处置申诉成功", "a successful appeal against the closure"),
    "quota_exceeded": _by("关闭该主体的一个账号，或获得豁免", "closing an account of the holder, or an exemption"),
    "too_many_changes": _by("对一项待审变更作出决定", "the decision on a change that waits"),
    "application_pending": _by("对先前申请作出决定", "the decision on the earlier application"),
    "holder_changed": _only_by("由现主体提出", "a request of the present holder"),
    "inherited_action": _only_by("在原账号上变更该处置", "a change of the action on the account on which it was taken"),
    "second_person_needed": _only_by("由两人作出决定", "a decision of two persons"),
    "another_person_needed": _only_by("由另一人作出", "another person"),
    "person_needed": _only_by("使用人员的密钥或登录", "a person's key or sign-in"),
    "network_expelled": _only_by("解除该清退处置", "lifting the expulsion"),
    "signed_elsewhere": _by("原机构与账号解约", "the release by the other network"),
    "too_many_members": _only_by("分批处置", "sanctioning them in parts"),
    "rumour_open": _by("结案或更正", "closing or correcting the rumour"),
    "rumour_closed": _only_by("重新处理该谣言", "reopening the rumour"),
    "rumour_corrected": _only_by("重新处理该谣言", "reopening the rumour"),
    "rumour_repeats_open": _by(
        "并入该谣言，或在`other_than`中写明", "adding to the open rumour, or naming it in `other_than`"
    ),
    "too_many_terms": _only_by("减少检索词", "fewer search terms"),
    "nothing_granted": _by("申请营利并获准", "a granted application"),
    "profit_granted": _by("取消营利权限", "cancelling profit-making"),
    "not_closed": _by("关闭该账号", "its closure"),
    "duplicate_id": _only_by("另选标识", "another identifier"),
    "period_running": _by("到达可报送的时间", "the instant from which the period can be reported"),
    "report_not_there": _by("报告进入相应状态", "a status of the report that allows it"),
    "exposure_not_open": _by("曝光进入相应状态", "a status of the exposure that allows it"),
    "not_by_hand": _FINAL,
    "already_decided": _FINAL,
    "appeal_too_late": _FINAL,
    "appealed_already": _FINAL,
    "ban_over": _FINAL,
    "cleanup_closed": _FINAL,
    "closed_by_wish": _FINAL,
    "decision_final": _FINAL,
    "emblem_known": _FINAL,
    "followers_transferred": _FINAL,
    "measure_over": _FINAL,
    "report_replaced": _FINAL,
    "same_holder": _FINAL,
}
"""Refusals that rest on an article, and what the rules refuse about an account for good. A code without a row says
nothing about its end.
"""
