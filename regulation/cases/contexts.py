"""Context of a case: everything that an informed decision takes, in one answer."""

from typing import Annotated

from pydantic import Field as Described

from models.accounts.verdicts import Never
from models.base import Frozen
from models.cases.cases import Actor, CaseKind, CaseStatus, Outcome
from models.evidence import EvidenceFile, Spot
from models.instants import Instant
from models.names import AccountId, AccountKind, CaseId, HolderRef
from models.records import RecordId
from models.sanctions.statements import Statement
from regulation.cases.previews import Closed, Granted
from regulation.cases.traits import TraitKind
from regulation.words.restrictions import AccountStatus


class Asked(Frozen):
    """Parts of the profile that the holder wants to show instead; null: unchanged."""

    name: str | None = None
    bio: str | None = None
    avatar: str | None = None


class About(Frozen):
    """Account that the case is about."""

    account: AccountId
    name: str
    bio: str
    avatar: Annotated[str, Described(description="The platform's reference of the picture.")]
    kind: AccountKind
    holder: HolderRef
    mcn: str | None
    registered_at: Instant
    closed_at: Instant | None
    version: int
    asked: Annotated[Asked | None, Described(description="For a change of the profile that waits.")] = None
    spots: Annotated[
        tuple[Spot, ...], Described(description="Places where screening found a protected name, as recorded.")
    ] = ()


class StandingNow(Frozen):
    """Standing of the account in short."""

    status: AccountStatus
    restrictions: tuple[Closed, ...]
    grants: tuple[Granted, ...]
    monetization_closed_until: Instant | Never | None
    next_boundary: Instant | None
    next_change: Annotated[str, Described(description="What changes by itself next.")]
    next_change_zh: Annotated[str, Described(description="The same in Chinese.")]


class FactShort(Frozen):
    """Fact in one line."""

    seq: int
    type: str
    at: Instant
    actor: str
    zh: str
    en: str
    message: str
    message_zh: str


class Superseded(Frozen):
    """Decision of a case that was corrected since."""

    outcome: Outcome
    reason: str
    by: str
    proposed_by: str | None
    at: Instant


class Earlier(Frozen):
    """Earlier decision about the account, or another account of its holder."""

    case: RecordId
    kind: CaseKind
    account: AccountId | None
    outcome: Outcome
    reason: str
    by: Actor
    proposed_by: Actor | None
    at: Instant
    superseded: Annotated[
        tuple[Superseded, ...], Described(description="Decisions that this one corrected, the first one first.")
    ] = ()
    zh: Annotated[str, Described(description="Text that the holder reads; empty: none was sent.")] = ""
    en: str = ""


class Appealable(Frozen):
    """Action that an appeal is about."""

    statement: Statement
    decided_by: tuple[str, ...]


class Similar(Frozen):
    """Similar case of the same kind."""

    case: RecordId
    account: AccountId | None
    name: Annotated[str, Described(description="Name that its account shows now.")] = ""
    title: str
    status: CaseStatus
    opened_at: Instant
    shared: Annotated[tuple[TraitKind, ...], Described(description="What it has in common, the weightiest first.")]
    score: int
    outcome: Outcome | None = None
    reason: str = ""
    by: Actor | None = None
    at: Instant | None = None


class ClusterMember(Frozen):
    """Account of a cluster with its standing; without name and status if it is not registered here."""

    account: AccountId
    name: str | None = None
    status: AccountStatus | None = None
    restrictions: Annotated[tuple[Closed, ...], Described(description="Restrictions in force now.")] = ()


class ClusterAbout(Frozen):
    """Cluster of accounts that the case is about."""

    cluster: CaseId
    round: int
    accounts: Annotated[int, Described(description="Number of accounts that the case is about.")]
    members: Annotated[tuple[ClusterMember, ...], Described(description="The first 50 of them, by identifier.")]


class Context(Frozen):
    """Context of a case."""

    case: RecordId
    kind: CaseKind
    version: int
    files: Annotated[tuple[EvidenceFile, ...], Described(description="Files of the evidence that are kept here.")] = ()
    about: About | None
    standing: StandingNow | None
    history: Annotated[tuple[FactShort, ...], Described(description="The latest facts, the newest first.")] = ()
    holders_accounts: Annotated[
        tuple[AccountId, ...], Described(description="Other accounts that the holder has, or had.")
    ] = ()
    earlier: Annotated[
        tuple[Earlier, ...], Described(description="Decided cases about these accounts, the newest first.")
    ] = ()
    actions: Annotated[
        tuple[Statement, ...], Described(description="Latest actions against the account, the newest first.")
    ] = ()
    appealed: Annotated[Appealable | None, Described(description="For an appeal: what it is about.")] = None
    similar: tuple[Similar, ...] = ()
    cluster: Annotated[
        ClusterAbout | None, Described(description="For accounts that may act in concert: who they are.")
    ] = None
