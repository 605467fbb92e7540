"""The table of corrections: every outcome of every kind has a row, and a withdrawal that carries it out."""

import pytest

from ledger.reactions.corrected_cases import WITHDRAWALS
from models.accounts.commands import Refusal
from models.cases.cases import KIND, Case, CaseEntry, CaseKind, Decided, Outcome, Ruling
from models.cases.subjects import DurationTerms, Subject
from regulation.cases.cases import open_case, opening
from regulation.cases.correcting import CORRECTIONS, action_id, correct_case, own_id
from regulation.cases.reducer import CASE
from regulation.words.case_kinds import KINDS
from tests.persons import persons_of
from tests.regulation.account import on

START = on("03-01 09:00")
PERSONS = persons_of("ann", "ben")


def decided(kind: CaseKind, outcome: Outcome, subject: Subject | None = None) -> Case:
    """A case of that kind, decided by ann."""
    step = open_case(opening(kind, START, account="a1", subject=subject))(None, START)
    assert not isinstance(step, Refusal)
    case: Case | None = None
    for seq, body in enumerate((*step.bodies, Decided(ruling=Ruling(outcome=outcome, reason="first"))), start=1):
        entry = CaseEntry(kind=KIND, record="c1", seq=seq, recorded_at=START, actor="ann", body=body)
        case = CASE.apply(case, entry)
    assert case is not None
    return case


def test_every_outcome_of_every_kind_has_a_row() -> None:
    """A new kind of case must say what its correction undoes."""
    assert set(CORRECTIONS) == set(WITHDRAWALS) == set(CaseKind)
    for kind, rows in CORRECTIONS.items():
        assert tuple(rows) == KINDS[kind].outcomes, kind
        assert all(row.words.zh and row.words.en for row in rows.values())


@pytest.mark.parametrize("kind", CaseKind)
def test_each_outcome_is_corrected_to_each_other_or_says_why_not(kind: CaseKind) -> None:
    """From every outcome to every other: an entry, a proposal where it takes two, or what would be right."""
    for first in KINDS[kind].outcomes:
        for second in KINDS[kind].outcomes:
            terms = DurationTerms(duration=on("03-02") - on("03-01")) if second is Outcome.REDUCED else None
            ruling = Ruling(outcome=second, reason="second", terms=terms)
            found = correct_case("ben", ruling, persons=PERSONS)(decided(kind, first), START)
            harder = kind is CaseKind.APPEAL and (first, second) in {
                (Outcome.OVERTURNED, Outcome.UPHELD),
                (Outcome.OVERTURNED, Outcome.REDUCED),
                (Outcome.REDUCED, Outcome.UPHELD),
            }
            two = KINDS[kind].two_persons & {first, second}
            if isinstance(found, Refusal):
                assert found.code == ("decision_final" if harder else "same_decision"), (first, second)
                assert harder or first is second
                assert not harder or "/v1/accounts/a1/violations" in found.message
            else:
                assert not harder
                assert first is not second or terms is not None
                assert found.bodies[-1].type == ("correction_proposed" if two else "corrected")


def test_what_follows_from_a_correction_has_an_identifier_of_its_own() -> None:
    """Facts of the first decision and of the second are told apart, and both name the case."""
    case = decided(CaseKind.CERTIFICATION, Outcome.APPROVED)
    assert (action_id(case), action_id(case, 1)) == ("c1", "c1-c1")
    assert len(own_id("c" * 64, 12)) <= 64
