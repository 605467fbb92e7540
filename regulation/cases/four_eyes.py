"""Four eyes of a case by what was decided elsewhere: who may not decide it, and which outcomes take two persons.

What two persons have decided, two persons take back (articles 9 and 12). So an appeal against it is won when two
persons say so, neither of whom took part in the decision; and a decision whose withdrawal would take it back is
corrected by two.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from models.cases.cases import Case, CaseBody, Outcome
from regulation import records
from regulation.cases.cases import DecideCase


@dataclass(frozen=True)
class Further:
    """What is to be known of a case beyond its own entries."""

    two_persons: tuple[Outcome, ...] = ()
    """Outcomes that need a second person, beyond those of its kind and of its opening."""
    not_by: tuple[str, ...] = ()
    """Persons who may not decide it, beyond those of its opening: who decided what it is about since then."""

    def of(self, case: Case) -> Case:
        """Return the case as it must be decided now."""
        opening = case.opening
        together = {
            "two_persons": tuple(dict.fromkeys((*opening.two_persons, *self.two_persons))),
            "not_by": tuple(dict.fromkeys((*opening.not_by, *self.not_by))),
        }
        return case.model_copy(update={"opening": opening.model_copy(update=together)})


NOTHING: Final = Further()


def considering(further: Further, decide: DecideCase) -> DecideCase:
    """Rule that decides the case in view of what was decided elsewhere."""

    def considered(case: Case | None, now: datetime) -> records.Decided[CaseBody]:
        return decide(case if case is None else further.of(case), now)

    return considered
