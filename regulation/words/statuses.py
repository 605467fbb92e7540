"""Statuses of an account: one row each, with its label."""

from collections.abc import Mapping
from typing import Final

from regulation.words.languages import Words
from regulation.words.restrictions import AccountStatus

STATUSES: Final[Mapping[AccountStatus, Words]] = {
    AccountStatus.ACTIVE: Words("正常", "active"),
    AccountStatus.WITHHELD: Words("不得赋予营利权限", "profit-making withheld"),
    AccountStatus.LIMITED: Words("功能受限", "limited"),
    AccountStatus.FROZEN: Words("主体变更，营利权限暂停", "frozen after a change of holder"),
    AccountStatus.SUSPENDED: Words("营利权限已暂停", "profit-making suspended"),
    AccountStatus.BANNED: Words("已被禁言", "banned"),
    AccountStatus.HELD: Words("待人工审核", "held for review"),
    AccountStatus.DENIED: Words("不予提供服务", "denied service"),
    AccountStatus.CLOSED: Words("已关闭", "closed"),
}
