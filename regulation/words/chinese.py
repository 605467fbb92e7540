"""Sentences of a verdict in Chinese, for publishers: reason, end, and remedy."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from models.accounts.standing import Grant, GrantEnd, Restriction, Standing
from models.accounts.verdicts import Change
from models.names import REVIEW
from models.words.privileges import MONETIZE, PUBLISH
from models.words.restrictions import RestrictionKind
from regulation.words.languages import article_zh, shown_zh
from regulation.words.measures import withholds
from regulation.words.privileges import PRIVILEGES
from regulation.words.restrictions import RESTRICTIONS

_LIFTED_FROM_PROFIT: Final = "到期（如有期限），或由人工说明理由予以解除，或撤销相应的违规认定"
"""Remedy for profit that is withheld as a sanction (article 9)."""


def closed(restriction: Restriction) -> str:
    """Sentence: why a restriction closes its privilege, and until when."""
    interval = restriction.interval
    until = RESTRICTIONS[restriction.kind].endless_zh if interval.end is None else f"，至{shown_zh(interval.end)}止"
    return f"{_what(restriction)}：自{shown_zh(interval.start)}起{until}（{_cited(restriction)}）"


def _cited(restriction: Restriction) -> str:
    """Action and article; for an inherited restriction also the account on which the action was taken."""
    origin = restriction.origin
    came = "" if origin is None else f"，由同一主体账号 {origin.account} 的处置延续"
    return f"{restriction.cause}，{article_zh(restriction.article)}{came}"


def _what(restriction: Restriction) -> str:
    row, privilege = RESTRICTIONS[restriction.kind], restriction.privilege
    what = spoken(privilege)
    action = restriction.cause if restriction.origin is None else restriction.origin.action
    if restriction.kind is RestrictionKind.DENIAL and action.startswith(REVIEW):
        return f"{what}注册审核未通过，不予提供服务"
    return row.closed_zh.get(privilege) or row.closed.zh.format(what=what)


def lifted_by(restriction: Restriction) -> str:
    """Remedy that would lift a restriction; for an inherited one, on the account that it comes from."""
    lifting = _LIFTED_FROM_PROFIT if withholds(restriction) else RESTRICTIONS[restriction.kind].lifted.zh
    return lifting if restriction.origin is None else f"就账号 {restriction.origin.account} 的原处置：{lifting}"


def registered_only(at: datetime) -> str:
    """Sentence: the account did not exist before its registration."""
    return f"账号于{shown_zh(at)}才注册"


_UNCERTIFIED: Final[Mapping[GrantEnd, str]] = {
    GrantEnd.EXPIRY: "资质认证 {id} 已于{end}过期",
    GrantEnd.REVOCATION: "资质认证 {id} 已于{end}撤销",
    GrantEnd.HOLDER_CHANGE: "资质认证 {id} 已于{end}因账号主体变更失效",
    GrantEnd.CANCELLATION: "资质认证 {id} 已于{end}失效",
}
_UNPAID: Final[Mapping[GrantEnd, str]] = {
    GrantEnd.EXPIRY: "此前的营利权限已于{end}到期（{id}）",
    GrantEnd.REVOCATION: "此前的营利权限已于{end}撤销（{id}）",
    GrantEnd.HOLDER_CHANGE: "此前的营利权限已于{end}因账号主体变更失效（{id}）",
    GrantEnd.CANCELLATION: "此前的营利权限已于{end}取消（{id}）",
}


def not_granted(privilege: str, ended: Grant | None, to_come: datetime | None) -> str:
    """Sentence: why a privilege that needs a grant has none, for a field or a method of profit-making."""
    of_field = privilege.startswith(PUBLISH)
    if ended is None or ended.ended_by is None or ended.interval.end is None:
        why = "没有经核验的资质认证" if of_field else "没有获准的营利申请"
    else:
        rows = _UNCERTIFIED if of_field else _UNPAID
        cause = ended.source if of_field else ended.ended_by_id or ended.source
        why = rows[ended.ended_by].format(id=cause, end=shown_zh(ended.interval.end))
    opened = "未开放" if of_field else "未开通"
    later = "" if to_come is None else f"；下一份{'资质认证' if of_field else '营利权限'}自{shown_zh(to_come)}起生效"
    return f"{spoken(privilege)}{opened}：{why}{later}"


def lifted_by_grant(privilege: str) -> str:
    """Remedy that would open a privilege that needs a grant."""
    return "经核验的该领域资质认证" if privilege.startswith(PUBLISH) else "重新提出营利申请并获准"


def announced(standing: Standing, boundary: datetime, changes: tuple[Change, ...]) -> str:
    """Sentence on a boundary: `禁言 b7 到期：发布恢复；营利仍处于暂停状态，至…止（b7，第九条）`."""
    happened = [
        *(_ending(r) for r in standing.restrictions if r.interval.end == boundary),
        *(f"{spoken(g.privilege)}到期（{g.source}）" for g in standing.grants if g.interval.end == boundary),
        *(f"{spoken(g.privilege)}生效（{g.source}）" for g in standing.grants if g.interval.start == boundary),
    ]
    opens = "、".join(spoken(change.privilege) for change in changes if change.opened)
    closes = "、".join(spoken(change.privilege) for change in changes if not change.opened)
    effects = [*([f"{opens}开放"] if opens else []), *([f"{closes}关闭"] if closes else [])]
    stays = [
        f"{spoken(r.privilege)}仍处于{RESTRICTIONS[r.kind].stays.zh}状态"
        f"{'，无期限' if r.interval.end is None else f'，至{shown_zh(r.interval.end)}止'}（{_cited(r)}）"
        for r in standing.restrictions
        if r.interval.covers(boundary) and r.privilege in (PUBLISH, MONETIZE)
    ]
    cause = "、".join(dict.fromkeys(happened)) or "到达时间界限"
    return f"{cause}：{'；'.join((*effects, *stays)) or '其他不变'}"


def _ending(restriction: Restriction) -> str:
    """End of a restriction as an event. Profit withheld by a measure is named apart from the clean window."""
    words = "不得赋予营利权限的措施 {id} 到期" if withholds(restriction) else RESTRICTIONS[restriction.kind].ends.zh
    origin = restriction.origin
    return words.format(id=restriction.cause if origin is None else f"{restriction.cause}（账号 {origin.account}）")


def spoken(privilege: str) -> str:
    """Label of a privilege: `publish.finance` is `金融领域发布`."""
    return PRIVILEGES[privilege].zh
