"""Handing over: the person who works on a case gives it to another person who may decide it."""

from datetime import datetime

from models.accounts.commands import Refusal
from models.cases.cases import Assigned, Case, CaseBody, Released
from regulation import records
from regulation.cases.barring import kept_from, others, unfit_assignee
from regulation.cases.cases import DecideCase, on_a_case
from regulation.people import Persons
from regulation.records import Step


def hand_over(actor: str, to: str, reason: str = "", *, persons: Persons) -> DecideCase:
    """Hand over a case that the actor has claimed, or that is assigned to the actor: the claim ends, and the case is
    assigned to the other person. Persons are compared, not keys; a service receives nothing.
    """

    def decide(case: Case, _: datetime) -> records.Decided[CaseBody]:
        refusal = (
            _not_held(case)
            or others(case, actor, persons)
            or _to_oneself(case, actor, to, persons)
            or unfit_assignee(case, to, persons)
            or kept_from(case, to, persons)
        )
        if refusal is not None:
            return refusal
        ended = () if case.claim is None else (Released(because="handed_over", of=case.claim.by),)
        return Step((*ended, Assigned(to=persons.identity(to), reason=reason)))

    return on_a_case("assign", decide, persons)


def _not_held(case: Case) -> Refusal | None:
    """Refusal when nobody has claimed the case and it is assigned to nobody."""
    if case.claim is not None or case.assigned_to is not None:
        return None
    return Refusal(
        code="not_claimed",
        message=f"nobody works on case {case.id}: claim it before you hand it over, or leave it in the queue",
    )


def _to_oneself(case: Case, actor: str, to: str, persons: Persons) -> Refusal | None:
    if not persons.same(actor, to):
        return None
    return Refusal(
        code="unfit_assignee",
        message=f"case {case.id} is yours already: name another person, or release the claim",
        article=case.opening.article,
    )
