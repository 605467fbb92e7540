"""Choices of a person: which outcomes of a case this person may choose now, and why not the others.

Each is found by deciding the case on a trial: the rules of `regulation/cases/cases.py` answer, and nothing is entered.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from models.accounts.commands import Refusal
from models.cases.cases import Case, Decided, Deferred, Outcome, Ruling
from models.cases.corrections import Corrected, CorrectionDropped, CorrectionProposed
from regulation.cases.cases import DecideCase
from regulation.cases.previews import Choice, Taking
from regulation.words.case_kinds import KINDS, WITHOUT_REASON
from regulation.words.languages import Words
from regulation.words.outcomes import OUTCOMES
from regulation.words.sentences.chinese import told

REASON_TO_COME: Final = "（理由待填写 / reason to be given）"
"""Text in place of a reason that was not given yet."""

Deciding = Callable[[Ruling], DecideCase]
"""Rule that decides a case as this person, for a ruling."""


def needs_reason(case: Case, outcome: Outcome) -> bool:
    """Whether the outcome needs a reason here."""
    return KINDS[case.opening.kind].reasoned or outcome not in WITHOUT_REASON


def with_reason(case: Case, ruling: Ruling, *, correcting: bool = False) -> Ruling:
    """Ruling with a place for the reason where one is needed and missing."""
    if ruling.reason or not (correcting or needs_reason(case, ruling.outcome)):
        return ruling
    return ruling.model_copy(update={"reason": REASON_TO_COME})


def choice(
    case: Case,
    ruling: Ruling,
    deciding: Deciding,
    now: datetime,
    barred: Refusal | None = None,
    *,
    correcting: bool = False,
) -> Choice:
    """Whether a person may decide so.

    Args:
        case: The case as it is now.
        ruling: The outcome, with reason and terms as far as they are known.
        deciding: Decides the case as this person.
        now: The instant of the decision.
        barred: Refusal of this person whatever the outcome is (the role).
        correcting: Whether the ruling corrects a decision, which always needs a reason.
    """
    found = barred or deciding(with_reason(case, ruling, correcting=correcting))(case, now)
    refused = found if isinstance(found, Refusal) else None
    return Choice(
        outcome=ruling.outcome,
        **_said(OUTCOMES[ruling.outcome]),
        may=refused is None,
        refusal=None if refused is None else told(refused),
        taking=None if isinstance(found, Refusal) else _taking(found.bodies[-1]),
        takes_effect_at=None if isinstance(found, Refusal) else _effect_at(found.bodies[-1]),
        reason_needed=correcting or needs_reason(case, ruling.outcome),
        terms=KINDS[case.opening.kind].terms.get(ruling.outcome),
    )


def _taking(entered: object) -> Taking:
    if isinstance(entered, CorrectionDropped):
        return "drops"
    if isinstance(entered, CorrectionProposed):
        return "proposes"
    if isinstance(entered, Deferred):
        return "decides"
    if not isinstance(entered, Decided | Corrected):
        return "proposes"
    return "decides" if entered.proposed_by is None else "confirms"


def _effect_at(entered: object) -> datetime | None:
    return entered.takes_effect_at if isinstance(entered, Deferred) else None


def _said(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}
