"""Who may not decide a case: others than its claimant, whoever decided before, a service where it takes a person."""

from typing import Final

from models.accounts.commands import Refusal
from models.cases.cases import Case, CaseStatus
from models.instants import shown
from models.people.people import Person
from regulation.people import Persons

MOST_NAMED: Final = 10
"""Persons whom a refusal names."""


def barred(case: Case, actor: str, persons: Persons) -> Refusal | None:
    """Refusal when the actor may not decide this case now, whatever the outcome."""
    return _other_kinds(case, actor, persons) or others(case, actor, persons) or kept_from(case, actor, persons)


def kept_from_correcting(case: Case, actor: str, persons: Persons) -> Refusal | None:
    """Refusal when the actor may not correct the decision of this case; a correction takes a person."""
    if persons.of(actor) is None:
        return person_needed(case, actor, "it corrects what somebody decided")
    return _other_kinds(case, actor, persons) or kept_from(case, actor, persons)


def _other_kinds(case: Case, actor: str, persons: Persons) -> Refusal | None:
    """Refusal when the actor is a person who decides other kinds of case."""
    person, kind = persons.of(actor), case.opening.kind
    if person is None or person.kinds is None or kind in person.kinds:
        return None
    others = ", ".join(person.kinds) or "none"
    return Refusal(
        code="other_kind",
        message=f"{person.name} ({person.id}) decides no cases of kind {kind}; kinds that an operator has given: "
        f"{others}",
        article=case.opening.article,
    )


def others(case: Case, actor: str, persons: Persons) -> Refusal | None:
    """Refusal when somebody else has claimed the case or it is assigned to somebody else."""
    if case.claim is not None and not persons.same(case.claim.by, actor):
        return Refusal(
            code="case_claimed",
            message=f"{persons.called(case.claim.by)} works on case {case.id} until {shown(case.claim.until)}: take "
            "another one, or have an operator reassign it",
        )
    if case.assigned_to is not None and not persons.same(case.assigned_to, actor):
        return Refusal(
            code="case_assigned",
            message=f"case {case.id} is assigned to {persons.called(case.assigned_to)}: take another one, or have an "
            "operator reassign it",
        )
    return None


def kept_from(case: Case, actor: str, persons: Persons) -> Refusal | None:
    """Refusal when the actor made the decision that the case is about: another person must review it."""
    not_by = case.opening.not_by
    if any(persons.same(one, actor) for one in not_by):
        return Refusal(
            code="another_person_needed",
            message=f"{persons.called(actor)} made the decision that case {case.id} is about: it takes another person",
        )
    if not_by and persons.of(actor) is None:
        return person_needed(case, actor, "it reviews what somebody decided")
    return None


def unfit_assignee(case: Case, to: str, persons: Persons) -> Refusal | None:
    """Refusal when the case may not be given to this name: nobody is called so, the person may not decide the case, or
    proposed the decision that a second person must take. It names those who could be meant.
    """
    proposal = case.proposal if case.status is CaseStatus.PROPOSED else None
    if persons.may_decide(to, case.opening.kind):
        if proposal is None or not persons.same(proposal.by, to):
            return None
        what = f"{persons.called(to)} proposed the decision, and a second person must take it"
    else:
        kind, person = case.opening.kind, persons.of(to)
        what = f"{to} is no person" if person is None else f"{persons.called(to)} may not decide cases of kind {kind}"
    able = [persons.called(one.id) for one in assignable(case, persons)]
    who = "nobody yet: add a person with the role first" if not able else ", ".join(able[:MOST_NAMED])
    return Refusal(code="unfit_assignee", message=f"{what}: who could be meant: {who}", article=case.opening.article)


def assignable(case: Case, persons: Persons) -> tuple[Person, ...]:
    """Persons to whom the case may be given now, in the order of their names."""
    proposal = case.proposal if case.status is CaseStatus.PROPOSED else None
    return tuple(
        one
        for one in persons.deciders(case.opening.kind)
        if kept_from(case, one.id, persons) is None and (proposal is None or not persons.same(proposal.by, one.id))
    )


def person_needed(case: Case, actor: str, why: str) -> Refusal:
    """Refusal of a service where a person must act."""
    return Refusal(
        code="person_needed",
        message=f"{actor} is no person but a service, and case {case.id} takes a person: {why}. Use a person's key "
        "or sign-in",
        article=case.opening.article,
    )
