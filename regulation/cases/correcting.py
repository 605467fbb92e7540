"""Corrections: a decision that was wrong is withdrawn with all that followed from it, and another one holds instead.

Both stay on record. `CORRECTIONS` says for every outcome of every kind what its withdrawal undoes, or why it is final;
`ledger/reactions/corrected_cases.py` carries the withdrawals out.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Final, NamedTuple

from models.accounts.commands import Refusal
from models.cases.cases import Case, CaseBody, CaseKind, Decision, Outcome, Ruling
from models.cases.corrections import Corrected, CorrectionDropped, CorrectionProposed
from models.cases.subjects import CancellationAsked, ClosureAsked
from models.instants import shown
from regulation import records
from regulation.cases.barring import kept_from_correcting
from regulation.cases.cases import DecideCase, alike, on_a_case, takes_two, unfit
from regulation.people import Persons
from regulation.records import Step
from regulation.words.case_kinds import usual_due
from regulation.words.languages import Words


class Undone(NamedTuple):
    """Effect of withdrawing an outcome."""

    words: Words
    final: bool = False
    """Whether it cannot be corrected: an appeal that the holder has won."""


_NOTHING: Final = Undone(Words("该决定未产生其他后果", "nothing followed from it"))
CORRECTIONS: Final[Mapping[CaseKind, Mapping[Outcome, Undone]]] = {
    CaseKind.REGISTRATION: {
        Outcome.APPROVED: Undone(
            Words("不再提供服务，释放主体的账号名额", "the account loses its service, and the holder's seat is free")
        ),
        Outcome.REJECTED: Undone(
            Words("账号恢复，重新占用主体的账号名额", "the account is there again, and takes a seat of its holder")
        ),
    },
    CaseKind.PROFILE_CHANGE: {
        Outcome.APPROVED: Undone(
            Words(
                "仍在展示的变更内容恢复为变更前的账号信息", "what it changed, and is still shown, is as it was before"
            )
        ),
        Outcome.REJECTED: Undone(Words("驳回不再有效", "the rejection does not hold any more")),
    },
    CaseKind.CERTIFICATION: {
        Outcome.APPROVED: Undone(Words("撤销资质认证，关闭该领域", "the certification is revoked: the field closes")),
        Outcome.REJECTED: Undone(Words("驳回不再有效", "the rejection does not hold any more")),
    },
    CaseKind.EMBLEM: {Outcome.APPROVED: _NOTHING, Outcome.REJECTED: _NOTHING},
    CaseKind.IMPERSONATION: {
        Outcome.CONFIRMED: Undone(
            Words(
                "撤销假冒仿冒认定及违规记录，恢复服务，撤回公示",
                "the finding is overturned: service returns, the violation does not count, the exposure is withdrawn",
            )
        ),
        Outcome.DISMISSED: Undone(Words("不成立的结论不再有效", "the dismissal does not hold any more")),
    },
    CaseKind.APPEAL: {
        Outcome.UPHELD: Undone(Words("维持的结论不再有效", "the action is reviewed anew")),
        Outcome.REDUCED: Undone(
            Words("仅可进一步减轻或撤销", "it can only be reduced further, or overturned"),
        ),
        Outcome.OVERTURNED: Undone(Words("不得更正", "final"), final=True),
    },
    CaseKind.COORDINATION: {
        Outcome.CONFIRMED: Undone(
            Words(
                "撤销对每个成员的处置及违规记录，撤回公示",
                "the sanction of every member is overturned, and the exposure is withdrawn",
            )
        ),
        Outcome.DISMISSED: Undone(Words("不成立的结论不再有效", "the dismissal does not hold any more")),
    },
    CaseKind.CLOSURE: {
        Outcome.APPROVED: Undone(
            Words(
                "恢复账号，主体移出黑名单，撤回公示；原违规认定不变",
                "the account is open again, its holder is no longer barred, the exposure is withdrawn; a finding that "
                "was recorded before stands",
            )
        ),
        Outcome.REJECTED: Undone(Words("驳回不再有效", "the rejection does not hold any more")),
    },
    CaseKind.CANCELLATION: {
        Outcome.APPROVED: Undone(
            Words(
                "恢复被取消的营利权限，撤回公示；原违规认定不变",
                "what was cancelled is granted again, the exposure is withdrawn; a finding that was recorded before "
                "stands",
            )
        ),
        Outcome.REJECTED: Undone(Words("驳回不再有效", "the rejection does not hold any more")),
    },
    CaseKind.DIRECTIVE: {Outcome.DONE: _NOTHING, Outcome.DISMISSED: _NOTHING},
    CaseKind.RUMOUR: {Outcome.DONE: _NOTHING, Outcome.DISMISSED: _NOTHING},
    CaseKind.REPORT: {Outcome.DONE: _NOTHING, Outcome.DISMISSED: _NOTHING},
    CaseKind.FOLLOWERS: {
        Outcome.DONE: Undone(Words("清理已了结，不再重启", "the clean-up was settled, and stays so")),
        Outcome.DISMISSED: Undone(Words("清理已了结，不再重启", "the clean-up was settled, and stays so")),
    },
    CaseKind.NETWORK: {
        Outcome.CONFIRMED: Undone(
            Words(
                "解除对机构及其签约账号的限制；已解约的账号须重新签约",
                "the sanction is lifted from the network and its accounts; released accounts must be signed again",
            )
        ),
        Outcome.DISMISSED: Undone(Words("不成立的结论不再有效", "the dismissal does not hold any more")),
    },
    CaseKind.CREDIT_CODE: {
        Outcome.APPROVED: Undone(
            Words(
                "不得再以该代码注册；已注册的账号不受影响",
                "nobody registers with the code any more; accounts that did so stay, and are closed by cases of their "
                "own",
            )
        ),
        Outcome.REJECTED: Undone(Words("驳回不再有效", "the rejection does not hold any more")),
    },
}
"""Effect of withdrawing each outcome of each kind."""

_EASIER: Final = {Outcome.UPHELD: 0, Outcome.REDUCED: 1, Outcome.OVERTURNED: 2}
"""Outcomes of an appeal, from the hardest on the account to the easiest."""
LONGEST_ID: Final = 64
_CORRECTED: Final = re.compile(r"-c\d+$")
OVER: Final = frozenset({"account_closed", "already_decided", "already_overturned", "already_revoked", "unknown_id"})
"""Refusals that leave nothing to withdraw: the account has ended, or what followed was taken back, or never recorded.
"""


def correct_case(actor: str, ruling: Ruling, *, persons: Persons) -> DecideCase:
    """Correct the decision of a case. Where two people made the decision in force, or it or the new one takes two, the
    correction does, and at least one of them took no part in the decision. The decision in force, given again, drops a
    proposal.
    """

    def decide(case: Case, now: datetime) -> records.Decided[CaseBody]:
        before = _decision_of(case)
        refusal = _uncorrectable(case, before, ruling) or kept_from_correcting(case, actor, persons)
        if refusal is not None:
            return refusal
        if _says_the_same(before.ruling, ruling):
            return _drop(case, before, ruling)
        by_two = before.proposed_by is not None or takes_two(case, before.ruling.outcome)
        if not by_two and not takes_two(case, ruling.outcome):
            return Step((Corrected(ruling=ruling),))
        return _by_two(case, actor, ruling, persons, now)

    return on_a_case("correct", decide, persons)


def _by_two(case: Case, actor: str, ruling: Ruling, persons: Persons, now: datetime) -> records.Decided[CaseBody]:
    first, kind = case.correction, case.opening.kind
    proposed = Step[CaseBody]((CorrectionProposed(ruling=ruling, due_at=usual_due(kind, now)),))
    if first is None or not alike(first.ruling, ruling) or not persons.may_decide(first.by, kind):
        return proposed
    if persons.same(first.by, actor):
        return Refusal(
            code="second_person_needed",
            message=f"you proposed to correct case {case.id} to {ruling.outcome} yourself, {shown(first.at)}: it "
            "counts when another person decides the same",
        )
    if both_took_part(case, first.by, actor, persons):
        return Refusal(
            code="another_person_needed",
            message=f"{persons.called(first.by)} and {persons.called(actor)} took part in the decision on case "
            f"{case.id}: one of the two who correct it must be another person",
            article=case.opening.article,
        )
    exposure = ruling.exposure or first.ruling.exposure
    return Step((Corrected(ruling=ruling.model_copy(update={"exposure": exposure}), proposed_by=first.by),))


def both_took_part(case: Case, first: str, second: str, persons: Persons) -> bool:
    """Whether both took part in the decision that they would correct; one of the two must be another person."""
    decision = _decision_of(case)
    deciders = [one for one in (decision.by, decision.proposed_by) if one is not None]
    return all(any(persons.same(one, actor) for one in deciders) for actor in (first, second))


def _drop(case: Case, decision: Decision, ruling: Ruling) -> records.Decided[CaseBody]:
    if case.correction is not None:
        return Step((CorrectionDropped(of=case.correction.by, reason=ruling.reason),))
    return Refusal(
        code="same_decision",
        message=f"case {case.id} was decided as {decision.ruling.outcome} with these terms already: a correction gives "
        "another outcome, or other terms",
    )


def _uncorrectable(case: Case, decision: Decision, ruling: Ruling) -> Refusal | None:
    """Refusal when the ruling does not fit the case, or the decision in force is final; None otherwise."""
    refusal = unfit(case, ruling)
    if refusal is not None:
        return refusal
    if not ruling.reason:
        return Refusal(code="reason_needed", message="a correction needs a reason, which the holder reads")
    if _says_the_same(decision.ruling, ruling):
        return None
    kind, outcome = case.opening.kind, decision.ruling.outcome
    harder = kind is CaseKind.APPEAL and _EASIER[ruling.outcome] < _EASIER[outcome]
    if not CORRECTIONS[kind][outcome].final and not harder:
        return None
    return Refusal(
        code="decision_final",
        message=f"an appeal that the holder has won is final: what was {outcome} stays so. If the account has "
        f"offended, record a new finding (`POST /v1/accounts/{case.opening.account}/violations`), with a statement and "
        "an appeal of its own",
        article=9,
    )


def _says_the_same(one: Ruling, other: Ruling) -> bool:
    return (one.outcome, one.terms) == (other.outcome, other.terms)


def _decision_of(case: Case) -> Decision:
    if case.decision is None:
        raise AssertionError("the status allows a correction only of a decision")
    return case.decision


def action_id(case: Case, number: int | None = None) -> str:
    """Identifier under which accounts record what followed from a decision of the case.

    Args:
        case: The case.
        number: Ordinal of the decision from 0; None: the one in force.
    """
    subject = case.opening.subject
    violation = subject.violation if isinstance(subject, ClosureAsked | CancellationAsked) else None
    return violation or own_id(case.id, len(case.corrected) if number is None else number)


def own_id(case: str, number: int) -> str:
    """Identifier of a decision of the case: the case's own, with the number of the correction from the first one on."""
    if not number:
        return case
    named = f"{case}-c{number}"
    return named if len(named) <= LONGEST_ID else f"{sha256(case.encode()).hexdigest()[:20]}-c{number}"


def base_of(identifier: str) -> str:
    """Identifier of the case whose decision has this identifier (`own_id`); any other identifier as it is."""
    return _CORRECTED.sub("", identifier)
