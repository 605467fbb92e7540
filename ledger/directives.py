"""Directives in the ledger: an order that is escalated becomes a case, and one that is answered needs none any more."""

from sqlalchemy.ext.asyncio import AsyncConnection

from ledger import dossiers, escalations
from ledger.dossiers import Command, Entered
from models.case_subjects import Reference
from models.cases import CaseKind, Evidence, EvidenceKind
from models.directives import KIND, Acknowledged, Directive, DirectiveBody, Escalated, Withdrawn
from models.instants import shown
from models.names import TEXT_LENGTH
from regulation.directives import ORDERS

DirectiveCommand = Command[DirectiveBody, Directive]
EnteredDirective = Entered[DirectiveBody, Directive]


async def enter(connection: AsyncConnection, command: DirectiveCommand) -> EnteredDirective:
    """Enter something in an order, within the caller's transaction: to be used wherever one is answered, withdrawn or
    followed up, in place of `dossiers.enter`.
    """
    entered = await dossiers.enter(connection, command)
    directive, origin = entered.state, Reference(kind=KIND, id=entered.dossier)
    if directive is None:
        return entered
    for entry in entered.entries:
        body, at = entry.body, entry.recorded_at
        if isinstance(body, Escalated):
            await escalations.escalate(
                connection,
                origin,
                CaseKind.DIRECTIVE,
                Evidence(kind=EvidenceKind.TEXT, text=_why(directive, body)),
                actor=command.actor,
                now=at,
                account=directive.terms.account,
                title=f"{body.because}: {ORDERS[directive.terms.order].words}",
                article=directive.terms.article,
            )
        elif isinstance(body, Acknowledged) and body.outcome == "done":
            await escalations.settled(
                connection, origin, f"carried out, acknowledged {shown(at)}", actor=command.actor, now=at
            )
        elif isinstance(body, Withdrawn):
            reason = f"the order was withdrawn: {body.reason or 'no reason given'}"[:TEXT_LENGTH]
            await escalations.settled(connection, origin, reason, actor=command.actor, now=at)
    return entered


def _why(directive: Directive, escalated: Escalated) -> str:
    if escalated.because == "failed":
        return f"the platform answered that it failed: {directive.reason}"[:TEXT_LENGTH]
    return (
        f"due {shown(directive.terms.due_at)}, sent {directive.attempts} times, last {shown(directive.last_sent_at)}; "
        "no answer"
    )
