"""Problems: every error as RFC 9457 problem+json, with one table of codes, statuses and titles.

A problem states the correction. It never repeats the input, which may contain an identity number.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from pydantic import Field, computed_field
from starlette.responses import Response

from models.accounts.commands import Refusal
from models.accounts.verdicts import Never
from models.base import Frozen
from models.instants import Instant
from models.names import CaseId
from models.words.violations import Category
from regulation.standing.unknown import no_account
from regulation.words.field_names import place_zh
from regulation.words.lifts import LIFTS, Lift
from regulation.words.sentences.chinese import in_chinese

MEDIA_TYPE: Final = "application/problem+json"
TYPE_PREFIX: Final = "urn:standing:problem:"
_FAULT_ZH: Final = "不符合要求"
"""Chinese of a fault for which no table has a row."""


class Kind(NamedTuple):
    """Status and title of a problem."""

    status: int
    title: str


THINGS: Final[Mapping[str, str]] = {
    "account": "account",
    "directive": "directive",
    "bulk": "bulk action",
    "run": "run",
    "exposure": "exposure",
    "case": "case",
    "rumour": "rumour",
    "network": "network",
    "cleanup": "clean-up",
    "subscription": "webhook",
    "delivery": "delivery",
    "action": "action",
    "cluster": "cluster",
    "emblem": "emblem",
    "report": "report",
    "exemption": "exemption",
    "session": "session",
    "rescreen": "rescreen",
    "person": "person",
    "key": "API key",
    "receipt": "receipt",
    "event": "event of the audit",
    "view": "view",
}
"""Kinds of records by their code and name; a missing one is the problem `unknown-…`."""

UNKNOWN: Final[Mapping[str, Kind]] = {
    f"unknown-{thing}": Kind(404, f"There is no such {called}") for thing, called in THINGS.items()
}
"""Problems of missing records, equal whether a route or a rule finds that the record does not exist."""

OWN: Final[Mapping[str, Kind]] = {
    **UNKNOWN,
    "malformed-request": Kind(400, "Not an HTTP request"),
    "malformed-body": Kind(400, "The body is not valid JSON"),
    "unauthenticated": Kind(401, "An API key is needed"),
    "forbidden": Kind(403, "The API key's roles do not allow this"),
    "fresh-sign-in-needed": Kind(403, "A fresh sign-in is needed"),
    "not-found": Kind(404, "No such path"),
    "webhook-address-refused": Kind(422, "This webhook address is not allowed"),
    "delivery-awaited": Kind(409, "The event is still to be delivered in its order"),
    "unknown-file": Kind(404, "There is no such file"),
    "method-not-allowed": Kind(405, "This method is not allowed here"),
    "request-timeout": Kind(408, "The request was not received in time"),
    "idempotency-key-reused": Kind(409, "The idempotency key was used for another request"),
    "row-conflict": Kind(409, "The row was sent before with other content"),
    "version-not-reached": Kind(409, "The ledger is not at that version yet"),
    "version-mismatch": Kind(412, "It has changed since the expected version"),
    "body-too-large": Kind(413, "The body is too large"),
    "unsupported-media-type": Kind(415, "This media type is not accepted"),
    "invalid-request": Kind(422, "The request is not valid"),
    "unusable-image": Kind(422, "The picture cannot be used"),
    "too-many-requests": Kind(429, "Too many requests"),
    "too-many-of-address": Kind(429, "This address has too many connections"),
    "head-too-large": Kind(431, "The request's headers are too large"),
    "internal-error": Kind(500, "Internal error"),
    "database-away": Kind(503, "The database cannot be reached, or does not answer"),
    "too-many-connections": Kind(503, "There are too many connections"),
    "screening-busy": Kind(503, "Too many pictures are waiting for screening"),
    "host-clock-differs": Kind(503, "This host's clock is wrong"),
    "wrong-holder-key": Kind(503, "This process has another holder key than the database"),
    "deadline-exceeded": Kind(504, "The deadline of the request was exceeded"),
}
"""Problems that the API itself finds."""

REFUSED: Final[Mapping[str, Kind]] = {
    "unknown_id": Kind(404, "The account has nothing with this identifier"),
    "inherited_action": Kind(409, "The action was taken on another account of the holder"),
    "account_exists": Kind(409, "The account exists already"),
    "account_closed": Kind(409, "The account is closed"),
    "holder_barred": Kind(409, "The holder is barred from registering again"),
    "quota_exceeded": Kind(409, "The holder has reached the allowed number of accounts"),
    "same_name": Kind(409, "The account has this name already"),
    "same_holder": Kind(409, "The account has this holder already"),
    "same_profile": Kind(409, "The account has this profile already"),
    "too_many_changes": Kind(409, "Too many changes wait for a reviewer"),
    "already_decided": Kind(409, "Already decided"),
    "rescreen_over": Kind(409, "The rescreen has ended"),
    "exemption_over": Kind(409, "The exemption has ended"),
    "person_inactive": Kind(409, "The person was deactivated"),
    "person_full": Kind(409, "The person has had the maximum of keys and names"),
    "alias_taken": Kind(409, "The key or name is another person's"),
    "identity_taken": Kind(409, "The sign-in identity is another person's"),
    "key_taken": Kind(409, "The key is another person's"),
    "key_revoked": Kind(409, "The key was revoked"),
    "role_missing": Kind(422, "The person lacks this role"),
    "unfit_end": Kind(422, "This end is not allowed"),
    "evidence_needed": Kind(422, "Evidence is required"),
    "unknown_network_sanction": Kind(404, "The network has no such sanction"),
    "network_expelled": Kind(409, "The network was expelled"),
    "signed_elsewhere": Kind(409, "Another network has signed the account"),
    "cleanup_closed": Kind(409, "The clean-up is closed"),
    "followers_transferred": Kind(409, "Followers are never transferred between accounts"),
    "report_differs": Kind(409, "Already reported with other numbers"),
    "webhook_deleted": Kind(409, "The webhook was deleted"),
    "directive_closed": Kind(409, "The directive is closed"),
    "bulk_not_finished": Kind(409, "The bulk action's status does not allow this"),
    "bulk_not_running": Kind(409, "The bulk action is not being carried out"),
    "bulk_not_reverting": Kind(409, "The bulk action is not being reversed"),
    "bulk_not_draft": Kind(409, "The bulk action is no draft"),
    "bulk_incomplete": Kind(409, "The bulk action lacks accounts"),
    "run_not_open": Kind(409, "The run's status does not allow this"),
    "run_incomplete": Kind(409, "The run lacks rows"),
    "import_refused": Kind(409, "The imported row does not fit"),
    "not_revertible": Kind(409, "This cannot be reversed in bulk"),
    "exposure_not_open": Kind(409, "The exposure's status does not allow this"),
    "personal_data": Kind(422, "Published text must not contain personal data"),
    "case_decided": Kind(409, "The case is decided already"),
    "not_permitted": Kind(403, "The roles do not allow to decide this"),
    "nothing_to_correct": Kind(409, "The case is not decided"),
    "same_decision": Kind(409, "The case was decided so already"),
    "decision_final": Kind(409, "The decision cannot be corrected"),
    "nothing_deferred": Kind(409, "No decision waits to take effect"),
    "another_persons_decision": Kind(409, "Another person has decided"),
    "too_late_to_take_back": Kind(409, "The decision has taken effect"),
    "case_withdrawn": Kind(409, "The case was withdrawn"),
    "case_claimed": Kind(409, "The case is claimed by another person"),
    "case_assigned": Kind(409, "The case is assigned to another person"),
    "not_claimed": Kind(409, "The case is not claimed"),
    "second_person_needed": Kind(409, "A second person must decide"),
    "another_person_needed": Kind(409, "Another person must decide"),
    "person_needed": Kind(403, "This takes a person, not a service"),
    "other_kind": Kind(403, "The person decides other kinds of case"),
    "unfit_assignee": Kind(422, "The case cannot be assigned to this name"),
    "too_much_evidence": Kind(409, "The case has the maximum of evidence"),
    "application_pending": Kind(409, "An earlier application is undecided"),
    "holder_changed": Kind(409, "The account has another holder now"),
    "not_by_hand": Kind(409, "Cases of this kind cannot be opened or withdrawn by hand"),
    "unfit_subject": Kind(409, "The case lacks what must be decided"),
    "unfit_outcome": Kind(422, "This outcome does not exist for this kind of case"),
    "unfit_terms": Kind(422, "These terms do not fit the decision"),
    "everybodys_view": Kind(409, "Everybody has this view"),
    "view_of_another": Kind(403, "Another person has saved the view"),
    "too_many_views": Kind(409, "There are too many views"),
    "rumour_open": Kind(409, "The rumour is open"),
    "rumour_repeats_open": Kind(409, "It repeats an open rumour"),
    "rumour_closed": Kind(409, "The rumour is closed"),
    "rumour_corrected": Kind(409, "The rumour was corrected: its claim is true"),
    "too_many_terms": Kind(409, "The rumour has the maximum of search terms"),
    "reason_needed": Kind(422, "The decision needs a reason"),
    "unknown_protected_name": Kind(404, "The lexicon has no such name in force"),
    "unknown_preset": Kind(404, "There is no such screening preset"),
    "unknown_row": Kind(404, "There is no such screening row"),
    "period_running": Kind(409, "The period cannot be reported yet"),
    "report_not_there": Kind(409, "The report's status does not allow this"),
    "report_replaced": Kind(409, "The report is replaced already"),
    "due_in_past": Kind(422, "The deadline is in the past"),
    "too_many_members": Kind(409, "The cluster has more members than one decision may sanction"),
    "emblem_known": Kind(409, "The emblem, or its identifier, is in the bank already"),
    "bank_full": Kind(409, "The bank of emblems is full"),
    "duplicate_id": Kind(409, "The identifier is taken"),
    "reserved_id": Kind(422, "The identifier is reserved"),
    "already_revoked": Kind(409, "The certification was revoked already"),
    "already_overturned": Kind(409, "Already overturned"),
    "nothing_granted": Kind(409, "There is nothing to cancel"),
    "same_offence": Kind(409, "The same offence is recorded already"),
    "other_category": Kind(422, "The finding is of another category"),
    "occurred_later": Kind(422, "The offence is dated after its consequences"),
    "profit_granted": Kind(409, "Granted profit-making cannot be withheld"),
    "below_clean_window": Kind(422, "Withholding cannot be shorter than the clean window"),
    "ban_over": Kind(409, "The ban is over"),
    "not_shorter": Kind(422, "The new length must be shorter"),
    "appealed_already": Kind(409, "Already appealed"),
    "appeal_too_late": Kind(409, "The appeal window has ended"),
    "no_duration": Kind(422, "The measure has no duration"),
    "measure_over": Kind(409, "The measure is over"),
    "not_closed": Kind(409, "The account is not closed"),
    "closed_by_wish": Kind(409, "The account was closed by its holder's own wish"),
    "factor_out_of_range": Kind(422, "The factor is out of range"),
    "certification_over": Kind(422, "The certification has expired"),
    "materials_missing": Kind(422, "The certification lacks a qualification"),
    "before_registration": Kind(422, "The account did not exist at that time"),
    "effective_in_future": Kind(422, "The time lies in the future"),
    "decided_in_future": Kind(422, "The decision lies in the future"),
    "effective_too_old": Kind(422, "The time lies too far back"),
    "not_backdatable": Kind(422, "An application cannot be backdated"),
}
"""Refusals of the rules by their codes; the `unknown_…` codes are in `UNKNOWN`."""

ANSWERED: Final = frozenset({"monetization_withheld"})
"""Refusals that are a regular answer of their route, not an error (article 8)."""


class Fault(Frozen):
    """One fault of a request and its position."""

    path: str = Field(examples=["body.duration"])
    message: str = Field(examples=["must be ISO 8601 text such as P7D or PT12H"])

    @computed_field(examples=["期限请按此格式填写：P7D（7天）或PT12H（12小时）"])
    def message_zh(self) -> str:
        """The message in Chinese."""
        return in_chinese(self.message, _FAULT_ZH)


class StandingFinding(Frozen):
    """A standing finding on the account."""

    id: CaseId
    category: Category
    recorded_at: Instant


class Problem(Frozen):
    """Body of an error response (RFC 9457)."""

    type: str = Field(
        examples=[f"{TYPE_PREFIX}quota-exceeded"],
        description="Stable identifier of the kind of problem, for programs.",
    )
    title: str
    title_zh: str = Field(examples=["该账号不存在"])
    status: int
    detail: str = Field(description="The fault, and how to correct it.")
    detail_zh: str = Field(description="The same in Chinese.")
    instance: str = Field(
        description="Identifier of this occurrence, also in the logs.",
        examples=["urn:standing:request:req_5f0c3a1be2d94c77"],
    )
    article: int | None = Field(default=None, description="The article of the notice that it is based on.")
    errors: tuple[Fault, ...] | None = Field(default=None, description="Each fault of the request with its position.")
    others: tuple[str, ...] | None = Field(default=None, description="Identifiers of existing records that conflict.")
    finding: StandingFinding | None = Field(default=None, description="The finding that the request repeats.")
    until: Instant | Never | None = Field(
        default=None,
        description="First instant at which the refusal ends by itself; `never`: only by a new fact.",
    )
    lifted_by: str | None = Field(
        default=None,
        description="What would lift the refusal.",
        examples=["closing an account of the holder, or an exemption"],
    )
    lifted_by_zh: str | None = Field(
        default=None, description="The same in Chinese.", examples=["关闭该主体的一个账号，或获得豁免"]
    )


class ProblemError(Exception):
    """Raised anywhere in the API to end a request with a problem."""

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        kind: Kind | None = None,
        detail_zh: str = "",
        article: int | None = None,
        errors: tuple[Fault, ...] | None = None,
        headers: Mapping[str, str] | None = None,
        others: tuple[str, ...] = (),
        finding: StandingFinding | None = None,
        until: datetime | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail_zh = detail_zh
        self.others = others
        self.finding = finding
        self.until = until
        self.code, self.detail, self.article, self.errors, self.headers = code, detail, article, errors, headers
        self.kind = kind or OWN[code]


def kind_of(code: str) -> Kind:
    """Return the status and title of a refusal, by the rules' code (`unknown_case`).

    Raises:
        KeyError: for a code without a row; `tests/api/test_problems.py` checks that every code has one.
    """
    return REFUSED.get(code) or UNKNOWN[code.replace("_", "-")]


def refused(refusal: Refusal) -> ProblemError:
    """Return the problem of a refusal by the rules."""
    found = refusal.finding
    return ProblemError(
        refusal.code.replace("_", "-"),
        refusal.message,
        detail_zh=refusal.message_zh,
        kind=kind_of(refusal.code),
        article=refusal.article,
        others=refusal.others,
        finding=None
        if found is None
        else StandingFinding(id=found.id, category=found.category, recorded_at=found.decided_at),
        until=refusal.until,
    )


def invalid(*faults: Fault) -> ProblemError:
    """Return the problem of an invalid request, with all its faults."""
    said = "; ".join(f"{fault.path}: {fault.message}" for fault in faults)
    return ProblemError("invalid-request", said, detail_zh=faults_zh(faults), errors=faults)


def faults_zh(faults: Iterable[Fault]) -> str:
    """Return the faults of a request in Chinese, each with its place."""
    return "；".join(f"{place_zh(fault.path)}：{fault.message_zh}" for fault in faults)


def unknown_account(account: str) -> ProblemError:
    """Return the problem of an account that does not exist."""
    return refused(no_account(account))


def detail_zh(error: ProblemError) -> str:
    """Return the detail of a problem in Chinese; its title where an earlier version worded the detail."""
    return error.detail_zh or in_chinese(error.detail) or title_zh(error.kind)


def title_zh(kind: Kind) -> str:
    """Return the title of a problem in Chinese."""
    return in_chinese(kind.title)


def written(error: ProblemError, request_id: str) -> str:
    """Return the problem as JSON."""
    lift = LIFTS.get(error.code.replace("-", "_"), Lift(None))
    problem = Problem(
        type=f"{TYPE_PREFIX}{error.code}",
        title=error.kind.title,
        title_zh=title_zh(error.kind),
        status=error.kind.status,
        detail=error.detail,
        detail_zh=detail_zh(error),
        instance=f"urn:standing:request:{request_id}",
        article=error.article,
        errors=error.errors,
        others=error.others or None,
        finding=error.finding,
        until=error.until or lift.until,
        lifted_by=lift.words and lift.words.en,
        lifted_by_zh=lift.words and lift.words.zh,
    )
    return problem.model_dump_json(exclude_none=True)


def rendered(error: ProblemError, request_id: str) -> Response:
    """Return the problem as a response."""
    return Response(
        written(error, request_id),
        status_code=error.kind.status,
        media_type=MEDIA_TYPE,
        headers=dict(error.headers or {}),
    )
