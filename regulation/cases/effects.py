"""Effects of a decision on an account: the difference between its standing before and after, in values and in words."""

from collections.abc import Iterable
from datetime import datetime

from models.accounts.facts import AccountClosed, Fact, reference_of
from models.accounts.standing import Grant, Restriction, Standing
from models.accounts.verdicts import Answer, Never
from models.instants import shown
from models.words.privileges import ASKABLE, MONETIZE, SERVICE
from regulation.cases.previews import AccountEffect, Closed, FactForeseen, Granted, PrivilegeChange
from regulation.standing.description import happened, happened_zh
from regulation.standing.status import status_of
from regulation.standing.verdicts import NEVER, opens_at, permits
from regulation.words import chinese, english
from regulation.words.facts import FACTS
from regulation.words.languages import shown_zh
from regulation.words.privileges import PRIVILEGES


def effect(before: Standing, after: Standing, facts: Iterable[Fact], at: datetime) -> AccountEffect:
    """Effect of facts that lead from one standing of an account to the next, seen at the instant of recording."""
    recorded = tuple(facts)
    closures = [fact.body for fact in recorded if isinstance(fact.body, AccountClosed)]
    return AccountEffect(
        account=after.account,
        name=after.name,
        name_before=before.name,
        status_before=status_of(before, at),
        status_after=status_of(after, at),
        facts=tuple(
            FactForeseen(
                type=fact.body.type,
                id=reference_of(fact.body),
                zh=FACTS[type(fact.body)].zh,
                en=FACTS[type(fact.body)].en,
                message=happened(fact),
                message_zh=happened_zh(fact),
            )
            for fact in recorded
        ),
        restrictions=tuple(map(closed_of, _new(before.restrictions, after.restrictions, at))),
        lifted=tuple(map(closed_of, _new(after.restrictions, before.restrictions, at))),
        grants=tuple(map(granted_of, _begun(before.grants, after.grants, at))),
        grants_lost=tuple(map(granted_of, _begun(after.grants, before.grants, at))),
        privileges=tuple(_changes(before, after, at)),
        monetization_suspended_until=profit_closed_until(after, at),
        closed=bool(closures),
        holder_barred=any(closure.category is not None for closure in closures),
    )


def profit_closed_until(standing: Standing, at: datetime) -> datetime | Never | None:
    """First instant at which no restriction closes profit-making as a whole; None when none does now."""
    running = [r for r in standing.restrictions if r.privilege in {SERVICE, MONETIZE} and not r.interval.ended_by(at)]
    until = at
    # A restriction that begins before the others have ended goes on from there.
    while covering := [r for r in running if r.interval.covers(until)]:
        ends = [r.interval.end for r in covering]
        if None in ends:
            return NEVER
        until = max(end for end in ends if end is not None)
    return None if until == at else until


def _new(old: tuple[Restriction, ...], new: tuple[Restriction, ...], at: datetime) -> Iterable[Restriction]:
    return (one for one in new if one not in old and not one.interval.ended_by(at))


def _begun(old: tuple[Grant, ...], new: tuple[Grant, ...], at: datetime) -> Iterable[Grant]:
    """Grants of the later standing that the earlier one did not have, or had ended."""
    had = {(one.privilege, one.source) for one in old if not one.interval.ended_by(at)}
    return (one for one in new if (one.privilege, one.source) not in had and not one.interval.ended_by(at))


def _changes(before: Standing, after: Standing, at: datetime) -> Iterable[PrivilegeChange]:
    for privilege in ASKABLE:
        was, is_ = permits(before, privilege, at), permits(after, privilege, at)
        opens = None if is_ else opens_at(after, privilege, at)
        if was == is_ and (is_ or opens == opens_at(before, privilege, at)):
            continue
        words = PRIVILEGES[privilege]
        yield PrivilegeChange(
            privilege=privilege, zh=words.zh, en=words.en, before=_answer(was), after=_answer(is_), opens_at=opens
        )


def _answer(permitted: bool) -> Answer:
    return Answer.ALLOWED if permitted else Answer.REFUSED


def closed_of(restriction: Restriction) -> Closed:
    """Restriction in values and in words."""
    return Closed(
        privilege=restriction.privilege,
        kind=restriction.kind,
        article=restriction.article,
        cause=restriction.cause,
        since=restriction.interval.start,
        until=restriction.interval.end or NEVER,
        zh=chinese.closed(restriction),
        en=english.closed(restriction),
    )


def granted_of(grant: Grant) -> Granted:
    """Grant in values and in words."""
    words, end = PRIVILEGES[grant.privilege], grant.interval.end
    return Granted(
        privilege=grant.privilege,
        article=grant.article,
        source=grant.source,
        since=grant.interval.start,
        until=end or NEVER,
        zh=words.zh if end is None else f"{words.zh}，至{shown_zh(end)}止",
        en=words.en if end is None else f"{words.en}, until {shown(end)}",
    )
