"""Response bodies: standings as data and as text, results of commands, pages of facts and events."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field
from starlette.responses import Response

from api.http.cursors import Number, PageOf, items_named
from ledger.accounts.reactions import pending_case
from ledger.accounts.reading import RecordedFact
from ledger.store.host_clock import Agreement
from models.accounts.commands import Outcome, Receipt
from models.accounts.facts import BanImposed, Fact, FactBody, HolderRestricted, ViolationRecorded, reference_of
from models.accounts.standing import Restriction, Standing
from models.accounts.verdicts import Answer, Never, Reason, Segment
from models.base import Frozen
from models.cases.cases import CaseKind
from models.events.announcements import Announcement, AnyAnnouncement
from models.gate.receipts import DecisionReceipt, Reevaluation
from models.instants import Instant
from models.names import AccountId, AccountKind, CaseId, HolderRef, Link
from models.words import sanctions
from models.words.privileges import ASKABLE, Method
from models.words.privileges import Field as PublishingField
from models.words.sanctions import Consequences
from models.words.violations import Category
from regulation.standing.boundaries import next_boundary, transition_at
from regulation.standing.status import status_of
from regulation.standing.verdicts import NEVER, reason_of, verdict
from regulation.words import chinese, english
from regulation.words.languages import Words
from regulation.words.restrictions import RANK, AccountStatus
from regulation.words.statuses import STATUSES


class Boundary(Frozen):
    """The next automatic change of a standing, and its time."""

    at: Instant
    message: str
    message_zh: str


class Summary(Frozen):
    """Summary of a standing at an instant."""

    status: AccountStatus
    message: str
    message_zh: str
    restrictions: tuple[Reason, ...]
    next_boundary: Boundary | None


class OpenGrant(Frozen):
    """A certification or a granted application in force."""

    privilege: str
    article: int
    source: str
    since: Instant
    until: Instant | Never


class PrivilegeNow(Frozen):
    """Summary of the answer for one privilege."""

    privilege: str
    answer: Answer
    until: Instant | Never | None
    """The first instant at which it would be allowed; None when it is."""
    reason: str | None
    reason_zh: str | None


class StandingAnswer(Summary):
    """The whole standing at an instant."""

    account: AccountId
    version: int
    at: Instant
    as_of: Instant
    """Recording time of the last fact behind it."""
    grants: tuple[OpenGrant, ...]
    privileges: tuple[PrivilegeNow, ...]


class AccountAnswer(Frozen):
    """Data of an account."""

    account: AccountId
    kind: AccountKind
    holder: HolderRef
    name: str
    bio: str
    mcn: str | None
    fields: tuple[PublishingField, ...]
    status: AccountStatus
    registered_at: Instant
    closed_at: Instant | None
    version: int


class FactRef(Frozen):
    """A fact that a command appended."""

    seq: int
    type: str
    id: CaseId | None
    effective_at: Instant
    recorded_at: Instant


class CommandAnswer(Frozen):
    """Result of a command, and the standing after it."""

    account: AccountId
    outcome: Outcome
    version: int
    id: CaseId | None
    facts: tuple[FactRef, ...]
    standing: Summary


class SanctionAnswer(CommandAnswer):
    """Consequences of a finding, and the standing after it."""

    category: Category
    consequences: Consequences
    nth: Annotated[
        int | None, Field(description="Ordinal of this violation within its category, within the period that counts.")
    ]
    rules: Annotated[str, Field(description="Version of the catalogue that was applied.")]
    evidence: tuple[Link, ...]
    cases: Annotated[
        tuple[CaseId, ...], Field(description="Cases in which two people decide the remaining consequences.")
    ]
    dry_run: bool


class ApplicationAnswer(CommandAnswer):
    """Answer to an application; a refusal has its reasons, and when an application would be granted (article 8)."""

    methods: tuple[Method, ...]
    message: str
    message_zh: str
    reasons: tuple[Reason, ...] = ()
    eligible_at: Instant | Never | None = None


class Basis(Frozen):
    """The facts that an answer depends on: those of the account from 1 up to `version`."""

    account: str
    version: int
    hash: Annotated[
        str, Field(description="Hash of the last of these facts, hexadecimal; each hash covers all facts before.")
    ]


class ReceiptAnswer(Reevaluation):
    """The question, the recorded answer, and the answer that the same facts give today."""

    id: str
    caller: str
    kind: str
    asked_at: Instant
    question: Annotated[Any, Field(description="The question as recorded.")]
    answer: Annotated[Any, Field(description="The answer as recorded.")]
    facts: Basis
    hash: Annotated[str, Field(description="SHA-256 of the receipt, hexadecimal.")]


class FactAnswer(Fact):
    """A fact with its hash in the chain."""

    body: FactBody
    hash: Annotated[str, Field(description="SHA-256 over the hash before and this fact, hexadecimal.")]


class FactsPage(PageOf[FactAnswer, Number]):
    """Facts in the order in which they were recorded."""

    model_config = items_named("facts")


class EventsPage(Frozen):
    """Announcements in the order in which they were recorded."""

    events: tuple[AnyAnnouncement, ...]
    next: Annotated[int, Field(description="Pass it as `after` to continue, also when the page is empty.")]


class TimelineAnswer(Frozen):
    """Past and future states of each privilege, if nothing else happens."""

    account: AccountId
    version: int
    start: Annotated[Instant, Field(serialization_alias="from")]
    end: Annotated[Instant, Field(serialization_alias="to")]
    segments: tuple[Segment, ...]


class Health(Frozen):
    """Liveness of the process."""

    status: str = "alive"


class Waiting(Frozen):
    """Outbox entries that have not been delivered to Temporal, by stream."""

    facts: Annotated[int, Field(description="Facts of accounts.")]
    entries: Annotated[int, Field(description="Entries of records: cases, directives, rumours, reports and the like.")]


class ClockReadiness(Frozen):
    """This host's clock compared with the database's, which determines due times and recording times."""

    difference_s: Annotated[
        float | None,
        Field(description="Seconds by which this host's clock is ahead of the database's; negative: behind."),
    ]
    agreement: Annotated[Agreement, Field(description="`differs` is also logged; with `unfit` this host is not ready.")]


class Readiness(Frozen):
    """Readiness of the process: the database responds; the backlog for workers."""

    status: Annotated[
        Literal["ready", "without_worker"],
        Field(description="`without_worker`: verdicts and commands are served, workflows and announcements wait."),
    ]
    workers: Annotated[int, Field(description="Workers that have polled Temporal within the last seconds.")]
    clock: ClockReadiness
    outbox_depth: Annotated[int, Field(description="Outbox size: facts and entries not yet delivered to Temporal.")]
    outbox: Waiting
    oldest_overdue_boundary: Annotated[
        Instant | None,
        Field(description="The oldest boundary that has passed and is not recorded; verdicts already reflect it."),
    ]


def json(answer: BaseModel, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return the answer as a response; it is serialised once and not validated again."""
    return Response(answer.model_dump_json(by_alias=True), status, headers, media_type="application/json")


def events(told: Iterable[Announcement], following: int | None) -> Response:
    """Return a page of events, which may contain types that only a newer version of Standing knows."""
    following_json = "null" if following is None else following
    page = f'{{"events":[{",".join(one.model_dump_json() for one in told)}],"next":{following_json}}}'
    return Response(page, media_type="application/json")


def versioned(version: int) -> dict[str, str]:
    """Return the ETag header, the version that `If-Match` is compared with."""
    return {"ETag": f'"{version}"'}


def summary(standing: Standing, at: datetime) -> Summary:
    """Return the summary of the standing."""
    message = in_words(standing, at)
    return Summary.trusted(
        status=status_of(standing, at),
        message=message.en,
        message_zh=message.zh,
        restrictions=tuple(map(reason_of, _in_force(standing, at))),
        next_boundary=next_change(standing, at),
    )


def whole(standing: Standing, at: datetime) -> StandingAnswer:
    """Return the standing in full."""
    verdicts = [verdict(standing, privilege, at) for privilege in ASKABLE]
    return StandingAnswer(
        **dict(summary(standing, at)),
        account=standing.account,
        version=standing.version,
        at=at,
        as_of=standing.as_of,
        grants=tuple(
            OpenGrant(
                privilege=grant.privilege,
                article=grant.article,
                source=grant.source,
                since=grant.interval.start,
                until=grant.interval.end or NEVER,
            )
            for grant in standing.grants
            if grant.interval.covers(at)
        ),
        privileges=tuple(
            PrivilegeNow(
                privilege=one.privilege,
                answer=one.answer,
                until=one.until,
                reason=one.reasons[0].message if one.reasons else None,
                reason_zh=one.reasons[0].message_zh if one.reasons else None,
            )
            for one in verdicts
        ),
    )


def account(standing: Standing, at: datetime) -> AccountAnswer:
    """Return the data of the account."""
    return AccountAnswer(
        account=standing.account,
        kind=standing.kind,
        holder=standing.holder,
        name=standing.name,
        bio=standing.bio,
        mcn=standing.mcn,
        fields=standing.fields,
        status=status_of(standing, at),
        registered_at=standing.registered_at,
        closed_at=standing.closed_at,
        version=standing.version,
    )


def command(receipt: Receipt, standing: Standing) -> CommandAnswer:
    """Return the result of a command; `standing` is that of the receipt's version."""
    last = receipt.facts[-1]
    # Restrictions inherited from the holder have their own identifiers; the answer has that of the command.
    asked = [fact for fact in receipt.facts if not isinstance(fact.body, HolderRestricted)] or [last]
    return CommandAnswer.trusted(
        account=receipt.account,
        outcome=receipt.outcome,
        version=receipt.version,
        id=reference_of(asked[-1].body),
        facts=tuple(
            FactRef.trusted(
                seq=fact.seq,
                type=fact.body.type,
                id=reference_of(fact.body),
                effective_at=fact.effective_at,
                recorded_at=fact.recorded_at,
            )
            for fact in receipt.facts
        ),
        standing=summary(standing, last.recorded_at),
    )


def sanction(receipt: Receipt, standing: Standing, *, dry_run: bool = False) -> SanctionAnswer:
    """Return the consequences of a finding; repetitions return the same, as all of it is in the facts."""
    common, finding = command(receipt, standing), receipt.facts[0].body
    if not isinstance(finding, BanImposed | ViolationRecorded):
        raise AssertionError("the first fact of a sanction is its finding")  # noqa: TRY004 - an internal error
    basis = finding.basis or sanctions.Basis()
    found = basis.consequences or Consequences()
    return SanctionAnswer(
        **{**dict(common), "id": finding.id},
        category=finding.category,
        consequences=found,
        nth=basis.nth,
        rules=basis.rules,
        evidence=basis.evidence,
        cases=tuple(pending_case(CaseKind(what), receipt.account, finding.id) for what in basis.by_case),
        dry_run=dry_run,
    )


def receipt(found: DecisionReceipt, again: Reevaluation) -> ReceiptAnswer:
    """Return the response body of a decision receipt."""
    return ReceiptAnswer(
        **dict(again),
        id=found.id,
        caller=found.caller,
        kind=found.kind,
        asked_at=found.asked_at,
        question=found.question,
        answer=found.answer,
        facts=Basis(account=found.account, version=found.version, hash=found.head),
        hash=found.hash,
    )


def recorded(fact: RecordedFact) -> FactAnswer:
    """Return the response body of a fact."""
    return FactAnswer(**dict(fact.fact), hash=fact.hash)


def _in_force(standing: Standing, at: datetime) -> list[Restriction]:
    return [restriction for restriction in standing.restrictions if restriction.interval.covers(at)]


def next_change(standing: Standing, at: datetime) -> Boundary | None:
    """Return the next automatic change in words; None when nothing is pending."""
    boundary = next_boundary(standing, at)
    if boundary is None:
        return None
    passing = transition_at(standing, boundary)
    return Boundary.trusted(at=boundary, message=passing.message, message_zh=passing.message_zh)


def in_words(standing: Standing, at: datetime) -> Words:
    """Return the status, the restriction behind it, and the number of further restrictions, as text."""
    in_force = sorted(_in_force(standing, at), key=lambda restriction: RANK[restriction.kind])
    status = status_of(standing, at)
    if not in_force:
        return Words(
            f"{standing.name}：{STATUSES[status].zh}，未受限制",
            f"{standing.name} is {status.value}: nothing is restricted",
        )
    more = len(in_force) - 1
    return Words(
        f"{standing.name}：{chinese.closed(in_force[0])}{f'；另有{more}项限制' if more else ''}",
        f"{standing.name} is {status.value}: {english.closed(in_force[0])}{f'; {more} more' if more else ''}",
    )
