"""Consequences of the decision of a case: one row a kind, carried out in the same transaction as the decision.

A new kind of case needs a row here (docs/cases.md shows how). A consequence records facts of accounts
(`deciding.command`), entries in other records (`deciding.enter`), or nothing; and it may refuse: then nothing is
decided, and nothing of what it did is left.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from ledger.reactions import appeal, certification, coordination, enforcement, followers, identity, network, nothing
from ledger.reactions.deciding import Deciding
from ledger.streams.records import Happened
from models.accounts.commands import Refusal
from models.cases.cases import Case, CaseBody, CaseKind

Consequence = Callable[[Deciding], Awaitable[Refusal | None]]

CONSEQUENCES: Final[Mapping[CaseKind, Consequence]] = {
    CaseKind.REGISTRATION: identity.registration,
    CaseKind.PROFILE_CHANGE: identity.profile_change,
    CaseKind.CERTIFICATION: certification.follows,
    CaseKind.EMBLEM: nothing.follows,
    CaseKind.IMPERSONATION: identity.impersonation,
    CaseKind.APPEAL: appeal.follows,
    CaseKind.COORDINATION: coordination.follows,
    CaseKind.CLOSURE: enforcement.closure,
    CaseKind.CANCELLATION: enforcement.cancellation,
    CaseKind.DIRECTIVE: nothing.follows,
    CaseKind.RUMOUR: nothing.follows,
    CaseKind.REPORT: nothing.follows,
    CaseKind.FOLLOWERS: followers.settles,
    CaseKind.NETWORK: network.sanctioned,
    CaseKind.CREDIT_CODE: nothing.follows,
}
"""Consequence of each kind. `nothing.follows`: the decision only notes that a person has dealt with it, and their acts
have records of their own.
"""


async def carry_out(happened: Happened[CaseBody, Case]) -> Refusal | None:
    """React to a decision: carry out its consequences for accounts and other records, or return why that is
    impossible.
    """
    case = happened.state
    if case.decision is None:
        raise AssertionError(f"case {case.id} is decided and has no decision")
    deciding = Deciding(happened.connection, case, case.decision, happened.command.rulebook, happened.receipts)
    return await CONSEQUENCES[case.opening.kind](deciding)
