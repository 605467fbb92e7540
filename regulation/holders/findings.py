"""The record of an account: its findings, from its facts, and whether each still counts."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from models.accounts import facts as f
from models.accounts.facts import Fact, FactBody, reference_of, types_of
from models.words.sanctions import Basis, Finding, MeasureKind
from models.words.violations import Category
from regulation.tables.calendar import months_after

FINDINGS: Final = types_of(
    f.ViolationRecorded,
    f.BanImposed,
    f.MeasureImposed,
    f.MonetizationCancelled,
    f.AccountClosed,
    f.ImpersonationFound,
)
"""Types of the facts that hold a finding; all facts of one finding have one identifier."""
ON_RECORD: Final = (*FINDINGS, *types_of(f.Overturned, f.ImpersonationLifted, f.ConsequenceWithdrawn))
"""Types of the facts that the record is read from."""


def record_of(facts: Iterable[Fact]) -> tuple[Finding, ...]:
    """Return every finding once, in the order in which they were recorded."""
    found: dict[str, Finding] = {}
    for fact in facts:
        body = fact.body
        identifier = reference_of(body)
        known = None if identifier is None else found.get(identifier)
        if isinstance(body, _ENDING):
            if known is not None:
                found[known.id] = known.model_copy(update=_end(known, body))
            continue
        category = category_of(body)
        if category is None or identifier is None:
            continue
        if known is None:
            decided = getattr(body, "decided_at", None) or fact.recorded_at
            contents, evidence = _grounds(body)
            known = Finding(id=identifier, category=category, decided_at=decided, contents=contents, evidence=evidence)
        found[identifier] = known.model_copy(
            update={
                "closed": known.closed or isinstance(body, f.AccountClosed),
                "measures": (*known.measures, *_measure(body)),
            }
        )
    return tuple(found.values())


_ENDING: Final = (f.Overturned, f.ImpersonationLifted, f.ConsequenceWithdrawn)


def _end(known: Finding, body: FactBody) -> dict[str, object]:
    """Parts of a finding that change when it, or a consequence of it, is taken back."""
    if isinstance(body, f.Overturned):
        return {"overturned": True}
    if isinstance(body, f.ImpersonationLifted):
        return {"contents": ()}
    if not isinstance(body, f.ConsequenceWithdrawn):
        raise AssertionError(f"{body.type} ends no finding")  # noqa: TRY004 - an internal error
    if body.consequence == "closure":
        return {"closed": False}
    withheld = MeasureKind.WITHHOLD_PROFIT.value if body.withholding else None
    return {"measures": tuple(measure for measure in known.measures if measure != withheld)}


def _grounds(body: FactBody) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Contents and evidence that a finding rests on."""
    basis: Basis = getattr(body, "basis", None) or Basis()
    contents = () if basis.gained is None else basis.gained.contents
    imitated = (body.imitated,) if isinstance(body, f.ImpersonationFound) else ()
    return (*contents, *imitated), basis.evidence


def _measure(body: FactBody) -> tuple[str, ...]:
    if isinstance(body, f.BanImposed):
        return ("ban",)
    return (body.measure.value,) if isinstance(body, f.MeasureImposed) else ()


def category_of(body: FactBody) -> Category | None:
    """Category that was found; None for a fact without a finding, such as a closure by the holder's own wish."""
    if isinstance(body, f.ImpersonationFound):
        return Category.IMPERSONATION
    return getattr(body, "category", None) if body.type in FINDINGS else None


def nth(
    record: Iterable[Finding], category: Category, at: datetime, months: int, occurred_at: datetime | None = None
) -> int:
    """Ordinal of a violation within its category: 1 plus the findings of the last `months` that stand.

    When the instant of the offence is known (`occurred_at`), only findings recorded before it count (reading 16).
    """
    anchor = at if occurred_at is None else occurred_at
    return 1 + sum(
        finding.category is category
        and not finding.overturned
        and finding.decided_at <= anchor < months_after(finding.decided_at, months)
        and (occurred_at is None or finding.decided_at < occurred_at)
        for finding in record
    )
