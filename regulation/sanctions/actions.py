"""Enforcement actions, read from an account's facts: the measures decided under one identifier, and their later
changes.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Final

from models.accounts import facts as f
from models.accounts.facts import Fact, FactBody, reference_of
from models.accounts.standing import Ban
from models.accounts.verdicts import Never
from models.instants import Instant, shown
from models.sanctions.statements import Action, MeasureStated, WithdrawnStated
from models.words.privileges import Method
from models.words.sanctions import Basis, MeasureKind
from regulation.holders.findings import FINDINGS, category_of
from regulation.standing.measures import end_of
from regulation.words.categories import CATEGORIES
from regulation.words.english import lasting
from regulation.words.languages import shown_zh
from regulation.words.measures import DEEDS, MEASURES, Deed
from regulation.words.methods import METHODS

NEVER: Final[Never] = "never"


def actions_of(facts: Iterable[Fact]) -> tuple[Action, ...]:
    """Return every action, in the order of recording. A closure that the holder wished is not an action."""
    parts: dict[str, list[Fact]] = {}
    changes: dict[str, list[Fact]] = {}
    for fact in facts:
        identifier = reference_of(fact.body)
        if identifier is None:
            continue
        if fact.body.type in FINDINGS and not _by_wish(fact.body):
            parts.setdefault(identifier, []).append(fact)
        elif identifier in parts:
            changes.setdefault(identifier, []).append(fact)
    return tuple(_action(identifier, found, changes.get(identifier, [])) for identifier, found in parts.items())


def _by_wish(body: FactBody) -> bool:
    return isinstance(body, f.AccountClosed) and body.category is None


def _action(identifier: str, parts: list[Fact], changes: list[Fact]) -> Action:
    first = parts[0]
    category = next((found for part in parts if (found := category_of(part.body)) is not None), None)
    overturned = next((fact.effective_at for fact in changes if isinstance(fact.body, f.Overturned)), None)
    return Action(
        id=identifier,
        decided_at=first.recorded_at,
        category=category,
        reason=next((reason for part in parts if (reason := getattr(part.body, "reason", ""))), ""),
        basis=getattr(first.body, "basis", None) or Basis(),
        measures=tuple(
            stated for part in parts if not _withdrawals(part, changes) for stated in _measures(part, changes)
        ),
        withdrawn=tuple(
            WithdrawnStated(measure=stated.measure, at=withdrawal.effective_at, en=stated.en, zh=stated.zh)
            for part in parts
            for withdrawal in _withdrawals(part, changes)[:1]
            for stated in _measures(part, changes)
        ),
        imitated=next((part.body.imitated for part in parts if isinstance(part.body, f.ImpersonationFound)), None),
        decided_by=tuple(dict.fromkeys(part.actor for part in parts)),
        overturned_at=overturned,
        reduced=any(
            isinstance(fact.body, f.BanShortened | f.MeasureShortened | f.WithholdingLifted) for fact in changes
        ),
    )


def _withdrawals(part: Fact, changes: list[Fact]) -> list[Fact]:
    """Return the corrections that withdrew this part; the same measure may have been decided again since."""
    body = part.body
    return [
        change
        for change in changes
        if isinstance(change.body, f.ConsequenceWithdrawn) and change.seq > part.seq and _concerns(change.body, body)
    ]


def _concerns(withdrawn: f.ConsequenceWithdrawn, body: FactBody) -> bool:
    if withdrawn.consequence == "closure":
        return isinstance(body, f.AccountClosed)
    withholds = isinstance(body, f.MeasureImposed) and body.measure is MeasureKind.WITHHOLD_PROFIT
    return isinstance(body, f.MonetizationCancelled) or (withholds and withdrawn.withholding)


def _measures(part: Fact, changes: list[Fact]) -> tuple[MeasureStated, ...]:
    body, at = part.body, part.effective_at
    if isinstance(body, f.BanImposed):
        shortened = [change.body.duration for change in changes if isinstance(change.body, f.BanShortened)]
        return _ban(at, min([body.duration, *shortened]), f"{body.factor:f}")
    if isinstance(body, f.MeasureImposed):
        return (_measure(body, part, changes),)
    if isinstance(body, f.MonetizationCancelled):
        return (_cancellation(body.methods),)
    if isinstance(body, f.AccountClosed):
        return (_done("closure"),)
    if isinstance(body, f.ImpersonationFound):
        return (_done("denial"),)
    return ()


def _done(deed: Deed) -> MeasureStated:
    article, words = DEEDS[deed]
    measure, until = ("cancellation", None) if deed.startswith("cancellation") else (deed, NEVER)
    return MeasureStated(measure=measure, article=article, until=until, en=words.en, zh=words.zh)


def _cancellation(methods: tuple[Method, ...] | None) -> MeasureStated:
    """Stated cancellation, with the methods granted until then if the fact names them."""
    if not methods:
        return _done("cancellation" if methods is None else "cancellation_stands")
    stated = _done("cancellation")
    named = [METHODS[method] for method in methods]
    return stated.model_copy(
        update={
            "en": f"{stated.en} ({', '.join(words.en for words in named)})",
            "zh": f"{stated.zh}（{'、'.join(words.zh for words in named)}）",
        }
    )


@lru_cache(maxsize=256)
def _ban(start: datetime, duration: timedelta, factor: str) -> tuple[MeasureStated, ...]:
    """Return the ban and the suspension with it; those of the last bans are kept, for bulk actions. The factor is text,
    since 2 and 2.0 are equal and read differently.
    """
    ban = Ban(id="ban", start=start, duration=duration, factor=Decimal(factor))
    end, unpaid = ban.start + ban.duration, ban.start + ban.suspension
    return (
        MeasureStated(
            measure="ban",
            article=9,
            until=end,
            en=f"publishing is banned for {lasting(ban.duration)}, until {shown(end)}",
            zh=f"禁言{lasting_zh(ban.duration)}，至{shown_zh(end)}止",
        ),
        MeasureStated(
            measure="suspension",
            article=9,
            until=unpaid,
            en=f"profit-making is suspended for {factor} times as long, until {shown(unpaid)}",
            zh=f"同时暂停营利权限，时长为禁言的{factor}倍，至{shown_zh(unpaid)}止",
        ),
    )


def _measure(body: f.MeasureImposed, part: Fact, changes: list[Fact]) -> MeasureStated:
    row = MEASURES[body.measure]
    until: Instant | Never | None = None
    if row.lasts == "may_end":
        shortened = [
            part.effective_at + change.body.duration
            for change in changes
            if isinstance(change.body, f.MeasureShortened) and change.body.measure is body.measure
        ]
        lifted = [
            change.effective_at
            for change in changes
            if isinstance(change.body, f.WithholdingLifted) and body.measure is MeasureKind.WITHHOLD_PROFIT
        ]
        planned = end_of(body, part)
        until = min([*shortened, *lifted, *([] if planned is None else [planned])], default=NEVER)
    article = row.article or CATEGORIES[body.category].article
    return MeasureStated(
        measure=body.measure.value,
        article=article,
        until=until,
        en=f"{row.words.en}{_until_en(until)}",
        zh=f"{row.words.zh}{_until_zh(until)}",
    )


def _until_en(until: Instant | Never | None) -> str:
    if until is None:
        return ""
    return ", without end" if isinstance(until, str) else f", until {shown(until)}"


def _until_zh(until: Instant | Never | None) -> str:
    if until is None:
        return ""
    return "，无期限" if isinstance(until, str) else f"，至{shown_zh(until)}止"


def lasting_zh(length: timedelta) -> str:
    """Length of time in Chinese: "7日", "1日12小时"."""
    minutes, seconds = divmod(length.days * 86_400 + length.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = ((days, "日"), (hours, "小时"), (minutes, "分钟"), (seconds, "秒"))
    return "".join(f"{count}{unit}" for count, unit in parts if count) or "不足一秒"


def timed_measures(action: Action) -> tuple[MeasureKind | None, ...]:
    """Measures of an action that can be shortened; None stands for the ban."""
    kinds = {kind.value: kind for kind in MeasureKind}
    return tuple(
        kinds.get(stated.measure)
        for stated in action.measures
        if stated.measure == "ban" or (stated.measure in kinds and stated.until is not None)
    )
