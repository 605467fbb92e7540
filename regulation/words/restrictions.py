"""Restriction kinds: one row each, in the order in which reasons are named. Final restrictions come before those that
end by themselves, restrictions before missing grants.

The three words of articles 8 and 9 are never exchanged: suspended comes back by itself, cancelled does not, withheld
was never granted (reading 8).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from models.words.privileges import APPLY_MONETIZATION, BE_RECOMMENDED, GAIN_FOLLOWERS, PUBLISH
from models.words.restrictions import ProfitRestriction, RestrictionKind
from regulation.words.languages import Words


class AccountStatus(StrEnum):
    """Status of an account: the weightiest one that is true of it. Members are ordered from the lightest."""

    ACTIVE = "active"
    WITHHELD = "withheld"
    """No profit-making is granted, as a sanction (article 9)."""
    LIMITED = "limited"
    FROZEN = "frozen"
    SUSPENDED = "suspended"
    BANNED = "banned"
    HELD = "held"
    DENIED = "denied"
    CLOSED = "closed"


_CLOSED: Final = Words("关闭", "closed")


@dataclass(frozen=True)
class RestrictionRow:
    """One row of the table."""

    closed: Words
    """Effect, with `{what}` for the privilege that it closes."""
    lifted: Words
    """Remedy that would lift it."""
    ends: Words
    """Its end as an event, with `{id}` for its cause."""
    stays: Words = _CLOSED
    """State of a privilege that it keeps closed when another boundary passes."""
    status: AccountStatus | None = None
    """Status of the account while it lasts; None when it alone leaves the account active."""
    reported: tuple[ProfitRestriction, Words] | None = None
    """Heading in the report to the regulator, if it closes profit-making; None when it is not reported."""
    closed_zh: Mapping[str, str] = field(default_factory=dict)
    """Chinese wording for particular privileges."""
    endless_zh: str = "，无期限"
    """Chinese wording for a restriction without an end."""


RESTRICTIONS: Final[Mapping[RestrictionKind, RestrictionRow]] = {
    RestrictionKind.CLOSURE: RestrictionRow(
        closed=Words("{what}已关闭", "{what} is closed"),
        lifted=Words("仅可对关闭决定申诉成功", "only a successful appeal against the closure"),
        ends=Words("关闭 {id} 终止", "closure {id} ends"),
        status=AccountStatus.CLOSED,
    ),
    RestrictionKind.DENIAL: RestrictionRow(
        closed=Words("{what}被认定为假冒仿冒，不予提供服务", "{what} is denied service"),
        lifted=Words(
            "撤销该认定，或经审核确认假冒仿冒已消除",
            "overturning the finding, or an end of the imitation that a reviewer confirms",
        ),
        ends=Words("不予提供服务的认定 {id} 终止", "denial {id} ends"),
        status=AccountStatus.DENIED,
    ),
    RestrictionKind.HOLD: RestrictionRow(
        closed=Words("{what}待人工审核，审核完成前不提供服务", "{what} is held for review"),
        lifted=Words("审核通过", "a reviewer's approval"),
        ends=Words("审核 {id} 结束", "hold {id} ends"),
        status=AccountStatus.HELD,
        endless_zh="",
    ),
    RestrictionKind.CANCELLATION: RestrictionRow(
        closed=Words("{what}权限已取消", "{what} was cancelled"),
        lifted=Words("重新申请，或撤销该取消决定", "a new application, or overturning the cancellation"),
        ends=Words("取消决定 {id} 终止", "cancellation {id} ends"),
        reported=(ProfitRestriction.CANCELLED, Words("取消营利权限", "cancelled")),
    ),
    RestrictionKind.BAN: RestrictionRow(
        closed=Words("禁言期间不得进行{what}", "{what} is banned"),
        lifted=Words("到期、缩短期限或撤销该禁言", "its end, a shortening, or overturning the ban"),
        ends=Words("禁言 {id} 到期", "ban {id} ends"),
        stays=Words("禁言", "banned"),
        status=AccountStatus.BANNED,
        closed_zh={
            PUBLISH: "账号已被禁言",
            GAIN_FOLLOWERS: "禁言期间不得新增粉丝",
            BE_RECOMMENDED: "禁言期间不予推荐",
        },
    ),
    RestrictionKind.LIMIT: RestrictionRow(
        closed=Words("{what}已被限制", "{what} is limited by a sanction"),
        lifted=Words(
            "到期（如有期限），或缩短期限、撤销该措施",
            "its end if it has one, a shortening, or overturning the measure",
        ),
        ends=Words("限制措施 {id} 到期", "the limit of {id} ends"),
        status=AccountStatus.LIMITED,
        closed_zh={GAIN_FOLLOWERS: "账号已被禁止新增粉丝", BE_RECOMMENDED: "账号已被限制推荐"},
    ),
    RestrictionKind.SUSPENSION: RestrictionRow(
        closed=Words("{what}权限已暂停", "{what} is suspended"),
        lifted=Words(
            "到期，或缩短期限、撤销相应的禁言",
            "its end, a shortening of the ban behind it, or overturning the ban",
        ),
        ends=Words("禁言 {id} 附带的营利权限暂停到期", "the suspension of ban {id} ends"),
        stays=Words("暂停", "suspended"),
        status=AccountStatus.SUSPENDED,
        reported=(ProfitRestriction.SUSPENSION, Words("暂停营利权限（禁言）", "suspended (ban)")),
    ),
    RestrictionKind.NETWORK: RestrictionRow(
        closed=Words("{what}因所属MCN机构被处置而受限", "{what} is closed by a sanction on the account's network"),
        lifted=Words(
            "到期（如有期限），或解除对该机构的处置；退出机构不影响",
            "its end if it has one, or lifting the sanction on the network",
        ),
        ends=Words("对MCN机构的处置 {id} 到期", "sanction {id} on the network ends"),
        status=AccountStatus.LIMITED,
        reported=(ProfitRestriction.NETWORK, Words("暂停营利权限（所属机构）", "suspended (network)")),
    ),
    RestrictionKind.FREEZE: RestrictionRow(
        closed=Words(
            "因账号主体变更，自变更之日起暂停（或不得赋予）{what}权限", "{what} is frozen after a change of holder"
        ),
        lifted=Words("到期，期限不可缩短", "its end; nothing shortens it"),
        ends=Words("账号主体变更 {id} 引起的营利权限暂停到期", "the freeze of {id} ends"),
        stays=Words("暂停", "frozen"),
        status=AccountStatus.FROZEN,
        reported=(ProfitRestriction.FREEZE, Words("暂停（或不得赋予）营利权限（主体变更）", "frozen (holder)")),
    ),
    RestrictionKind.EXPIRY: RestrictionRow(
        closed=Words("{what}权限已到期", "{what} has lapsed"),
        lifted=Words("续期并经核验的认证", "a renewed, verified certification"),
        ends=Words("失效 {id} 终止", "lapse {id} ends"),
    ),
    RestrictionKind.WITHHELD: RestrictionRow(
        closed=Words("不得赋予{what}权限", "{what} is withheld after a violation"),
        lifted=Words("到期，或撤销相应的违规认定", "its end, or overturning the violation behind it"),
        ends=Words("违规 {id} 不再影响营利申请", "violation {id} leaves the clean window"),
        stays=Words("不得赋予", "withheld"),
        closed_zh={APPLY_MONETIZATION: "不得赋予营利权限"},
        reported=(ProfitRestriction.WITHHELD, Words("不得赋予营利权限", "withheld")),
    ),
}

PRECEDENCE: Final = tuple(RESTRICTIONS)
"""Order in which reasons are named: that of the rows (docs/decisions/0006-which-reason-comes-first.md)."""
RANK: Final = {kind: rank for rank, kind in enumerate(PRECEDENCE)}

_HEADINGS: Final = dict(row.reported for row in RESTRICTIONS.values() if row.reported is not None)
REPORTED: Final[Mapping[ProfitRestriction, Words]] = {kind: _HEADINGS[kind] for kind in ProfitRestriction}
"""Headings of the report to the regulator, in the order of its format."""
