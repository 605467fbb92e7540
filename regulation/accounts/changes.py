"""Corrections of decided changes of the profile (article 1): what the profile shows after the correction.

A part that the holder has changed since stays as it is: a late correction must not bring back what the holder no longer
wants.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from models.accounts import facts as f
from models.accounts.commands import CorrectChange
from models.accounts.facts import Fact, FactBody, types_of
from regulation.articles.a01_identity import PARTS

PROFILE: Final = types_of(
    f.AccountRegistered,
    f.RegistrationHeld,
    f.NameChanged,
    f.ProfileChanged,
    f.ProfileChangeHeld,
    f.ProfileRestored,
    f.ImpersonationFound,
    f.FindingDismissed,
    f.HolderChanged,
)
"""Types of the facts that say what the profile showed, and what a person has seen in it."""

_Profile = dict[str, Any]


def correction_of(facts: Sequence[Fact], change: str, *, approved: bool, reason: str) -> CorrectChange:
    """Command that corrects the decision on a change of the profile.

    Args:
        facts: The account's facts of the types `PROFILE`, in order.
        change: Identifier of the change, as its case and its held fact have it.
        approved: The new decision.
        reason: Its reason.
    """
    shown = _states(facts)
    now = shown[-1]
    if approved:
        [held] = [fact.body for fact in facts if isinstance(fact.body, f.ProfileChangeHeld) and fact.body.id == change]
        decided = _place(facts, change, f.ProfileChangeHeld)
        parts = {part: value for part in PARTS if (value := getattr(held, part)) is not None}
        parts = {part: value for part, value in parts.items() if not _changed_since(facts[decided + 1 :], part, change)}
        finding = held.grounds.finding if parts else now["seen"]
    else:
        decided = _place(facts, change, f.ProfileChanged)
        before, after = shown[decided - 1], shown[decided]
        parts = {part: before[part] for part in PARTS if before[part] != after[part] and now[part] == after[part]}
        finding = before["seen"] if now["seen"] == after["seen"] else now["seen"]
    return CorrectChange(id=change, approved=approved, **parts, finding=finding, reason=reason)


def had_another_holder(facts: Iterable[Fact], since: datetime) -> bool:
    """Whether the holder has changed since the application: it was the earlier holder's."""
    return any(isinstance(fact.body, f.HolderChanged) and fact.recorded_at >= since for fact in facts)


def _place(facts: Sequence[Fact], change: str, kind: type[f.ProfileChangeHeld | f.ProfileChanged]) -> int:
    """Place of the last fact of that kind about the change."""
    return max(
        place
        for place, fact in enumerate(facts)
        if isinstance(fact.body, kind) and getattr(fact.body, "id", None) == change
    )


def _changed_since(later: Iterable[Fact], part: str, change: str) -> bool:
    """Whether the holder has changed the part by another request since."""
    return any(
        isinstance(fact.body, f.NameChanged | f.ProfileChanged)
        and getattr(fact.body, "id", None) != change
        and getattr(fact.body, part, None) is not None
        for fact in later
    )


def _states(facts: Iterable[Fact]) -> list[_Profile]:
    """Profile after each fact, with the fingerprint of what a person has seen in it."""
    shown: _Profile = {"seen": ""}
    found: list[_Profile] = []
    for fact in facts:
        shown = {**shown, **_change(fact.body)}
        found.append(shown)
    return found


def _change(body: FactBody) -> _Profile:
    if isinstance(body, f.AccountRegistered):
        return {part: getattr(body, part) for part in PARTS}
    if isinstance(body, f.NameChanged):
        return {"name": body.name, "seen": ""}
    if isinstance(body, f.ProfileChanged | f.ProfileRestored):
        return {**{part: value for part in PARTS if (value := getattr(body, part)) is not None}, "seen": body.finding}
    if isinstance(body, f.RegistrationHeld):
        return {"seen": body.grounds.finding}
    if isinstance(body, f.HolderChanged):
        return {"seen": ""}
    finding = getattr(body, "finding", "")
    return {"seen": finding} if finding else {}
