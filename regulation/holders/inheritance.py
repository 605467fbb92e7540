"""Article 7: findings and restrictions follow the holder to other accounts (readings 11 to 13).

Decides who answers for a finding (`attributed`), which restrictions of a holder's actions still run (`running`), which
of them bind an account that the holder takes over or opens (`inherited`), how much an account keeps of them after the
action was overturned or shortened (`eased`), and which findings escalation counts (`counted`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from models.accounts import facts as f
from models.accounts.commands import HolderAction, Refusal
from models.accounts.facts import Fact, FactBody, types_of
from models.accounts.standing import Restriction, Standing
from models.intervals import Interval
from models.names import HolderRef
from models.words.restrictions import Carried, Origin, RestrictionKind
from models.words.sanctions import Finding
from regulation.holders import subjects
from regulation.holders.findings import FINDINGS, ON_RECORD, category_of, record_of
from regulation.holders.subjects import Burden, inherited_id

ATTRIBUTING: Final = (*types_of(f.AccountRegistered, f.HolderChanged), *ON_RECORD)
"""Types of the facts that say who held an account, and what was found on it."""

STAYS: Final = frozenset({RestrictionKind.CLOSURE})
"""Restriction kinds that are not inherited: a closure bars its holder from coming to any other account instead."""


@dataclass(frozen=True)
class Holding:
    """An account that a holder has, or had: its standing, and its facts of the types `ATTRIBUTING`, in order."""

    standing: Standing
    facts: tuple[Fact, ...]


def attributed(facts: Iterable[Fact]) -> dict[str, HolderRef]:
    """Holder who answers for each finding: the one whom it names; else the one who held the account when it was
    recorded, or when another system had decided it.
    """
    answers: dict[str, HolderRef] = {}
    held: list[tuple[datetime, HolderRef]] = []
    for fact in facts:
        body: Any = fact.body
        if isinstance(body, f.AccountRegistered | f.HolderChanged):
            held.append((fact.effective_at, body.holder))
        elif body.type in FINDINGS and held:
            answers.setdefault(body.id, getattr(body, "holder", None) or _holder(held, _said(body)))
    return answers


def _said(body: Any) -> datetime | None:
    """Instant of the offence, or of another system's decision, where the finding names one."""
    basis = getattr(body, "basis", None)
    occurred: datetime | None = None if basis is None else basis.occurred_at
    decided: datetime | None = getattr(body, "decided_at", None)
    return occurred or decided


def _holder(held: list[tuple[datetime, HolderRef]], at: datetime | None) -> HolderRef:
    if at is None:
        return held[-1][1]
    return next((holder for since, holder in reversed(held) if since <= at), held[0][1])


def holder_when(facts: Iterable[Fact], at: datetime) -> HolderRef | None:
    """Holder of the account at the instant of an offence, by the effective time of each change of holder."""
    held = [
        (fact.effective_at, fact.body.holder)
        for fact in facts
        if isinstance(fact.body, f.AccountRegistered | f.HolderChanged)
    ]
    return _holder(held, at) if held else None


def holder_at(facts: Iterable[Fact], at: datetime, finding: str | None = None) -> HolderRef | None:
    """Holder of the account at the time of an offence: that of the finding, if it is recorded; else that of a case
    opened at the instant. None when there was no such account yet.
    """
    known = list(facts)
    if finding is not None and (found := attributed(known).get(finding)) is not None:
        return found
    bodies = [fact.body for fact in known if fact.recorded_at <= at]
    holders = [body.holder for body in bodies if isinstance(body, f.AccountRegistered | f.HolderChanged)]
    return holders[-1] if holders else None


@dataclass(frozen=True)
class Since:
    """Changes of a case's account since the case was opened; they neither end nor move the case."""

    holder_changed_at: datetime | None = None
    closed_by_wish_at: datetime | None = None


def since(facts: Iterable[Fact], opened_at: datetime) -> Since:
    """Whether the account has had another holder, or was closed by its holder's wish, after the instant."""
    changed = closed = None
    for fact in facts:
        if fact.recorded_at <= opened_at:
            continue
        if isinstance(fact.body, f.HolderChanged):
            changed = fact.recorded_at
        elif isinstance(fact.body, f.AccountClosed) and fact.body.category is None:
            closed = fact.recorded_at
    return Since(holder_changed_at=changed, closed_by_wish_at=closed)


def running(holder: HolderRef, holdings: Iterable[Holding], at: datetime) -> tuple[HolderAction, ...]:
    """Actions of the holder with a restriction that still runs, account by account. Inherited restrictions are left
    out: they are listed under the account on which they were decided, so nothing is listed twice.
    """
    return tuple(action for holding in holdings for action in _running(holder, holding, at))


def _running(holder: HolderRef, holding: Holding, at: datetime) -> Iterator[HolderAction]:
    answers = attributed(holding.facts)
    categories = {getattr(fact.body, "id", None): category_of(fact.body) for fact in reversed(holding.facts)}
    for action in dict.fromkeys(closed.cause for closed in holding.standing.restrictions if closed.origin is None):
        if answers.get(action) != holder:
            continue
        origin = Origin(account=holding.standing.account, action=action)
        left = left_of(holding.standing, action, at)
        if left:
            yield HolderAction(origin=origin, category=categories.get(action), restrictions=left)


def left_of(standing: Standing, action: str, at: datetime) -> tuple[Restriction, ...]:
    """Restrictions of an action on the account that still run, or are yet to begin."""
    return tuple(
        closed
        for closed in standing.restrictions
        if closed.cause == action
        and closed.origin is None
        and closed.kind not in STAYS
        and not closed.interval.ended_by(at)
    )


def inherited(
    actions: Iterable[HolderAction], account: str, standing: Standing | None, at: datetime, *, dated_back: bool = False
) -> Iterator[FactBody]:
    """Facts that bind an account from the instant at which the holder comes to it, without those it has already. If
    that instant is backdated, restrictions that began later met an account that the holder already had.
    """
    burdens = []
    for action in actions:
        bound = tuple(
            _carried(closed)
            for closed in action.restrictions
            if not closed.interval.ended_by(at) and (not dated_back or closed.interval.start <= at)
        )
        if action.origin.account == account or not bound:
            continue
        identifier = inherited_id(action.origin)
        fact = f.HolderRestricted(id=identifier, origin=action.origin, category=action.category, restrictions=bound)
        burdens.append(Burden(identifier, binds=fact))
    yield from subjects.reaching(burdens, standing, at)


def eased(actions: Iterable[HolderAction], standing: Standing, at: datetime) -> Iterator[FactBody]:
    """Facts that reduce what an account has inherited, after the actions were overturned, lifted or shortened. They
    never add anything: what began later on the other account met one that the holder had already.
    """
    burdens = [
        Burden(inherited_id(action.origin), frees=_eased(action, standing.restrictions, at)) for action in actions
    ]
    yield from subjects.reaching(burdens, standing, at)


def _eased(action: HolderAction, restrictions: Iterable[Restriction], at: datetime) -> FactBody | None:
    there = {_key(closed): closed for closed in action.restrictions}
    here = [_carried(r) for r in restrictions if r.origin == action.origin and not r.interval.ended_by(at)]
    left = tuple(_shorter(carried, there[_key(carried)].interval.end) for carried in here if _key(carried) in there)
    identifier = inherited_id(action.origin)
    if not left:
        return f.HolderLifted(id=identifier, origin=action.origin)
    if left == tuple(here):
        return None
    return f.HolderRestricted(id=identifier, origin=action.origin, category=action.category, restrictions=left)


def _key(one: Restriction | Carried) -> tuple[str, RestrictionKind, int]:
    """Key under which a restriction of one action is the same on both accounts."""
    return (one.privilege, one.kind, one.article)


def _shorter(carried: Carried, end: datetime | None) -> Carried:
    ends = [at for at in (carried.until, end) if at is not None]
    return carried.model_copy(update={"until": min(ends, default=None)})


def _carried(closed: Restriction) -> Carried:
    return Carried(privilege=closed.privilege, kind=closed.kind, article=closed.article, until=closed.interval.end)


def closed_by(body: f.HolderRestricted, restrictions: Iterable[Restriction], at: datetime) -> tuple[Restriction, ...]:
    """Restrictions of an account after an action has reached it, or less of the action is left than before."""
    wanted = {_key(carried): carried for carried in body.restrictions}
    after: list[Restriction] = []
    for closed in restrictions:
        if closed.origin != body.origin or closed.interval.ended_by(at):
            after.append(closed)
            continue
        carried = wanted.pop(_key(closed), None)
        end = at if carried is None else carried.until
        cut = closed.interval if end is None else closed.interval.cut_at(max(end, at))
        if cut is not None:
            after.append(closed.model_copy(update={"interval": cut}))
    after += [
        Restriction(
            privilege=carried.privilege,
            interval=Interval(start=at, end=carried.until),
            kind=carried.kind,
            article=carried.article,
            cause=body.origin.action,
            origin=body.origin,
        )
        for carried in wanted.values()
        if carried.until is None or carried.until > at
    ]
    return tuple(after)


def refusal_of_inherited(account: str, action: str, standing: Standing | None) -> Refusal | None:
    """Refusal of a question about an action that the account has only inherited; None when it has not."""
    restrictions = () if standing is None else standing.restrictions
    origins = [closed.origin for closed in restrictions if closed.origin is not None]
    origin = next((one for one in origins if action in {one.action, inherited_id(one)}), None)
    if origin is None:
        return None
    return Refusal(
        code="inherited_action",
        article=7,
        message=f"account {account} has inherited {action!r} from account {origin.account}, on which it was taken: ask "
        f"there (`/v1/accounts/{origin.account}/actions/{origin.action}`); the outcome there applies here too",
    )


def counted(holder: HolderRef, accounts: Mapping[str, Iterable[Fact]]) -> tuple[Finding, ...]:
    """Findings of the holder on all accounts that the holder has, or had: those that escalation counts (reading 12).

    One action on several accounts of the holder, decided at one instant under one identifier, is one finding.
    """
    found: dict[tuple[str, str, datetime], Finding] = {}
    for facts in accounts.values():
        known = list(facts)
        answers = attributed(known)
        for finding in record_of(known):
            if answers.get(finding.id) != holder:
                continue
            key = (finding.id, finding.category.value, finding.decided_at)
            before = found.get(key)
            # An action overturned on one account still stands on the others.
            if before is None or before.overturned:
                found[key] = finding
    return tuple(sorted(found.values(), key=lambda finding: finding.decided_at))
