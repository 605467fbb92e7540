"""The same in Chinese, for those who publish: why not, until when, and what would lift it."""

from collections.abc import Mapping
from typing import Final

from models.instants import shown
from models.privileges import BE_RECOMMENDED, GAIN_FOLLOWERS, PUBLISH, SERVICE, Field, publish_in
from models.standing import RestrictionKind
from models.verdicts import Reason

PRIVILEGE: Final[Mapping[str, str]] = {
    SERVICE: "账号",
    PUBLISH: "发布",
    GAIN_FOLLOWERS: "新增关注",
    BE_RECOMMENDED: "推荐",
    publish_in(Field.FINANCE): "财经领域发布",
    publish_in(Field.EDUCATION): "教育领域发布",
    publish_in(Field.HEALTHCARE): "医疗卫生领域发布",
    publish_in(Field.JUSTICE): "司法领域发布",
}
"""What a draft can meet; profit is not among it."""

_CLOSED_BY: Final[Mapping[RestrictionKind, str]] = {
    RestrictionKind.CLOSURE: "{what}已关闭",
    RestrictionKind.DENIAL: "{what}因假冒仿冒或审核未通过，不予提供服务",
    RestrictionKind.HOLD: "{what}待审核",
    RestrictionKind.CANCELLATION: "{what}权限已取消",
    RestrictionKind.BAN: "{what}已被禁止",
    RestrictionKind.SUSPENSION: "{what}权限已暂停",
    RestrictionKind.LIMIT: "{what}已被限制",
    RestrictionKind.FREEZE: "{what}权限因更换主体而冻结",
    RestrictionKind.EXPIRY: "{what}权限已到期",
    RestrictionKind.WITHHELD: "{what}权限不得赋予",
    RestrictionKind.NETWORK: "{what}因所属MCN机构被处置而受限",
}

_LIFTED_BY: Final[Mapping[RestrictionKind, str]] = {
    RestrictionKind.CLOSURE: "仅可对关闭决定申诉成功",
    RestrictionKind.DENIAL: "撤销该认定，或经审核确认假冒仿冒已消除",
    RestrictionKind.HOLD: "审核通过",
    RestrictionKind.CANCELLATION: "重新申请，或撤销该取消决定",
    RestrictionKind.BAN: "到期、缩短或撤销该禁言",
    RestrictionKind.SUSPENSION: "到期，或缩短、撤销相应的禁言",
    RestrictionKind.LIMIT: "到期（如有期限），或缩短、撤销该措施",
    RestrictionKind.FREEZE: "到期，不可缩短",
    RestrictionKind.EXPIRY: "续期并经核验的认证",
    RestrictionKind.WITHHELD: "到期，或撤销相应的违规认定",
    RestrictionKind.NETWORK: "到期（如有期限），或解除对该机构的处置；退出机构不影响",
}


def closed(reason: Reason) -> str:
    """Why a restriction closes its privilege, and until when."""
    if reason.privilege == SERVICE and reason.kind is RestrictionKind.WITHHELD and not isinstance(reason.until, str):
        return f"账号于 {shown(reason.until)} 才注册"
    what = _CLOSED_BY[reason.kind].format(what=PRIVILEGE[reason.privilege])
    until = "无期限" if isinstance(reason.until, str) else f"至 {shown(reason.until)} 止"
    origin = reason.origin
    came = "" if origin is None else f"，由同一主体账号 {origin.account} 的处置延续"
    return f"{what}：自 {shown(reason.since)} 起，{until}（{reason.cause}，第{reason.article}条{came}）"


def lifted_by(reason: Reason) -> str:
    """What would lift a restriction."""
    origin = reason.origin
    return ("" if origin is None else f"就账号 {origin.account} 的原处置：") + _LIFTED_BY[reason.kind]


_NOT_GRANTED: Final[Mapping[RestrictionKind, str]] = {
    RestrictionKind.EXPIRY: "认证 {cause} 已于 {since} 到期",
    RestrictionKind.CANCELLATION: "认证已于 {since} 失效（{cause}）",
    RestrictionKind.WITHHELD: "没有经核验的认证",
}


def uncertified(reason: Reason) -> str:
    """Why publishing in a field is not open, and when it will be, if that is known."""
    why = _NOT_GRANTED[reason.kind].format(cause=reason.cause, since=shown(reason.since))
    later = "" if isinstance(reason.until, str) else f"；下一份认证自 {shown(reason.until)} 起生效"
    return f"{PRIVILEGE[reason.privilege]}未开放：{why}{later}"
