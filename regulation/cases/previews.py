"""Previews of decisions: the choices of a person, and what would follow from each (dry run)."""

from typing import Annotated, Literal

from pydantic import Field as Described

from models.accounts.commands import Refusal
from models.accounts.verdicts import Answer, Never
from models.base import Frozen
from models.cases.cases import CaseKind, Outcome
from models.instants import Instant
from models.names import AccountId, CaseId
from models.records import RecordId
from models.words.restrictions import RestrictionKind
from regulation.words.restrictions import AccountStatus

Taking = Literal["decides", "proposes", "confirms", "drops"]
"""Weight of a person's decision: it takes effect; it waits for a second person; it is the second one; or it drops a
proposed correction.
"""


class Choice(Frozen):
    """Outcome of a case, and whether this person may choose it now."""

    outcome: Outcome
    zh: str
    en: str
    may: Annotated[bool, Described(description="Whether this person may choose it now.")]
    refusal: Annotated[Refusal | None, Described(description="Why not, and what would be right.")] = None
    taking: Annotated[
        Taking | None,
        Described(
            description="`decides`: it takes effect; `proposes`: a second person must decide the same; `confirms`: "
            "this is the second person; `drops`: a proposed correction is not followed."
        ),
    ] = None
    takes_effect_at: Annotated[
        Instant | None, Described(description="When it takes effect, if it can be taken back until then.")
    ] = None
    reason_needed: bool
    terms: Annotated[str | None, Described(description="Type of the terms that it may carry.")] = None


class Closed(Frozen):
    """Restriction in values and in words."""

    privilege: str
    kind: RestrictionKind
    article: int
    cause: str
    since: Instant
    until: Instant | Never
    zh: str
    en: str


class Granted(Frozen):
    """Grant in values and in words."""

    privilege: str
    article: int
    source: str
    since: Instant
    until: Instant | Never
    zh: str
    en: str


class PrivilegeChange(Frozen):
    """Privilege whose answer changes, or the instant at which it opens."""

    privilege: str
    zh: str
    en: str
    before: Answer
    after: Answer
    opens_at: Annotated[
        Instant | Never | None,
        Described(description="When it would open without new facts, if it is refused afterwards."),
    ] = None


class FactForeseen(Frozen):
    """Fact that would be recorded."""

    type: str
    id: CaseId | None
    zh: str
    en: str
    message: str
    message_zh: str


class AccountEffect(Frozen):
    """Effect on one account."""

    account: AccountId
    name: str
    name_before: str
    status_before: AccountStatus
    status_after: AccountStatus
    facts: tuple[FactForeseen, ...]
    restrictions: Annotated[tuple[Closed, ...], Described(description="Restrictions that would be added.")] = ()
    lifted: Annotated[tuple[Closed, ...], Described(description="Restrictions that would end.")] = ()
    grants: Annotated[tuple[Granted, ...], Described(description="Grants that would be added.")] = ()
    grants_lost: tuple[Granted, ...] = ()
    privileges: Annotated[
        tuple[PrivilegeChange, ...], Described(description="Privileges whose answer would change at once.")
    ] = ()
    monetization_suspended_until: Annotated[
        Instant | Never | None, Described(description="End of all restrictions on profit-making; null: none runs.")
    ] = None
    closed: Annotated[bool, Described(description="Whether it would close the account.")] = False
    holder_barred: Annotated[
        bool, Described(description="Whether the holder would be barred from registering again.")
    ] = False


class EventForeseen(Frozen):
    """Event that the platform would receive."""

    type: str
    account: AccountId | None = None
    record: RecordId | None = None


class StatementForeseen(Frozen):
    """Text that the holder would read."""

    account: AccountId | None
    action: Annotated[CaseId | None, Described(description="Null: the answer to an application.")] = None
    zh: str
    en: str


class Undoing(Frozen):
    """Effect of withdrawing a decision, in words."""

    outcome: Annotated[Outcome, Described(description="Outcome that is withdrawn.")]
    zh: str
    en: str


class Preview(Frozen):
    """What would follow from one outcome; nothing of it is recorded."""

    choice: Choice
    undone: Annotated[
        Undoing | None, Described(description="For a correction: what the withdrawal of the decision in force undoes.")
    ] = None
    accounts: tuple[AccountEffect, ...] = ()
    accounts_concerned: Annotated[int, Described(description="Number of accounts; the first ones are listed.")] = 0
    events: tuple[EventForeseen, ...] = ()
    statements: tuple[StatementForeseen, ...] = ()
    reason_missing: Annotated[
        bool, Described(description="Whether a needed reason was not given yet: the texts show a place for it.")
    ] = False


class Previewed(Frozen):
    """Previews of the outcomes of a case."""

    case: RecordId
    kind: CaseKind
    version: int
    outcomes: tuple[Preview, ...]
