"""Who decides a case: the roles of its kind, and the persons whom it takes."""

from datetime import timedelta

from api.handling.entering import CommandHandling
from api.handling.fresh import is_stale, require_fresh
from api.http.authentication import require
from api.http.problems import ProblemError
from ledger.cases import deferring
from ledger.people.callers import Caller
from ledger.sanctions import four_eyes
from ledger.streams import records
from ledger.streams.records import Entered
from models.accounts.commands import Refusal
from models.cases.cases import Case, CaseBody, CaseKind, Outcome, Ruling
from models.roles import Role
from regulation.cases import cases as rules
from regulation.cases.deferring import deferred
from regulation.cases.four_eyes import NOTHING, Further, considering
from regulation.cases.reducer import CASE
from regulation.words.case_kinds import KINDS, Decider


def require_decider(caller: Caller, case: Case) -> None:
    """Require the roles that may decide this kind of case.

    Raises:
        ProblemError: when the caller may not.
    """
    require(caller, roles_of(KINDS[case.opening.kind].deciders))


async def require_decider_of(case: str, handling: CommandHandling) -> None:
    """Require the roles that may decide this kind of case; nothing where there is no such case."""
    known = (await records.state_of(handling.app_state.database, CASE, case)).state
    if known is not None:
        require_decider(handling.caller, known)


async def require_fresh_to_close(case: str, outcome: Outcome, handling: CommandHandling) -> None:
    """Require a fresh sign-in of the person at a terminal before a case of closure is approved.

    Raises:
        ProblemError: when the sign-in is older.
    """
    if outcome is not Outcome.APPROVED or not is_stale(handling.app_state, handling.caller):
        return
    known = (await records.state_of(handling.app_state.database, CASE, case)).state
    if known is not None and known.opening.kind is CaseKind.CLOSURE:
        require_fresh(handling.app_state, handling.caller)


def barred(caller: Caller, case: Case) -> Refusal | None:
    """Return why the caller may decide no case of this kind; None where the caller may."""
    try:
        require_decider(caller, case)
    except ProblemError as problem:
        return Refusal(code="not_permitted", message=str(problem), article=KINDS[case.opening.kind].article)
    return None


def window_of(handling: CommandHandling) -> timedelta:
    """Return the window in which the caller may take a decision back: a service has none, since nobody looks."""
    return timedelta(0) if handling.caller.person is None else handling.app_state.take_back_window


async def further_of(handling: CommandHandling, case: str) -> Further:
    """Return what was decided elsewhere and counts for this case: who may not decide it, what takes two persons."""
    async with handling.app_state.database.snapshot() as connection:
        known = (await records.state_within(connection, CASE, case)).state
        return NOTHING if known is None else await four_eyes.further(connection, known)


async def decided(handling: CommandHandling, case: str, ruling: Ruling) -> Entered[CaseBody, Case]:
    """Decide a case as the caller: at once, or after the window to take it back, where the kind may wait.

    Raises:
        ProblemError: when the rules or the consequence refuse, or it takes a fresh sign-in.
    """
    await require_fresh_to_close(case, ruling.outcome, handling)
    window = window_of(handling)
    by_caller = rules.decide_case(handling.caller.actor, ruling, persons=await handling.persons())
    at_once = considering(await further_of(handling, case), by_caller)
    if not window:
        return await handling.execute(CASE, case, at_once)
    return await handling.execute(CASE, case, deferred(at_once, window), deferring.trying(at_once))


def roles_of(deciders: frozenset[Decider]) -> frozenset[Role]:
    """Return the roles that may decide."""
    return frozenset(Role(decider) for decider in deciders)
