"""Reactions to an account's facts: the records opened along with them, and taken back with them, in the same
transaction.

A sanction starts the removal of followers, and asks two people where one may not close or cancel alone. An overturn
cancels what is not done yet, starts the restoration of what is done, and withdraws the exposures. Lock order: these
records, then the account, then exposures.
"""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from ledger import exposures
from ledger.accounts import registry
from ledger.followers import reactions
from ledger.streams import records
from ledger.streams.envelope import Recorded
from models.accounts.commands import Command, Overturn, Reopen, Sanction
from models.accounts.facts import MeasureImposed, Overturned
from models.cases.cases import KIND as CASE_KIND
from models.cases.cases import CaseKind
from models.cases.subjects import CancellationAsked, ClosureAsked, Subject
from models.evidence import Evidence, EvidenceKind
from models.followers import CleanupTerms
from models.words.sanctions import Basis, ByCase, MeasureKind
from models.words.scopes import Scope
from regulation.cases.cases import case_id, open_case, opening, withdraw
from regulation.cases.reducer import CASE
from regulation.sanctions.by_two import BY_CASE

REMOVING: Final = {
    MeasureKind.REMOVE_FOLLOWERS: None,
    MeasureKind.CLEAR_FOLLOWERS: Scope(everything=True),
}
"""Followers whose removal a measure asks for: those gained through the violation (as the finding says, or as the
platform finds out), or all.
"""


def pending_case(kind: CaseKind, account: str, cause: str) -> str:
    """Return the identifier of the only case that can follow from a finding, of this kind."""
    return case_id(kind.value, f"{account}/{cause}")


async def hold(connection: AsyncConnection, account: str, command: Command) -> None:
    """Lock the records that an overturn may take back, before the account is locked."""
    cause = command.id if isinstance(command, Overturn) else None
    if isinstance(command, Reopen):
        cause = await registry.cause_of_closure(connection, account)
    if cause is None:
        return
    for case in cases_about(account, cause):
        await records.lock(connection, CASE_KIND, case)
    await reactions.hold(connection, account, cause)


async def open_two_person_cases(recorded: Recorded) -> None:
    """React to a finding whose catalogue entry asks two people: open a case for their decision."""
    command, finding = recorded.command, recorded.finding
    if not isinstance(command, Sanction):
        return
    basis: Basis = getattr(finding.body, "basis", None) or command.basis
    asked: dict[ByCase, Subject] = {
        "closure": ClosureAsked(category=command.category, violation=command.id),
        "cancellation": CancellationAsked(category=command.category, violation=command.id),
    }
    wanted = [(CaseKind(what), asked[what]) for what in basis.by_case]
    for kind, subject in wanted:
        opened = opening(kind, finding.recorded_at, account=finding.account, subject=subject)
        evidence = tuple(Evidence(kind=EvidenceKind.LINK, link=link) for link in basis.evidence)
        await records.enter(
            recorded.connection,
            records.Command(
                CASE,
                pending_case(kind, finding.account, command.id),
                open_case(opened, evidence),
                actor=finding.actor,
                now=finding.recorded_at,
            ),
        )


async def clean_up(recorded: Recorded) -> None:
    """React to a measure that has followers removed: begin a clean-up."""
    basis: Basis = getattr(recorded.finding.body, "basis", None) or Basis()
    for fact in recorded.facts:
        measure = fact.body
        if isinstance(measure, MeasureImposed) and measure.measure in REMOVING:
            scope = REMOVING[measure.measure] or basis.gained or Scope()
            terms = CleanupTerms(account=fact.account, violation=measure.id, scope=scope, reason=measure.reason)
            await reactions.start(recorded.connection, terms, actor=fact.actor, now=fact.recorded_at)


async def end_opened(recorded: Recorded) -> None:
    """React to an overturn: end the cases and clean-ups that were opened along with the finding."""
    if recorded.alone:
        return
    connection, account = recorded.connection, recorded.account
    for fact in recorded.facts:
        if not isinstance(fact.body, Overturned):
            continue
        cause, now = fact.body.id, fact.recorded_at
        reason = f"{cause} was overturned"
        for case in cases_about(account, cause):
            if (await records.state_within(connection, CASE, case)).state is not None:
                withdrawal = records.Command(CASE, case, withdraw(reason), actor=fact.actor, now=now)
                await records.enter(connection, withdrawal)
        await reactions.overturned(connection, account, cause, reason, actor=fact.actor, now=now)


async def withdraw_exposures(recorded: Recorded) -> None:
    """React to an overturn: withdraw the exposures of a finding that no longer holds."""
    if recorded.alone:
        return
    for fact in recorded.facts:
        if isinstance(fact.body, Overturned):
            cause = fact.body.id
            reason = f"{cause} was overturned"
            await exposures.overturned(
                recorded.connection, fact.account, cause, reason, actor=fact.actor, now=fact.recorded_at
            )


def cases_about(account: str, cause: str) -> tuple[str, ...]:
    """Return the cases that an overturn ends: those that ask two people, and the appeal."""
    return (*(pending_case(kind, account, cause) for kind in BY_CASE), pending_case(CaseKind.APPEAL, account, cause))
