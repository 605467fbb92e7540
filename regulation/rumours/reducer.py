"""Reducer of a rumour: the moves that each status allows (`MOVES`), and the fold of its entries into its state."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

from models.records import Listed
from models.rumours.rumours import (
    KIND,
    Answered,
    CalledOff,
    Closed,
    ContentsFound,
    Corrected,
    Escalated,
    InformationVerified,
    Opened,
    OpenOrder,
    Ordered,
    Progress,
    Reopened,
    Rumour,
    RumourBody,
    RumourEntry,
    RumourStatus,
    Step,
    TermsAdded,
    ViolationsOverturned,
    ViolationsRecorded,
)
from regulation.records import RecordType

RumourMove = Literal["add_contents", "add_terms", "verify", "close", "correct", "reopen", "accuse", "clear"]

MOVES: Final[Mapping[RumourStatus, Mapping[RumourMove, RumourStatus]]] = {
    RumourStatus.OPEN: {
        "add_contents": RumourStatus.OPEN,
        "add_terms": RumourStatus.OPEN,
        "verify": RumourStatus.OPEN,
        "close": RumourStatus.CLOSED,
        "correct": RumourStatus.CORRECTED,
        "accuse": RumourStatus.OPEN,
    },
    RumourStatus.CLOSED: {
        "add_contents": RumourStatus.CLOSED,
        "correct": RumourStatus.CORRECTED,
        "reopen": RumourStatus.OPEN,
        "accuse": RumourStatus.CLOSED,
    },
    RumourStatus.CORRECTED: {"reopen": RumourStatus.OPEN, "clear": RumourStatus.CORRECTED},
}
"""Moves that each status allows, and the status that each leads to."""

_NOTHING: Final = Progress()


def progress(rumour: Rumour, step: Step) -> Progress:
    """Progress of a step, also of one that was never begun."""
    return rumour.steps.get(step, _NOTHING)


def _apply(rumour: Rumour | None, entry: RumourEntry) -> Rumour:
    body, at = entry.body, entry.recorded_at
    if isinstance(body, Opened):
        return Rumour(
            id=entry.record,
            status=RumourStatus.OPEN,
            opening=body.opening,
            opened_at=at,
            opened_by=entry.actor,
            since=at,
            steps={},
        )
    if rumour is None:
        raise ValueError(f"rumour {entry.record}: its first entry is {body.type}, not its opening")
    return rumour.model_copy(update=_CHANGES[type(body)](rumour, entry))


def _terms_added(rumour: Rumour, entry: Any) -> dict[str, Any]:
    terms = (*rumour.opening.terms, *entry.body.terms)
    return {"opening": rumour.opening.model_copy(update={"terms": terms})}


def _verified(rumour: Rumour, entry: Any) -> dict[str, Any]:
    opening = rumour.opening.model_copy(update={"information": entry.body.information})
    return {"opening": opening, "pinned": (), "recommended": False, "measured": False}


def _ordered(rumour: Rumour, entry: Any) -> dict[str, Any]:
    body: Ordered = entry.body
    order = OpenOrder(directive=body.directive, due_at=body.due_at)
    before = progress(rumour, body.step)
    after = before.model_copy(
        update={
            "orders": before.orders + 1,
            "open": (*before.open, order),
            "done_at": None,
            # The step was late for lack of information; from now on it has a due time of its own.
            "late_since": before.late_since if before.open or before.failed else None,
        }
    )
    return {"orders": rumour.orders + 1, "steps": {**rumour.steps, body.step: after}, **_meant(rumour, body)}


def _meant(rumour: Rumour, body: Ordered) -> dict[str, Any]:
    """Changes that an order makes to what the platform shows."""
    match body.step:
        case Step.PIN:
            up = dict.fromkeys((*rumour.up, *body.terms))
            return {"pinned": (*rumour.pinned, *body.terms), "up": tuple(up)}
        case Step.UNPIN:
            return {"pinned": (), "up": ()}
        case Step.RECOMMEND:
            return {"recommended": True, "told": True}
        case Step.CORRECT:
            return {"recommended": False, "told": False}
        case Step.MEASURE:
            return {"measured": True}
        case _:
            return {}


def _answered(rumour: Rumour, entry: Any) -> dict[str, Any]:
    body: Answered = entry.body
    before = progress(rumour, body.step)
    still_open = tuple(order for order in before.open if order.directive != body.directive)
    # An order that is not open any more had failed, and was carried out after all.
    again = len(still_open) == len(before.open)
    failed = before.failed + (body.outcome == "failed") - (again and body.outcome == "done")
    nothing_left = not still_open and not failed
    after = before.model_copy(
        update={
            "open": still_open,
            "failed": max(0, failed),
            "done": before.done + (0 if body.counts is None else body.counts.done),
            "done_at": entry.recorded_at if nothing_left else None,
            "late_since": None if nothing_left else before.late_since,
        }
    )
    return {"steps": {**rumour.steps, body.step: after}}


def _called_off(rumour: Rumour, entry: Any) -> dict[str, Any]:
    body: CalledOff = entry.body
    before = progress(rumour, body.step)
    still_open = tuple(order for order in before.open if order.directive != body.directive)
    late = before.late_since if still_open or before.failed else None
    after = before.model_copy(update={"open": still_open, "late_since": late})
    return {"steps": {**rumour.steps, body.step: after}}


def _escalated(rumour: Rumour, entry: Any) -> dict[str, Any]:
    before = progress(rumour, entry.body.step)
    after = before.model_copy(update={"late_since": before.late_since or entry.recorded_at})
    return {"steps": {**rumour.steps, entry.body.step: after}}


def _reopened(rumour: Rumour, entry: Any) -> dict[str, Any]:
    return {
        "status": MOVES[rumour.status]["reopen"],
        "since": entry.recorded_at,
        "turn": rumour.turn + 1,
        "ended_at": None,
        "reason": entry.body.reason,
        "correction": None,
        "pinned": (),
        "recommended": False,
        "measured": False,
    }


_CHANGES: Final[Mapping[type, Callable[[Rumour, Any], dict[str, Any]]]] = {
    ContentsFound: lambda rumour, entry: {"contents": rumour.contents + entry.body.count},
    TermsAdded: _terms_added,
    InformationVerified: _verified,
    Ordered: _ordered,
    Answered: _answered,
    CalledOff: _called_off,
    Escalated: _escalated,
    Closed: lambda rumour, entry: {
        "status": MOVES[rumour.status]["close"],
        "ended_at": entry.recorded_at,
        "reason": entry.body.reason,
    },
    Corrected: lambda rumour, entry: {
        "status": MOVES[rumour.status]["correct"],
        "ended_at": entry.recorded_at,
        "reason": entry.body.reason,
        "correction": entry.body,
    },
    Reopened: _reopened,
    ViolationsRecorded: lambda rumour, entry: {
        "violations": rumour.violations + sum(one.outcome == "recorded" for one in entry.body.accounts)
    },
    ViolationsOverturned: lambda rumour, entry: {
        "violations": rumour.violations - sum(one.outcome == "overturned" for one in entry.body.accounts)
    },
}


def _listed(rumour: Rumour) -> Listed:
    due = [order.due_at for each in rumour.steps.values() for order in each.open]
    return Listed(status=rumour.status.value, label=rumour.opening.field.value, due_at=min(due, default=None))


RUMOUR: Final[RecordType[RumourBody, Rumour]] = RecordType(KIND, RumourEntry, Rumour, _apply, _listed)
