"""The record of an account: its findings, from its facts, and whether each still counts."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from models import facts as f
from models.facts import Fact, FactBody
from models.sanctions import Finding
from models.violations import Category
from regulation.calendar import months_after

FINDINGS: Final = (
    "violation_recorded",
    "ban_imposed",
    "measure_imposed",
    "monetization_cancelled",
    "account_closed",
    "impersonation_found",
)
"""The types of facts that a finding stands in; those of one finding have one identifier."""
ON_RECORD: Final = (*FINDINGS, "overturned")
"""The types of facts that the record is read from."""


def record_of(facts: Iterable[Fact]) -> tuple[Finding, ...]:
    """Every finding once, in the order in which they were recorded."""
    found: dict[str, Finding] = {}
    for fact in facts:
        body = fact.body
        if isinstance(body, f.Overturned):
            if body.id in found:
                found[body.id] = found[body.id].model_copy(update={"overturned": True})
            continue
        category = category_of(body)
        if category is None:
            continue
        identifier = getattr(body, "id")  # noqa: B009 - every one of these has one
        known = found.get(identifier)
        closed = isinstance(body, f.AccountClosed)
        if known is None:
            decided = getattr(body, "decided_at", None) or fact.recorded_at
            found[identifier] = Finding(id=identifier, category=category, decided_at=decided, closed=closed)
        elif closed:
            found[identifier] = known.model_copy(update={"closed": True})
    return tuple(found.values())


def category_of(body: FactBody) -> Category | None:
    """What was found; None where nothing was, as in a closure by the holder's own wish."""
    if isinstance(body, f.ImpersonationFound):
        return Category.IMPERSONATION
    return getattr(body, "category", None) if body.type in FINDINGS else None


def nth(record: Iterable[Finding], category: Category, at: datetime, months: int) -> int:
    """The how manieth of its category a finding at the instant is, counting those of the months before that stand."""
    return 1 + sum(
        finding.category is category
        and not finding.overturned
        and finding.decided_at <= at < months_after(finding.decided_at, months)
        for finding in record
    )
