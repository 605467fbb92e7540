"""Consequences in words: for the published table, and for those who apply it."""

from collections.abc import Iterator
from datetime import timedelta

from models.words.sanctions import FOR_EVER, Consequences, Withholding
from regulation.sanctions.actions import lasting_zh
from regulation.sanctions.sanctioning import measures_in
from regulation.words.english import lasting
from regulation.words.measures import DEEDS, MEASURES


def english(found: Consequences) -> str:
    """Everything, in the order of weight: "a ban of 7 days, no new followers for ever"."""
    return ", ".join(_english(found)) or "the finding alone"


def chinese(found: Consequences) -> str:
    """Everything, in Chinese."""
    return "、".join(_chinese(found)) or "仅记录违规"


def _english(found: Consequences) -> Iterator[str]:
    if found.ban is not None:
        factor = "" if found.factor is None else f" (profit suspended {found.factor:f} times as long)"
        yield f"a ban of {lasting(found.ban)}{factor}"
    for kind, length in measures_in(found):
        row = MEASURES[kind]
        yield row.words.en + ("" if length is None else f" {_for(length)}")
    if found.cancel_profit:
        yield "profit-making is cancelled"
    if found.close:
        yield DEEDS["closure"][1].en


def _for(length: Withholding) -> str:
    if isinstance(length, timedelta):
        return f"for {lasting(length)}"
    return "for ever" if length == FOR_EVER else "for the clean window"


def _chinese(found: Consequences) -> Iterator[str]:
    if found.ban is not None:
        factor = "" if found.factor is None else f"（同时暂停营利权限，时长为禁言的{found.factor:f}倍）"
        yield f"禁言{lasting_zh(found.ban)}{factor}"
    for kind, length in measures_in(found):
        row = MEASURES[kind]
        yield row.words.zh + ("" if length is None else _for_zh(length))
    if found.cancel_profit:
        yield DEEDS["cancellation"][1].zh
    if found.close:
        yield DEEDS["closure"][1].zh


def _for_zh(length: Withholding) -> str:
    if isinstance(length, timedelta):
        return lasting_zh(length)
    return "（无期限）" if length == FOR_EVER else "（至少至无违规记录期满）"
