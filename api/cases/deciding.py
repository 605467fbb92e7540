"""Roles of those who decide a case."""

from api.http.authentication import require
from api.http.problems import ProblemError
from ledger.people.callers import Caller
from models.accounts.commands import Refusal
from models.cases.cases import Case
from models.roles import Role
from regulation.words.case_kinds import KINDS, Decider


def require_decider(caller: Caller, case: Case) -> None:
    """Require the roles that may decide this kind of case.

    Raises:
        ProblemError: when the caller may not.
    """
    require(caller, roles_of(KINDS[case.opening.kind].deciders))


def barred(caller: Caller, case: Case) -> Refusal | None:
    """Return why the caller may decide no case of this kind; None where the caller may."""
    try:
        require_decider(caller, case)
    except ProblemError as problem:
        return Refusal(code="not_permitted", message=str(problem), article=KINDS[case.opening.kind].article)
    return None


def roles_of(deciders: frozenset[Decider]) -> frozenset[Role]:
    """Return the roles that may decide."""
    return frozenset(Role(decider) for decider in deciders)
