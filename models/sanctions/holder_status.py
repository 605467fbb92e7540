"""Status of an account for its holder: what it may do, what not, why, until when, and the decisions behind it."""

from typing import Annotated

from pydantic import Field as Described

from models.accounts.verdicts import Never
from models.base import Frozen
from models.instants import Instant
from models.names import AccountId, CaseId
from models.sanctions.statements import Statement
from models.words.restrictions import Origin, RestrictionKind


class HolderReason(Frozen):
    """Reason for closed privileges, in words for the holder."""

    article: int
    kind: RestrictionKind
    cause: CaseId
    since: Instant
    until: Instant | Never
    statement: Annotated[
        CaseId | None,
        Described(
            description="Identifier of the statement below that it comes from; null: it comes from none of them."
        ),
    ]
    of_earlier_holder: Annotated[
        bool,
        Described(description="Whether it comes from a decision about an earlier holder, whose reasons are not shown."),
    ]
    origin: Annotated[
        Origin | None, Described(description="The holder's other account on which it was decided, if any.")
    ]
    zh: str
    en: str
    lifted_by_zh: str
    lifted_by_en: str


class HolderPrivilege(Frozen):
    """One privilege, or several methods of profit-making with the same answer."""

    privileges: tuple[str, ...]
    open: bool
    until: Annotated[
        Instant | Never | None,
        Described(
            description="Open: the end, if it has one, else null. Closed: the first instant at which it opens by "
            "itself; `never`: only if something else happens."
        ),
    ]
    zh: str
    en: str
    reasons: tuple[HolderReason, ...] = ()


class HolderStatus(Frozen):
    """Status of an account at an instant, with nothing of anyone else: no reviewer, no other holder, no notes."""

    account: AccountId
    name: str
    at: Instant
    version: int
    status: str
    status_zh: str
    status_en: str
    privileges: tuple[HolderPrivilege, ...]
    statements: Annotated[
        tuple[Statement, ...],
        Described(description="Decisions about this holder on the account, newest first, each with its appeal."),
    ]
