"""Four eyes both ways (articles 9 and 12): what two persons have decided alike, one person alone does not take back.

Two persons decide alike that an account is closed, or that its profit-making is cancelled. Whatever takes that back,
wholly or in part, needs two persons too, whichever way it comes: a request, a bulk action, an appeal, a correction, a
rumour that turns out to be true.
"""

from collections.abc import Iterable, Sequence

from models.accounts.commands import Command, LiftWithholding, Overturn, Refusal, Reopen
from models.accounts.standing import Standing
from models.cases.cases import Case, CaseKind, Outcome
from models.cases.rulings import DecidedByTwo
from models.words.sanctions import ByCase, MeasureKind
from regulation.cases.correcting import action_id
from regulation.standing.measures import restriction_of
from regulation.standing.requirements import Known, RefusedError, closures_of

_CONSEQUENCES: dict[CaseKind, ByCase] = {CaseKind.CLOSURE: "closure", CaseKind.CANCELLATION: "cancellation"}
BY_CASE = tuple(_CONSEQUENCES)
"""Kinds of case that two persons decide."""
UNDOING = (Overturn, Reopen, LiftWithholding)
"""Commands that may take back what two persons have decided. Shortening is none: two persons decide no ban, and the
withholding that comes with a cancellation lasts as long as the clean window, below which nothing is shortened. Nor is
`WithdrawConsequence`, which only the correction of the case itself gives.
"""


def decided_by_two(cases: Iterable[Case]) -> tuple[DecidedByTwo, ...]:
    """Decisions by two persons in these cases, those that were corrected included (`in_force` false)."""
    found: list[DecidedByTwo] = []
    for case in cases:
        consequence = _CONSEQUENCES.get(case.opening.kind)
        decisions = (*case.corrected, *(() if case.decision is None else (case.decision,)))
        for number, one in enumerate(decisions):
            if consequence is None or one.proposed_by is None or one.ruling.outcome is not Outcome.APPROVED:
                continue
            found.append(
                DecidedByTwo(
                    case=case.id,
                    consequence=consequence,
                    action=action_id(case, number),
                    at=one.at,
                    persons=(one.by, one.proposed_by),
                    in_force=number == len(case.corrected),
                )
            )
    return tuple(found)


def taken_back(command: Command, standing: Standing | None, by_two: Sequence[DecidedByTwo]) -> DecidedByTwo | None:
    """Decision of two persons that the command would take back, wholly or in part; None when there is none."""
    if standing is None or not isinstance(command, UNDOING):
        return None
    action = next(iter(closures_of(standing)), None) if isinstance(command, Reopen) else command.id
    about = (one for one in by_two if one.in_force and one.action == action)
    lifts = isinstance(command, LiftWithholding)
    return next((one for one in about if not lifts or _withheld_by(one, standing)), None)


def outcomes_by_two(action: str, by_two: Sequence[DecidedByTwo]) -> tuple[Outcome, ...]:
    """Outcomes of an appeal against the action that take back what two persons have decided."""
    found = any(one.in_force and one.action == action for one in by_two)
    return (Outcome.OVERTURNED,) if found else ()


def _withheld_by(decided: DecidedByTwo, standing: Standing) -> bool:
    """Whether this cancellation also withheld what was not granted; a withholding that the finding itself ordered was
    the decision of one.
    """
    if decided.consequence != "cancellation":
        return False
    left = restriction_of(standing.restrictions, decided.action, MeasureKind.WITHHOLD_PROFIT)
    return left is not None and left.interval.start >= decided.at


def require_two_to_take_back(command: Command, known: Known) -> None:
    """Require that two persons have decided to take back what two persons have decided."""
    decided = None if known.two_persons else taken_back(command, known.standing, known.by_two)
    if decided is not None:
        raise RefusedError(refusal_of_one(known.account, decided))


def refusal_of_one(account: str, decided: DecidedByTwo) -> Refusal:
    """Refusal of one person alone; it says where two persons take the decision back."""
    return Refusal(
        code="second_person_needed",
        message=f"two people decided this on account {account}: correct their decision on case {decided.case} "
        f"(POST /v1/cases/{decided.case}/correction), which takes two again",
        article=12,
    )
