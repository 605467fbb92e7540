"""Sentences of a verdict in Chinese, for publishers: reason, end, and remedy."""

from collections.abc import Mapping
from typing import Final

from models.accounts.verdicts import Reason
from models.names import REVIEW
from models.words.privileges import PUBLISH, SERVICE
from models.words.restrictions import RestrictionKind
from regulation.words.languages import article_zh, shown_zh
from regulation.words.privileges import PRIVILEGES
from regulation.words.restrictions import RESTRICTIONS


def closed(reason: Reason) -> str:
    """Sentence: why a restriction closes its privilege, and until when."""
    if reason.privilege == SERVICE and reason.kind is RestrictionKind.WITHHELD and not isinstance(reason.until, str):
        return f"账号于{shown_zh(reason.until)}才注册"
    until = RESTRICTIONS[reason.kind].endless_zh if isinstance(reason.until, str) else f"，至{shown_zh(reason.until)}止"
    origin = reason.origin
    came = "" if origin is None else f"，由同一主体账号 {origin.account} 的处置延续"
    return f"{_what(reason)}：自{shown_zh(reason.since)}起{until}（{reason.cause}，{article_zh(reason.article)}{came}）"


def _what(reason: Reason) -> str:
    row, privilege = RESTRICTIONS[reason.kind], reason.privilege
    what = PRIVILEGES[privilege].zh
    action = reason.cause if reason.origin is None else reason.origin.action
    if reason.kind is RestrictionKind.DENIAL and action.startswith(REVIEW):
        return f"{what}注册审核未通过，不予提供服务"
    return row.closed_zh.get(privilege) or row.closed.zh.format(what=what)


def lifted_by(reason: Reason) -> str:
    """Remedy that would lift a restriction."""
    origin = reason.origin
    return ("" if origin is None else f"就账号 {origin.account} 的原处置：") + RESTRICTIONS[reason.kind].lifted.zh


_NOT_GRANTED: Final[Mapping[RestrictionKind, str]] = {
    RestrictionKind.EXPIRY: "资质认证 {cause} 已于{since}过期",
    RestrictionKind.CANCELLATION: "资质认证已于{since}失效（{cause}）",
    RestrictionKind.WITHHELD: "没有经核验的资质认证",
}
_NO_PROFIT: Final[Mapping[RestrictionKind, str]] = {
    RestrictionKind.EXPIRY: "此前的营利权限已于{since}到期（{cause}）",
    RestrictionKind.CANCELLATION: "此前的营利权限已于{since}取消（{cause}）",
    RestrictionKind.WITHHELD: "没有获准的营利申请",
}


def uncertified(reason: Reason) -> str:
    """Sentence: why publishing in a field is not open, and when it will be, if that is known."""
    why = _NOT_GRANTED[reason.kind].format(cause=reason.cause, since=shown_zh(reason.since))
    later = "" if isinstance(reason.until, str) else f"；下一份资质认证自{shown_zh(reason.until)}起生效"
    return f"{PRIVILEGES[reason.privilege].zh}未开放：{why}{later}"


def not_granted(reason: Reason) -> str:
    """Sentence: why a privilege that needs a grant has none, for a field or a method of profit-making."""
    if reason.privilege.startswith(PUBLISH):
        return uncertified(reason)
    why = _NO_PROFIT[reason.kind].format(cause=reason.cause, since=shown_zh(reason.since))
    return f"{PRIVILEGES[reason.privilege].zh}未开通：{why}"


def lifted_by_grant(privilege: str) -> str:
    """Remedy that would open a privilege that needs a grant."""
    return "经核验的资质认证" if privilege.startswith(PUBLISH) else "重新提出营利申请并获准"
