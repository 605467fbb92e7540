"""Directives in the ledger: an escalated order opens a case; an answer or a withdrawal closes that case."""

from datetime import datetime

from ledger.cases import escalations
from ledger.streams.records import Command, Entered, Happened
from models.cases.cases import CaseKind
from models.directives import Acknowledged, Directive, DirectiveBody, Escalated, Withdrawn
from models.instants import shown
from models.names import TEXT_LENGTH
from regulation.directives import ORDERS

DirectiveCommand = Command[DirectiveBody, Directive]
EnteredDirective = Entered[DirectiveBody, Directive]


async def open_case(happened: Happened[DirectiveBody, Directive]) -> None:
    """React to an escalation: open a case, so that a person deals with the order."""
    directive = happened.state
    for entry in happened.entries:
        if isinstance(entry.body, Escalated):
            await escalations.open_case(
                happened,
                CaseKind.DIRECTIVE,
                _why(directive, entry.body),
                account=directive.terms.account,
                title=f"{entry.body.because}: {ORDERS[directive.terms.order].words}",
                article=directive.terms.article,
            )


async def close_case(happened: Happened[DirectiveBody, Directive]) -> None:
    """React to an answer or a withdrawal: close the case, since no person has to deal with the order any more."""
    for entry in happened.entries:
        reason = _settled_by(entry.body, entry.recorded_at)
        if reason is not None:
            await escalations.close_case(happened, reason)


def _settled_by(body: DirectiveBody, at: datetime) -> str | None:
    if isinstance(body, Acknowledged) and body.outcome == "done":
        return f"carried out, acknowledged {shown(at)}"
    if isinstance(body, Withdrawn):
        return f"the order was withdrawn: {body.reason or 'no reason given'}"[:TEXT_LENGTH]
    return None


def _why(directive: Directive, escalated: Escalated) -> str:
    if escalated.because == "failed":
        return f"the platform answered that it failed: {directive.reason}"[:TEXT_LENGTH]
    return (
        f"due {shown(directive.terms.due_at)}, sent {directive.attempts} times, last {shown(directive.last_sent_at)}; "
        "no answer"
    )
