"""Repetition of an offence (reading 16): a finding on the same grounds as one that stands is refused.

Two findings of a category on an account are compared by their contents, if both name contents; else by their evidence,
if both name evidence; else they cannot be compared, and both count. A finding is the same offence when everything it
names is the ground of findings that stand already; one that names something new is another offence.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from models.accounts import commands as c
from models.accounts.commands import Command, Refusal
from models.instants import shown
from models.words.sanctions import Basis, Finding
from models.words.violations import Category

FINDS: Final = (
    c.Sanction,
    c.RecordViolation,
    c.ImposeBan,
    c.ImposeMeasure,
    c.CancelMonetization,
    c.Close,
    c.FindImpersonation,
)
"""Commands that record a finding, unless they name a recorded finding that they follow from."""


_NO_BASIS: Final = Basis()


def compared(command: Command) -> bool:
    """Whether the command records a finding that must be compared with those on the record."""
    if not isinstance(command, FINDS):
        return False
    if getattr(command, "follows", False):
        return True
    basis = basis_of(command)
    contents, evidence = _grounds(command)
    return category_of(command) is not None and bool(contents or evidence) and not basis.another_offence


def category_of(command: Command) -> Category | None:
    """Category that the command finds; None for a command without a finding, such as a closure by the holder's own
    wish.
    """
    if isinstance(command, c.FindImpersonation):
        return Category.IMPERSONATION
    category: Category | None = getattr(command, "category", None)
    return category


def basis_of(command: Command) -> Basis:
    """Basis of the finding, as far as it is stated."""
    return getattr(command, "basis", None) or _NO_BASIS


def refusal_of_repetition(command: Command, record: Iterable[Finding]) -> Refusal | None:
    """Refusal of a finding that repeats one that stands; it names that one, and what to send for another offence."""
    category = category_of(command)
    if not compared(command) or category is None:
        return None
    same = _same(*_grounds(command), [one for one in record if one.category is category and not one.overturned])
    if same is None:
        return None
    return Refusal(
        code="same_offence",
        message=f"finding {same.id} of {same.category.value}, recorded {shown(same.decided_at)}, stands on the "
        "same grounds: one offence counts once. For another offence send another_offence: true, or name its new "
        "contents; for a further measure of the same finding send that finding's id with follows: true",
        finding=same,
    )


def _same(contents: frozenset[str], evidence: frozenset[str], standing: Sequence[Finding]) -> Finding | None:
    """The first finding on the record that the new one repeats."""
    with_contents = [one for one in standing if contents and one.contents]
    others = [one for one in standing if one not in with_contents]
    return _covering(contents, with_contents, "contents") or _covering(evidence, others, "evidence")


def _covering(named: frozenset[str], findings: Sequence[Finding], by: str) -> Finding | None:
    """The first of the findings that together rest on all that is named."""
    known = {ground for one in findings for ground in getattr(one, by)}
    if not named or not named <= known:
        return None
    return next(one for one in findings if named & set(getattr(one, by)))


def _grounds(command: Command) -> tuple[frozenset[str], frozenset[str]]:
    """Contents and evidence of a command. The content of an imitation is the account or person imitated."""
    basis = basis_of(command)
    contents = () if basis.gained is None else basis.gained.contents
    imitated = (command.imitated,) if isinstance(command, c.FindImpersonation) else ()
    return frozenset((*contents, *imitated)), frozenset(basis.evidence)
