"""Rows of the lists of actions, violations, bans and certifications, derived from an account's facts.

The rows hold instants, not states: which state holds is read from the instant, so that no boundary has to be recorded.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from models.accounts import facts as f
from models.accounts.facts import Fact, types_of
from models.accounts.verdicts import Never
from models.instants import Instant
from models.sanctions.listed import CertificationState, ListedAction, ListedCertification
from models.sanctions.statements import Action, MeasureStated
from regulation.articles.a02_certification import opened_by
from regulation.holders.findings import FINDINGS
from regulation.sanctions.actions import actions_of
from regulation.sanctions.statements import article_of
from regulation.tables.calendar import through

OF_ACTIONS: Final = frozenset(
    (
        *FINDINGS,
        *types_of(
            f.Overturned,
            f.ConsequenceWithdrawn,
            f.BanShortened,
            f.MeasureShortened,
            f.WithholdingLifted,
            f.ImpersonationLifted,
        ),
    )
)
"""Types of the facts from which the rows of actions are derived: those that have an action's identifier."""
OF_CERTIFICATIONS: Final = frozenset(types_of(f.CertificationGranted, f.CertificationRevoked, f.HolderChanged))
"""Types of the facts from which the rows of certifications are derived."""


def listed_actions(facts: Iterable[Fact]) -> tuple[ListedAction, ...]:
    """Rows of the actions of one account: all facts with the identifier of each must be among `facts`."""
    given = [fact for fact in facts if fact.body.type in OF_ACTIONS]
    first: dict[str, Fact] = {}
    lifted: dict[str, datetime] = {}
    for fact in given:
        identifier = f.reference_of(fact.body) or ""
        first.setdefault(identifier, fact)
        if isinstance(fact.body, f.ImpersonationLifted):
            lifted[identifier] = fact.effective_at
    return tuple(_listed(action, first[action.id], lifted.get(action.id)) for action in actions_of(given))


def _listed(action: Action, first: Fact, lifted: datetime | None) -> ListedAction:
    ends = {stated.measure: _until(stated, lifted) for stated in action.measures}
    return ListedAction(
        account=first.account,
        id=action.id,
        category=action.category,
        article=article_of(action),
        decided_at=action.decided_at,
        effective_at=first.effective_at,
        actor=first.actor,
        measures=tuple(dict.fromkeys(stated.measure for stated in action.measures)),
        until=_last([_until(stated, lifted) for stated in action.measures]),
        ban_until=_instant(ends.get("ban")),
        unpaid_until=_instant(ends.get("suspension")),
        overturned_at=action.overturned_at,
        reduced=action.reduced,
    )


def _until(stated: MeasureStated, lifted: datetime | None) -> Instant | Never | None:
    return lifted if stated.measure == "denial" and lifted is not None else stated.until


def _last(ends: list[Instant | Never | None]) -> datetime | None:
    """Latest end; None where one has no end, or none lasts. What is done at once does not last."""
    lasting = [end for end in ends if end is not None]
    instants = [end for end in lasting if not isinstance(end, str)]
    return max(instants, default=None) if len(instants) == len(lasting) else None


def _instant(end: Instant | Never | None) -> datetime | None:
    return None if isinstance(end, str) else end


def listed_certifications(facts: Iterable[Fact]) -> tuple[ListedCertification, ...]:
    """Rows of the certifications of one account, from all its facts of the types `OF_CERTIFICATIONS`."""
    found: dict[str, ListedCertification] = {}
    for fact in facts:
        body, at = fact.body, fact.effective_at
        if isinstance(body, f.CertificationGranted):
            found[body.id] = _granted(body, fact)
        elif isinstance(body, f.CertificationRevoked):
            if body.id in found:
                found[body.id] = _ended(found[body.id], at, CertificationState.REVOKED)
        elif isinstance(body, f.HolderChanged):
            found = {name: _ended(one, at, CertificationState.FALLEN) for name, one in found.items()}
    return tuple(found.values())


def _granted(body: f.CertificationGranted, fact: Fact) -> ListedCertification:
    opened = opened_by(body, fact.effective_at)
    end = through(body.valid_until)
    start, until = (end, end) if opened is None else (opened[0].interval.start, end)
    return ListedCertification(
        account=fact.account,
        id=body.id,
        field=body.field,
        valid_from=body.valid_from,
        valid_until=body.valid_until,
        starts_at=start,
        ends_at=until,
        ended_by=None,
        granted_at=fact.recorded_at,
        actor=fact.actor,
    )


def _ended(one: ListedCertification, at: datetime, how: CertificationState) -> ListedCertification:
    if one.ends_at <= at:
        return one
    return one.model_copy(update={"starts_at": min(one.starts_at, at), "ends_at": at, "ended_by": how})
