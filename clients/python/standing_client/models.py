"""Models of all that is sent and answered, generated from the server's description by `make client`.

They accept what a newer server adds: unknown fields are kept, unknown words of an enumeration are texts, and an unknown
kind of event is an `Other`.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal, TypeAlias

import pydantic

from standing_client.modelling import DistinguishedBy, Model, Open
from standing_client.modelling import Other as Other

AccountKind: TypeAlias = Annotated[Literal["individual", "enterprise"], Open]
"""Kind of holder; the quota of article 7 depends on it."""

AccountStatus: TypeAlias = Annotated[
    Literal["active", "withheld", "limited", "frozen", "suspended", "banned", "held", "denied", "closed"], Open
]
"""Status of an account: the weightiest one that is true of it. Members are ordered from the lightest."""

ActionState: TypeAlias = Annotated[Literal["standing", "ended", "overturned"], Open]
"""State of an action, a violation or a ban at an instant."""

ClockAgreement: TypeAlias = Annotated[Literal["unknown", "same", "differs", "unfit"], Open]
"""Agreement of the host's clock with the database's."""

Answer: TypeAlias = Annotated[Literal["allowed", "refused"], Open]
"""Answer to a question about a privilege."""

AppealOutcome: TypeAlias = Annotated[Literal["upheld", "reduced", "overturned"], Open]
"""Outcome of a decided appeal."""

BulkStatus: TypeAlias = Annotated[
    Literal[
        "draft",
        "running",
        "finished",
        "cancelling",
        "cancelled",
        "reverting",
        "reverted",
        "reversal_cancelling",
        "reversal_cancelled",
    ],
    Open,
]
"""Status of a bulk action."""

AccountCountBy: TypeAlias = Annotated[Literal["status", "restriction", "article", "kind", "field", "uncertified"], Open]
"""What accounts are counted by."""

ReportCadence: TypeAlias = Annotated[Literal["monthly", "weekly", "quarterly", "cron"], Open]
"""Frequency of reports."""

CaseKind: TypeAlias = Annotated[
    Literal[
        "registration",
        "profile_change",
        "certification",
        "emblem",
        "impersonation",
        "appeal",
        "coordination",
        "closure",
        "cancellation",
        "directive",
        "rumour",
        "report",
        "followers",
        "network",
        "credit_code",
    ],
    Open,
]
"""Kind of a case; `regulation/words/case_kinds.py` has a row for each."""

CaseStatus: TypeAlias = Annotated[
    Literal["open", "claimed", "proposed", "deferred", "decided", "correcting", "withdrawn"], Open
]
"""Status of a case."""

ViolationCategory: TypeAlias = Annotated[
    Literal[
        "impersonation",
        "uncertified_field",
        "missing_source",
        "missing_shot_info",
        "unlabelled_synthetic",
        "undated_old_news",
        "anonymous_publishing",
        "fabrication",
        "distortion",
        "deceptive_editing",
        "unlabelled_fiction",
        "rumour_making",
        "rumour_spreading",
        "quota_evasion",
        "matrix_manipulation",
        "negative_aggregation",
        "recycled_news",
        "hot_event_exploitation",
        "disaster_exploitation",
        "follow_inducement",
        "reregistration",
        "vulgar_persona",
        "public_order",
        "coordinated_malicious_marketing",
        "fraudulent_followers",
    ],
    Open,
]
"""Category of a violation, in the words of the notice."""

CertificationState: TypeAlias = Annotated[Literal["to_come", "in_force", "expired", "revoked", "fallen"], Open]
"""State of a certification at an instant."""

ReportChannel: TypeAlias = Annotated[Literal["http", "folder", "api"], Open]
"""Channel of delivery to the regulator."""

CleanupStatus: TypeAlias = Annotated[
    Literal["open", "ordered", "answered", "stuck", "cleaned", "settled", "stopped", "restoring", "restored"], Open
]
"""Status of a clean-up."""

SyntheticDetection: TypeAlias = Annotated[Literal["possible", "suspected"], Open]
"""Result of the platform's detector for a medium: possibly synthetic, or with traces of synthesis."""

DirectiveStatus: TypeAlias = Annotated[Literal["open", "overdue", "done", "failed", "withdrawn"], Open]
"""Status of a directive."""

AuditEventType: TypeAlias = Annotated[
    Literal[
        "signed_in",
        "sign_in_refused",
        "sign_in_link_made",
        "session_ended",
        "request_refused",
        "key_created",
        "key_assigned",
        "key_revoked",
        "person_changed",
        "process_started",
        "process_stopped",
        "personal_data_viewed",
        "status_link_issued",
        "file_downloaded",
        "audit_read",
        "audit_exported",
        "events_dropped",
    ],
    Open,
]


EvidenceKind: TypeAlias = Annotated[
    Literal["text", "link", "document", "image", "match", "account", "content", "measurement"], Open
]
"""Form of a piece of evidence."""

ExemptionStatus: TypeAlias = Annotated[Literal["granted", "revoked"], Open]
"""Status of an exemption; its expiry is derived from its end."""

ExposureStatus: TypeAlias = Annotated[Literal["withheld", "published", "withdrawn", "overturned"], Open]
"""Status of an exposure."""

Field: TypeAlias = Annotated[Literal["finance", "education", "healthcare", "justice"], Open]
"""Fields in which publishing needs a certification (article 2)."""

ContentFoundBy: TypeAlias = Annotated[Literal["reported", "matched"], Open]
"""Way in which a content was found."""

GateAnswer: TypeAlias = Annotated[Literal["allowed", "allowed_with_labels", "refused"], Open]
"""Answer to a draft."""

NameMatchKind: TypeAlias = Annotated[Literal["exact", "contained", "variant", "look_alike", "pinyin", "composed"], Open]
"""Way in which a text matches a protected name."""

LabelKind: TypeAlias = Annotated[
    Literal["field", "source", "shot_info", "synthetic", "event_time_place", "fiction", "disputed", "rumour"], Open
]
"""Kind of a label, in the order of the articles that require it."""

AdministrativeLevel: TypeAlias = Annotated[Literal["province", "prefecture", "county"], Open]
"""Level of an administrative division."""

MeasureKind: TypeAlias = Annotated[
    Literal[
        "warning",
        "limit_recommendation",
        "freeze_growth",
        "withhold_profit",
        "remove_followers",
        "clear_followers",
        "report",
    ],
    Open,
]
"""Kind of a measure that is no ban, no cancellation and no closure; those have facts of their own."""

MediumKind: TypeAlias = Annotated[Literal["self_shot", "synthetic", "quoted"], Open]
"""Origin of a picture, a video or a sound, as declared by the author (article 3)."""

MonetizationMethod: TypeAlias = Annotated[
    Literal[
        "advertising",
        "content_revenue",
        "ecommerce",
        "live_gifts",
        "appreciation",
        "paid_knowledge",
        "brand_cooperation",
    ],
    Open,
]
"""Methods of profit-making, each with a privilege of its own (article 8)."""

NetworkMeasure: TypeAlias = Annotated[Literal["limit", "suspend_profit", "expel"], Open]
"""Sanction that a network can get; `regulation/articles/a11_networks.py` has a row for each."""

NetworkStatus: TypeAlias = Annotated[Literal["active", "sanctioned", "expelled"], Open]
"""Status of a network."""

DirectiveOrder: TypeAlias = Annotated[
    Literal[
        "remove_followers",
        "restore_followers",
        "label_content",
        "unlabel_content",
        "pin_information",
        "unpin_information",
        "recommend_debunking",
        "report_reach",
    ],
    Open,
]
"""Action that the platform can be ordered to carry out."""

PersonStatus: TypeAlias = Annotated[Literal["active", "inactive"], Open]
"""Status of a person."""

CasePriority: TypeAlias = Annotated[Literal["urgent", "high", "normal", "low"], Open]
"""Priority of a case in the queue."""

ProtectedKind: TypeAlias = Annotated[
    Literal[
        "party",
        "government",
        "military",
        "legislature",
        "judicial",
        "mass_organisation",
        "news_media",
        "state_broadcaster",
        "administrative_division",
    ],
    Open,
]
"""Kind of body or place to which a protected name belongs."""

ReportStatus: TypeAlias = Annotated[
    Literal["requested", "built", "mismatched", "unreleased", "ready", "delivered", "acknowledged", "rejected"], Open
]
"""Status of a report."""

RescreenStatus: TypeAlias = Annotated[Literal["running", "finished", "stopped"], Open]
"""Status of a rescreen."""

RestrictionKind: TypeAlias = Annotated[
    Literal[
        "closure",
        "denial",
        "hold",
        "cancellation",
        "ban",
        "suspension",
        "limit",
        "freeze",
        "expiry",
        "withheld",
        "network",
    ],
    Open,
]
"""Kind of a restriction. Withheld was never granted, suspended returns by itself, cancelled does not; denied is
service refused to an imitation, or to an application that a person rejected. `regulation/words/restrictions.py`
has a row for each.
"""

Role: TypeAlias = Annotated[Literal["platform", "reviewer", "operator", "auditor", "regulator"], Open]
"""Role of a caller; `api/http/permissions.py` lists the permissions of each."""

RowOutcome: TypeAlias = Annotated[Literal["waiting", "done", "held", "refused", "cancelled"], Open]
"""Outcome of one row."""

RumourField: TypeAlias = Annotated[Literal["public_policy", "livelihood", "emergency", "other"], Open]
"""Subject area of a rumour."""

RumourStatus: TypeAlias = Annotated[Literal["open", "closed", "corrected"], Open]
"""Status of a rumour."""

RunKind: TypeAlias = Annotated[
    Literal["register", "certify", "apply_for_certification", "monetize", "change_profile", "import"], Open
]
"""Kind of the commands of a run; each row is one."""

RunStatus: TypeAlias = Annotated[Literal["receiving", "running", "finished", "cancelled"], Open]
"""Status of a run."""

SeenContent: TypeAlias = Annotated[Literal["rumour", "debunking"], Open]
"""Kind of content seen."""

RumourStance: TypeAlias = Annotated[Literal["repeats", "denies", "asks"], Open]
"""Stance of a text to a rumour that it mentions."""

State: TypeAlias = Annotated[Literal["open", "decided", "withdrawn"], Open]
"""State of an appeal; whoever works on it, it is open until a decision has taken effect."""

RumourStep: TypeAlias = Annotated[Literal["label", "pin", "recommend", "measure", "unlabel", "unpin", "correct"], Open]
"""Step against a rumour; `STEPS` in `regulation/articles/a06_rumours.py` has a row for each."""

SubscriptionStatus: TypeAlias = Annotated[Literal["active", "paused", "deleted"], Open]
"""Status of a subscription."""

Synthesis: TypeAlias = Annotated[Literal["declared", "possible", "suspected"], Open]
"""Certainty that a medium is synthetic: declared by its author, or found by the platform's detector."""

TieKind: TypeAlias = Annotated[Literal["holder", "payout", "phone", "device", "network", "mcn", "text"], Open]
"""Kind of feature that accounts share; `regulation/coordination.py` has the weight of each."""

Topic: TypeAlias = Annotated[Literal["current_affairs", "public_policy", "social_event"], Open]
"""Topic of a draft that requires a source (article 3)."""

TraitKind: TypeAlias = Annotated[
    Literal["account", "holder", "protected", "imitated", "emblem", "name", "network", "category", "field"], Open
]
"""Kind of a trait."""

Uncertified: TypeAlias = Annotated[Literal["any", "finance", "education", "healthcare", "justice"], Open]
"""Fields that an account has declared and is not certified in."""

SignInWay: TypeAlias = Annotated[Literal["provider", "link", "terminal"], Open]
"""How a person signed in."""

AccountSort: TypeAlias = Annotated[
    Literal["relevance", "account", "registered", "-registered", "changed", "-changed", "boundary"], Open
]
"""Order of the accounts found."""

ActionCountBy: TypeAlias = Annotated[Literal["state", "category", "article", "measure"], Open]
"""What is counted by."""

ActionSort: TypeAlias = Annotated[Literal["-decided", "decided", "until", "account"], Open]
"""Order of the list."""

AppealCountBy: TypeAlias = Annotated[Literal["state", "outcome", "category"], Open]
"""What is counted by."""

AppealSort: TypeAlias = Annotated[Literal["-opened", "opened", "due", "-decided"], Open]
"""Order of the list."""

CertificationCountBy: TypeAlias = Annotated[Literal["state", "field"], Open]
"""What is counted by."""

CertificationSort: TypeAlias = Annotated[Literal["-granted", "granted", "until", "account"], Open]
"""Order of the list."""

CaseOutcome: TypeAlias = Annotated[
    Literal["approved", "rejected", "confirmed", "dismissed", "upheld", "reduced", "overturned", "done"], Open
]
"""Outcome of a decision; each kind of case permits some of these."""

BulkOutcome: TypeAlias = Annotated[Literal["waiting", "done", "refused", "cancelled"], Open]
"""Result for one account."""

ScreeningOutcome: TypeAlias = Annotated[Literal["clear", "review"], Open]
"""Result of a screening."""


class CaseAccount(Model):
    """Account that the case is about."""

    account: str
    name: str
    bio: str
    avatar: str
    """The platform's reference of the picture."""
    kind: AccountKind
    holder: str
    mcn: str | None
    registered_at: dt.datetime
    closed_at: dt.datetime | None
    version: int
    asked: RequestedProfile | None
    """For a change of the profile that waits."""
    spots: tuple[ProfileSpot, ...]
    """Places where screening found a protected name, as recorded."""


class AccountAnswer(Model):
    """Data of an account."""

    account: str
    kind: AccountKind
    holder: str
    name: str
    bio: str
    mcn: str | None
    fields: tuple[Field, ...]
    status: AccountStatus
    registered_at: dt.datetime
    closed_at: dt.datetime | None
    version: int


class AccountBanImposedAnnouncement(Model):
    """A ban (禁言): no publishing for `duration`, no profit for `factor` times as long; a violation too (article 9)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.ban_imposed"] = "account.ban_imposed"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountBanImposed
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountBanShortenedAnnouncement(Model):
    """The ban lasts `duration` in total, and its suspension shrinks by the same factor (article 9)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.ban_shortened"] = "account.ban_shortened"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountBanShortened
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountBoundaryPassedAnnouncement(Model):
    """An interval began or ended by itself: a ban, a certification or a freeze has ended."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.boundary_passed"] = "account.boundary_passed"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountBoundaryPassed
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountCertificationGrantedAnnouncement(Model):
    """A verified certification in one field, valid through its last day (article 2)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.certification_granted"] = "account.certification_granted"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountCertificationGranted
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountCertificationRevokedAnnouncement(Model):
    """A certification was revoked (article 2)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.certification_revoked"] = "account.certification_revoked"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountCertificationRevoked
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountClosed(Model):
    """The account was closed: as a sanction (with a category; the holder may not return) or at the holder's wish."""

    type: Literal["account_closed"] = "account_closed"
    id: str
    category: ViolationCategory | None = None
    reason: str = ""
    basis: DecisionBasis | None = None
    holder: str | None = None
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class AccountClosedAnnouncement(Model):
    """The account was closed: as a sanction (with a category; the holder may not return) or at the holder's wish."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.closed"] = "account.closed"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountClosed
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountConsequenceWithdrawnAnnouncement(Model):
    """A closure or cancellation that a case added to the finding `id` was corrected; the finding stands (9, 12)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.consequence_withdrawn"] = "account.consequence_withdrawn"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountConsequenceWithdrawn
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountCounts(Model):
    """Numbers of accounts."""

    by: AccountCountBy
    total: int
    """Accounts that pass the filters."""
    counts: dict[str, int]
    """Accounts of each status, restriction …; one account may count under several, except by status and kind. What
    no account has is left out.
    """
    complete: bool
    """As in the list."""


class AccountEffect(Model):
    """Effect on one account."""

    account: str
    name: str
    name_before: str
    status_before: AccountStatus
    status_after: AccountStatus
    facts: tuple[FactForeseen, ...]
    restrictions: tuple[RestrictionShown, ...]
    """Restrictions that would be added."""
    lifted: tuple[RestrictionShown, ...]
    """Restrictions that would end."""
    grants: tuple[GrantShown, ...]
    """Grants that would be added."""
    grants_lost: tuple[GrantShown, ...]
    privileges: tuple[PrivilegeChange, ...]
    """Privileges whose answer would change at once."""
    monetization_suspended_until: dt.datetime | Annotated[Literal["never"], Open] | None
    """End of all restrictions on profit-making; null: none runs."""
    closed: bool
    """Whether it would close the account."""
    holder_barred: bool
    """Whether the holder would be barred from registering again."""


class AccountEventsPage(Model):
    """Events about one account, the newest first."""

    events: tuple[
        Annotated[
            AccountRegisteredAnnouncement
            | AccountRegistrationHeldAnnouncement
            | AccountHoldLiftedAnnouncement
            | AccountRegistrationRejectedAnnouncement
            | AccountRejectionLiftedAnnouncement
            | AccountNameChangedAnnouncement
            | AccountProfileChangedAnnouncement
            | AccountProfileChangeHeldAnnouncement
            | AccountProfileChangeRejectedAnnouncement
            | AccountProfileRestoredAnnouncement
            | AccountImpersonationFoundAnnouncement
            | AccountImpersonationLiftedAnnouncement
            | AccountFindingDismissedAnnouncement
            | AccountHolderChangedAnnouncement
            | AccountCertificationGrantedAnnouncement
            | AccountCertificationRevokedAnnouncement
            | AccountMonetizationGrantedAnnouncement
            | AccountMonetizationWithheldAnnouncement
            | AccountMonetizationCancelledAnnouncement
            | AccountViolationRecordedAnnouncement
            | AccountBanImposedAnnouncement
            | AccountBanShortenedAnnouncement
            | AccountMeasureImposedAnnouncement
            | AccountMeasureShortenedAnnouncement
            | AccountWithholdingLiftedAnnouncement
            | AccountOverturnedAnnouncement
            | AccountConsequenceWithdrawnAnnouncement
            | AccountClosedAnnouncement
            | AccountReopenedAnnouncement
            | AccountNetworkSignedAnnouncement
            | AccountNetworkLeftAnnouncement
            | AccountNetworkRestrictedAnnouncement
            | AccountNetworkLiftedAnnouncement
            | AccountHolderRestrictedAnnouncement
            | AccountHolderLiftedAnnouncement
            | AccountBoundaryPassedAnnouncement
            | DirectiveIssuedAnnouncement
            | DirectiveSentAgainAnnouncement
            | DirectiveAcknowledgedAnnouncement
            | DirectiveEscalatedAnnouncement
            | DirectiveWithdrawnAnnouncement
            | CaseOpenedAnnouncement
            | CaseEvidenceAddedAnnouncement
            | CaseClaimedAnnouncement
            | CaseReleasedAnnouncement
            | CaseAssignedAnnouncement
            | CaseNotedAnnouncement
            | CaseProposedAnnouncement
            | CaseDecidedAnnouncement
            | CaseDeferredAnnouncement
            | CaseTakenBackAnnouncement
            | CaseCorrectionProposedAnnouncement
            | CaseCorrectedAnnouncement
            | CaseCorrectionDroppedAnnouncement
            | CaseRemindedAnnouncement
            | CaseEscalatedAnnouncement
            | CaseWithdrawnAnnouncement
            | BulkDraftedAnnouncement
            | BulkStartedAnnouncement
            | BulkFinishedAnnouncement
            | BulkCancellationStartedAnnouncement
            | BulkCancelledAnnouncement
            | BulkReversalStartedAnnouncement
            | BulkRevertedAnnouncement
            | BulkReversalCancellationStartedAnnouncement
            | BulkReversalCancelledAnnouncement
            | RunCreatedAnnouncement
            | RunStartedAnnouncement
            | RunFinishedAnnouncement
            | RunCancelledAnnouncement
            | ExposureDrawnUpAnnouncement
            | ExposurePublishedAnnouncement
            | ExposureWithheldAnnouncement
            | ExposureWithdrawnAnnouncement
            | ExposureOverturnedAnnouncement
            | LexiconImportedAnnouncement
            | LexiconRetiredAnnouncement
            | LexiconSwitchedAnnouncement
            | LexiconPresetChosenAnnouncement
            | RumourOpenedAnnouncement
            | RumourContentsFoundAnnouncement
            | RumourTermsAddedAnnouncement
            | RumourInformationVerifiedAnnouncement
            | RumourOrderedAnnouncement
            | RumourAnsweredAnnouncement
            | RumourCalledOffAnnouncement
            | RumourEscalatedAnnouncement
            | RumourClosedAnnouncement
            | RumourCorrectedAnnouncement
            | RumourReopenedAnnouncement
            | RumourViolationsRecordedAnnouncement
            | RumourViolationsOverturnedAnnouncement
            | CleanupOpenedAnnouncement
            | CleanupOrderedAnnouncement
            | CleanupNothingTaintedAnnouncement
            | CleanupAnsweredAnnouncement
            | CleanupRefusedAnnouncement
            | CleanupTakenOverAnnouncement
            | CleanupKeptAwayAnnouncement
            | CleanupVerifiedAnnouncement
            | CleanupEscalatedAnnouncement
            | CleanupSettledAnnouncement
            | CleanupStoppedAnnouncement
            | CleanupRestoreOrderedAnnouncement
            | CleanupRestoredAnnouncement
            | NetworkRegisteredAnnouncement
            | NetworkRosterChangedAnnouncement
            | NetworkSanctionedAnnouncement
            | NetworkSanctionLiftedAnnouncement
            | NetworkSanctionEndedAnnouncement
            | NetworkEscalatedAnnouncement
            | SubscriptionCreatedAnnouncement
            | SubscriptionChangedAnnouncement
            | SubscriptionSecretRotatedAnnouncement
            | SubscriptionPausedAnnouncement
            | SubscriptionResumedAnnouncement
            | SubscriptionReplayAskedAnnouncement
            | SubscriptionDeletedAnnouncement
            | CertificationExpiringAnnouncement
            | ReportRequestedAnnouncement
            | ReportBuiltAnnouncement
            | ReportReconciledAnnouncement
            | ReportMismatchedAnnouncement
            | ReportRetriedAnnouncement
            | ReportReleasedAnnouncement
            | ReportDeliveredAnnouncement
            | ReportDeliveryFailedAnnouncement
            | ReportEscalatedAnnouncement
            | ReportAcknowledgedAnnouncement
            | ReportRejectedAnnouncement
            | ReportAmendedAnnouncement
            | ExemptionGrantedAnnouncement
            | ExemptionRevokedAnnouncement
            | RescreenStartedAnnouncement
            | RescreenProgressedAnnouncement
            | RescreenFinishedAnnouncement
            | RescreenStoppedAnnouncement
            | PersonAddedAnnouncement
            | PersonChangedAnnouncement
            | PersonAliasAddedAnnouncement
            | PersonIdentityLinkedAnnouncement
            | PersonIdentityUnlinkedAnnouncement
            | PersonDeactivatedAnnouncement
            | PersonReactivatedAnnouncement
            | Other,
            DistinguishedBy("type"),
        ],
        ...,
    ]
    next: int | None
    """Pass it as `before` to go further back; null at the beginning."""


class AccountFindingDismissedAnnouncement(Model):
    """A person has reviewed a finding in the profile, and it may stay (article 1)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.finding_dismissed"] = "account.finding_dismissed"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountFindingDismissed
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountHoldLiftedAnnouncement(Model):
    """A person has approved the registration, and the account gets its service (articles 1, 7)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.hold_lifted"] = "account.hold_lifted"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountHoldLifted
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountHolderChangedAnnouncement(Model):
    """The account has another holder: profit freezes, and certifications end (articles 2, 8)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.holder_changed"] = "account.holder_changed"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountHolderChanged
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountHolderLiftedAnnouncement(Model):
    """The action `id` was overturned, or nothing of it is left: its restrictions here end (article 7)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.holder_lifted"] = "account.holder_lifted"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountHolderLifted
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountHolderRestrictedAnnouncement(Model):
    """An action on another account of the holder binds this one; recorded again when less of it is left (article 7)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.holder_restricted"] = "account.holder_restricted"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountHolderRestricted
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountImpersonationFoundAnnouncement(Model):
    """The account impersonates somebody else: it has no service, and a violation (article 1)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.impersonation_found"] = "account.impersonation_found"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountImpersonationFound
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountImpersonationLiftedAnnouncement(Model):
    """The imitation has ended: service returns, and the violation stays on record (article 1)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.impersonation_lifted"] = "account.impersonation_lifted"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountImpersonationLifted
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountMeasureImposedAnnouncement(Model):
    """A measure that is no ban, cancellation or closure; also a violation, unless another fact with its `id` is."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.measure_imposed"] = "account.measure_imposed"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountMeasureImposed
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountMeasureShortenedAnnouncement(Model):
    """The measure lasts `duration` in total (articles 9, 10)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.measure_shortened"] = "account.measure_shortened"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountMeasureShortened
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountMonetizationCancelledAnnouncement(Model):
    """The grants were cancelled permanently; with a category it is also a violation (article 9)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.monetization_cancelled"] = "account.monetization_cancelled"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountMonetizationCancelled
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountMonetizationGrantedAnnouncement(Model):
    """An application for profit-making privileges was granted (article 8)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.monetization_granted"] = "account.monetization_granted"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountMonetizationGranted
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountMonetizationWithheldAnnouncement(Model):
    """An application was refused: the privileges were not granted (articles 8, 9)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.monetization_withheld"] = "account.monetization_withheld"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountMonetizationWithheld
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountNameChangedAnnouncement(Model):
    """The account has changed its name (articles 1, 4)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.name_changed"] = "account.name_changed"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountNameChanged
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountNetworkLeftAnnouncement(Model):
    """The account has left its network (article 11)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.network_left"] = "account.network_left"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountNetworkLeft
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountNetworkLiftedAnnouncement(Model):
    """The sanction `id` on the account's network was lifted, with its restrictions (article 11)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.network_lifted"] = "account.network_lifted"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountNetworkLifted
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountNetworkRestrictedAnnouncement(Model):
    """A sanction on the account's network applies to it; it is no violation of the account (article 11)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.network_restricted"] = "account.network_restricted"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountNetworkRestricted
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountNetworkSignedAnnouncement(Model):
    """A registered network has signed the account; its name is shown on the homepage (article 11)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.network_signed"] = "account.network_signed"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountNetworkSigned
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountOverturnedAnnouncement(Model):
    """A violation was overturned with all its consequences: from now on it counts as if never recorded."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.overturned"] = "account.overturned"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountOverturned
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountProfileChangeHeldAnnouncement(Model):
    """A change of the profile waits until a person has decided the case `id`; the old one stays (article 1)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.profile_change_held"] = "account.profile_change_held"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountProfileChangeHeld
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountProfileChangeRejectedAnnouncement(Model):
    """A person has rejected the change, and the old profile stays (article 1)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.profile_change_rejected"] = "account.profile_change_rejected"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountProfileChangeRejected
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountProfileChangedAnnouncement(Model):
    """The account has changed its profile; with `id` after a person decided that case (article 1)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.profile_changed"] = "account.profile_changed"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountProfileChanged
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountProfileRestoredAnnouncement(Model):
    """The approval of the change `id` was corrected: what it changed, and still stood, is as before (article 1)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.profile_restored"] = "account.profile_restored"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountProfileRestored
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountRegistered(Model):
    """The account was registered (articles 1, 7)."""

    type: Literal["account_registered"] = "account_registered"
    kind: AccountKind
    holder: str
    name: str
    fields: tuple[Field, ...] = ()
    bio: str = ""
    mcn: str | None = None
    avatar: str = ""
    contacts: tuple[HolderContact, ...] = ()


class AccountRegisteredAnnouncement(Model):
    """The account was registered (articles 1, 7)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.registered"] = "account.registered"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountRegistered
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountRegistrationHeldAnnouncement(Model):
    """The account has no service until a person has decided the case `id` (articles 1, 7)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.registration_held"] = "account.registration_held"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountRegistrationHeld
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountRegistrationRejectedAnnouncement(Model):
    """A person has rejected the registration: no service, and the holder's seat is free again (articles 1, 7)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.registration_rejected"] = "account.registration_rejected"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountRegistrationRejected
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountRejectionLiftedAnnouncement(Model):
    """The rejection of the registration was corrected: the account gets its service after all (articles 1, 7)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.rejection_lifted"] = "account.rejection_lifted"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountRejectionLifted
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountReopened(Model):
    """The closure `id` was overturned: the account continues as if it had not been closed (articles 7, 12)."""

    type: Literal["account_reopened"] = "account_reopened"
    id: str
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class AccountReopenedAnnouncement(Model):
    """The closure `id` was overturned: the account continues as if it had not been closed (articles 7, 12)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.reopened"] = "account.reopened"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountReopened
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountViolationRecordedAnnouncement(Model):
    """A finding was decided: it interrupts the clean window of article 8 for `clean_months`."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.violation_recorded"] = "account.violation_recorded"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountViolationRecorded
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountWithholdingLiftedAnnouncement(Model):
    """A person has decided that profit-making may be granted again; the violation stays on record (article 9)."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["account.withholding_lifted"] = "account.withholding_lifted"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: AccountWithholdingLifted
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountsPage(Model):
    """Accounts found."""

    accounts: tuple[FoundAccount, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""
    complete: bool
    """False for some minutes after an upgrade, while older accounts are prepared for the search."""


class AccountsReceived(Model):
    """What was received by one upload."""

    bulk: str
    lines: int
    """Lines of this upload, without blank ones and headings."""
    new: int
    repeated: int
    """Lines that name an account which the draft has already."""
    bad: int
    """Lines that name no account; nothing is stored for them."""
    bad_lines: tuple[BadLine, ...]
    """The first fifty of them."""


class RumourAccusationAnswer(Model):
    """Outcome for each account; a refusal does not affect the other accounts."""

    accounts: tuple[AccusedAccount, ...]
    recorded: int
    refused: int


class RumourAccusationBody(Model):
    """Accounts that made the rumour, and accounts that spread it. An account in both lists made it."""

    making: tuple[str, ...] = ()
    spreading: tuple[str, ...] = ()
    reason: str = ""


class AccusedAccount(Model):
    """Result of recording a violation for one account."""

    account: str
    did: Annotated[Literal["making", "spreading"], Open]
    outcome: Annotated[Literal["recorded", "refused"], Open]
    violation: str | None = None
    code: str | None = None
    message: str = ""
    message_zh: str = ""
    """The same in Chinese."""
    consequences: Consequences | None = None
    """Consequences from the catalogue for this account's record."""


class DirectiveAcknowledgementBody(Model):
    """The outcome of a directive, as the platform reports it."""

    outcome: Annotated[Literal["done", "failed"], Open]
    reason: str = ""
    """Required when `outcome` is `failed`."""
    counts: DirectiveCounts | None = None


class ActionListPage(Model):
    """Actions of all accounts."""

    actions: tuple[ListedAction, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""
    complete: bool
    """False for some minutes after an upgrade, while the rows of older accounts are prepared."""


class ActionsPage(Model):
    """Statements of reasons, oldest first."""

    actions: tuple[Statement, ...]
    next: int | None
    """Pass it as `after` for the next page; null on the last page."""


class PersonAdded(Model):
    """The person was added."""

    type: Literal["added"] = "added"
    name: str
    roles: tuple[Role, ...] = ()
    kinds: tuple[CaseKind, ...] | None = None
    """Kinds of case that the person may decide; null: all."""
    aliases: tuple[str, ...] = ()
    """Names under which earlier entries have the person."""


class AdmissionAnswer(Model):
    """Status of the admission case, and the reference (keyed hash) of the holder."""

    id: str
    kind: CaseKind
    account: str | None
    status: CaseStatus
    """Claimed, proposed and deferred cases are shown as `open`."""
    opened_at: dt.datetime
    due_at: dt.datetime
    outcome: CaseOutcome | None
    reason: str
    decided_at: dt.datetime | None
    withdrawn: tuple[EarlierAnswer, ...]
    """Earlier answers that were corrected, the first one first."""
    zh: str
    """Answer to the applicant in Chinese, once decided."""
    en: str
    """Answer to the applicant in English, once decided."""
    holder: str
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class AdmissionBody(Model):
    """An organisation's code as its licence shows it, although it deviates from the standard (GB 32100)."""

    unified_social_credit_code: str
    """An organisation's unified social credit code (GB 32100)."""
    reference: str
    """Your reference of the organisation; never its number."""
    evidence: tuple[EvidenceBody, ...]


class NewRescreenBody(Model):
    """A rescreen of all accounts."""

    id: str | None = None
    """Your identifier, unique among rescreens. Omitted: one is generated."""
    reason: str = ""


class CaseAge(Model):
    """Undecided cases by age."""

    days: int | None
    """Less than so many days old; null: older than all others."""
    cases: int
    overdue: int


class PersonAliasAdded(Model):
    """Earlier entries under this name are the person's: a key given to the person, a user of the terminal."""

    type: Literal["alias_added"] = "alias_added"
    alias: str


class ReportAmended(Model):
    """Another report replaces this one."""

    type: Literal["amended"] = "amended"
    by: str


class ReportAmendmentBody(Model):
    """The reason for replacing a report."""

    reason: str = ""
    """Required."""


class AppealBody(Model):
    """The account's reasons for its appeal, in its own words."""

    reason: str
    evidence: tuple[str, ...] = ()
    """Addresses of the evidence; stored with the finding."""


class AppealFigures(Model):
    """Appeals decided in the period, by the category of the violation; null where there is none."""

    category: str | None
    upheld: int
    reduced: int
    overturned: int


class AppealListPage(Model):
    """Appeals of all accounts."""

    appeals: tuple[ListedAppeal, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""
    complete: bool
    """False for some minutes after an upgrade, while the rows of older accounts are prepared."""


class AppealShown(Model):
    """What an appeal is against, and what it says."""

    action: str
    says: str


class AppealStated(Model):
    """Possibility of an appeal, or the state of an existing one."""

    until: dt.datetime
    """End of the window for an appeal, not included."""
    open: bool
    case: str | None
    status: str | None
    """`open` until a decision has taken effect."""
    outcome: str | None
    decided_at: dt.datetime | None
    reason: str
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class Appealable(Model):
    """Action that an appeal is about."""

    statement: Statement
    decided_by: tuple[str, ...]
    decided_by_names: tuple[str | None, ...] | None = None
    """Names, in the same order, if known."""


class Appealed(Model):
    """Appeal of the account against a finding or its consequences."""

    type: Literal["appeal"] = "appeal"
    action: str
    category: ViolationCategory | None = None
    says: str


class MonetizationAnswer(Model):
    """Answer to an application; a refusal has its reasons, and when an application would be granted (article 8)."""

    account: str
    outcome: Annotated[Literal["active", "held", "changed", "granted", "done", "refused"], Open]
    version: int
    id: str | None
    facts: tuple[FactRef, ...]
    standing: StandingSummary
    methods: tuple[MonetizationMethod, ...]
    message: str
    message_zh: str
    reasons: tuple[Reason, ...]
    eligible_at: dt.datetime | Annotated[Literal["never"], Open] | None


class ApplicationShown(Model):
    """An application for a certification, with what was applied for."""

    id: str
    kind: CaseKind
    account: str | None
    status: CaseStatus
    """Claimed, proposed and deferred cases are shown as `open`."""
    opened_at: dt.datetime
    due_at: dt.datetime
    outcome: CaseOutcome | None
    reason: str
    decided_at: dt.datetime | None
    withdrawn: tuple[EarlierAnswer, ...]
    """Earlier answers that were corrected, the first one first."""
    zh: str
    """Answer to the applicant in Chinese, once decided."""
    en: str
    """Answer to the applicant in English, once decided."""
    applied: CertificationApplied | None
    """The field, the days and the materials."""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class CertificationApplicationsPage(Model):
    """Applications of an account, in the order in which they were made."""

    applications: tuple[ApplicationShown, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""


class RequestedProfile(Model):
    """Parts of the profile that the holder wants to show instead; null: unchanged."""

    name: str | None
    bio: str | None
    avatar: str | None


class CaseAssigned(Model):
    """The case was assigned to a person; null: to nobody."""

    type: Literal["assigned"] = "assigned"
    to: str | None
    reason: str = ""
    to_name: str | None = None
    """Name of the person or service, if known."""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class Assignee(Model):
    """A person to whom a case may be given."""

    person: str
    name: str


class AssigneesAnswer(Model):
    """The persons to whom a case may be given now, in the order of their names."""

    case: str
    assignees: tuple[Assignee, ...]


class CaseAssignmentBody(Model):
    """The assignee of a case; null removes the assignment. A claim by another person ends."""

    to: str | None
    """Identifier of a person: `GET /v1/cases/{case}/assignees` lists them."""
    reason: str = ""


class AuditDay(Model):
    """Events of a civil day in Shanghai."""

    day: dt.date
    events: int
    types: dict[str, int]
    """Number of events by type."""


class AuditDays(Model):
    """Events by day; days without any are left out."""

    days: tuple[AuditDay, ...]


class AuditEntry(Model):
    """An event, with names for people to read; they are shown as they are now."""

    seq: int
    at: dt.datetime
    recorded_at: dt.datetime
    type: str
    actor: str
    object: str
    data: dict[str, Any]
    hash: str
    actor_name: str | None
    """Name of the person or service; null for all others."""
    object_name: str | None
    """Name of the object, where it is a person, a key or an account."""


class AuditPage(Model):
    """Events of the audit, newest first."""

    events: tuple[AuditEntry, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""


class BadLine(Model):
    """A line that names no account."""

    line: int
    text: str
    """The line, cut to 60 characters."""
    text_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class BanInput(Model):
    """Ban (禁言) for a duration (article 9)."""

    type: Literal["ban"] = "ban"
    category: ViolationCategory
    duration: dt.timedelta
    factor: float | str | None = None
    """Without it: the category's own."""


class Ban(Model):
    """Ban (禁言) for a duration (article 9)."""

    type: Literal["ban"] = "ban"
    category: ViolationCategory
    duration: dt.timedelta
    factor: str | None = None
    """Without it: the category's own."""


class BanBody(Model):
    """A ban (禁言) for a duration; without `factor`, the factor of the category applies."""

    reason: str = ""
    contents: tuple[str, ...] = ()
    """The platform's identifiers of the contents concerned: they identify another finding as the same offence, and
    the followers to remove (article 10).
    """
    evidence: tuple[str, ...] = ()
    """Addresses of the evidence; stored with the finding."""
    automated: bool | None = None
    """Whether the violation was detected automatically; stated in the statement of reasons."""
    occurred_at: dt.datetime | None = None
    """Time of the offence, if known: then only findings recorded before that time make it a repetition. Not after
    `effective_at`, nor before the account's registration.
    """
    another_offence: bool = False
    """True for a different offence from a standing finding of the same category with the same contents, or the same
    evidence where no contents are named. Otherwise refused with `same-offence`.
    """
    effective_at: dt.datetime | None = None
    """Time of the event, if before now; limited by the configuration."""
    id: str | None = None
    """Your identifier, unique on the account. Omitted: one is generated."""
    follows: str | None = None
    """Identifier of the recorded finding that this follows from: it gets the same identifier, counts no second time,
    and is overturned with it. Instead of `id`.
    """
    category: ViolationCategory
    duration: dt.timedelta
    factor: float | str | None = None


class AccountBanImposed(Model):
    """A ban (禁言): no publishing for `duration`, no profit for `factor` times as long; a violation too (article 9)."""

    type: Literal["ban_imposed"] = "ban_imposed"
    id: str
    category: ViolationCategory
    duration: dt.timedelta
    factor: str
    clean_months: int
    decided_at: dt.datetime | None = None
    reason: str = ""
    basis: DecisionBasis | None = None
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class BanListPage(Model):
    """Bans of all accounts."""

    bans: tuple[ListedBan, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""
    complete: bool
    """False for some minutes after an upgrade, while the rows of older accounts are prepared."""


class AccountBanShortened(Model):
    """The ban lasts `duration` in total, and its suspension shrinks by the same factor (article 9)."""

    type: Literal["ban_shortened"] = "ban_shortened"
    id: str
    duration: dt.timedelta
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class DecisionBatchAnswer(Model):
    """The answers, in the order of the questions."""

    answers: tuple[BatchPublishVerdict | BatchVerdict | UnansweredItem | UnknownAccount | MisunderstoodItem, ...]


class DecisionBatchBody(Model):
    """Questions of both kinds, in any order."""

    items: tuple[PrivilegeItem | PublishItem, ...]
    as_of: dt.datetime | None = None
    """Use only facts recorded by this instant, for each item without an `as_of`; not for drafts."""
    record: bool = False
    """Store question and answer of each item that does not say."""


class BatchPublishVerdict(Model):
    """The verdict on an item that asks about a draft."""

    account: str
    at: dt.datetime
    answer: GateAnswer
    name: str
    labels: tuple[DraftLabel, ...]
    limited: bool
    limits: tuple[DistributionLimit, ...]
    denies: tuple[str, ...] | None
    reasons: tuple[GateReason, ...]
    until: dt.datetime | Annotated[Literal["never"], Open] | None
    valid_until: dt.datetime | None
    version: int
    stale_s: float | None
    ref: str | None = None
    """The item's `ref`; left out if it has none."""
    receipt: AnswerReceipt | None = None
    """Left out unless the item was recorded."""


class BatchVerdict(Model):
    """The verdict on an item that asks about a privilege."""

    account: str
    privilege: str
    at: dt.datetime
    answer: Answer
    reasons: tuple[Reason, ...]
    until: dt.datetime | Annotated[Literal["never"], Open] | None
    valid_until: dt.datetime | None
    version: int
    stale_s: float | None
    ref: str | None = None
    """The item's `ref`; left out if it has none."""
    receipt: AnswerReceipt | None = None
    """Left out unless the item was recorded."""


class Bilingual(Model):
    """A text in Chinese and in English."""

    zh: str
    en: str


class Boundary(Model):
    """The next automatic change of a standing, and its time."""

    at: dt.datetime
    message: str
    message_zh: str


class AccountBoundaryPassed(Model):
    """An interval began or ended by itself: a ban, a certification or a freeze has ended."""

    changes: tuple[BoundaryChange, ...]
    message: str
    """Description in words."""
    message_zh: str = ""
    """The same in Chinese."""
    recorded_by: str
    """First recorder: lifecycle, backstop or ledger."""


class ReportBuilt(Model):
    """The files of the report were written and stored."""

    type: Literal["built"] = "built"
    files: tuple[ReportFile, ...]
    rows: int
    restrictions: ReportMoves
    made_with: str


class BulkAction(Model):
    """State of a bulk action."""

    id: str
    status: BulkStatus
    measure: Annotated[Ban | Violation | ProfitCancellation | Closure | Overturn | Other, DistinguishedBy("type")]
    reason: str
    accounts: int
    """Number of accounts; 0 as long as it is a draft."""
    started_at: dt.datetime
    """When it was ordered; of a draft, when it was drafted."""
    started_by: str
    totals: BulkTotals | None
    finished_at: dt.datetime | None
    cancellation_reason: str
    cancelled_by: str | None
    cancelled_at: dt.datetime | None
    reversal_reason: str
    reversal_by: str | None
    reversal_totals: BulkTotals | None
    reverted_at: dt.datetime | None
    """When every account was processed for the reversal, or cancelled."""
    reversal_cancellation_reason: str
    reversal_cancelled_by: str | None
    reversal_cancelled_at: dt.datetime | None
    started_by_name: str | None = None
    """Name of the person or service, if known."""
    reversal_by_name: str | None = None
    """Name of the person or service, if known."""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class BulkBody(Model):
    """A measure, the accounts, and the reason."""

    id: str | None = None
    """Your identifier, also used for what is recorded on each account. Omitted: one is generated."""
    measure: Annotated[BanInput | Violation | ProfitCancellation | Closure | Overturn | Other, DistinguishedBy("type")]
    accounts: tuple[str, ...]
    reason: str
    """Shown to each holder."""


class BulkCancellationBody(Model):
    """The reason for cancelling a bulk action or its reversal."""

    reason: str = ""


class BulkCancellationStartedAnnouncement(Model):
    """The action was cancelled: nothing more is carried out, and what was carried out stays."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["bulk.cancellation_started"] = "bulk.cancellation_started"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: BulkCancellationStarted
    actor_name: str | None = None
    """Name of the person or service, if known."""


class BulkCancelledAnnouncement(Model):
    """Every account that waited is marked as cancelled."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["bulk.cancelled"] = "bulk.cancelled"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: BulkCancelled
    actor_name: str | None = None
    """Name of the person or service, if known."""


class BulkDraftedAnnouncement(Model):
    """The bulk action was drafted: its accounts are sent as a file, and nothing is carried out before its start."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["bulk.drafted"] = "bulk.drafted"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: BulkDrafted
    actor_name: str | None = None
    """Name of the person or service, if known."""


class BulkFinishedAnnouncement(Model):
    """Every account was processed."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["bulk.finished"] = "bulk.finished"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: BulkFinished
    actor_name: str | None = None
    """Name of the person or service, if known."""


class BulkPreview(Model):
    """What a slice would come to now. Nothing was recorded, and nothing is reserved."""

    accounts: tuple[ForeseenAccount, ...]
    outcomes: tuple[ForeseenOutcome, ...]
    """Counts by outcome and code, the most first."""
    next: str | None
    """Of a reversal: pass it as `after` for the next slice; null: it was the last."""


class BulkReversalCancellationStartedAnnouncement(Model):
    """The reversal was cancelled: nothing more is overturned, and what was overturned stays so."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["bulk.reversal_cancellation_started"] = "bulk.reversal_cancellation_started"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: BulkReversalCancellationStarted
    actor_name: str | None = None
    """Name of the person or service, if known."""


class BulkReversalCancelledAnnouncement(Model):
    """Every account that waited for the reversal is marked as cancelled."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["bulk.reversal_cancelled"] = "bulk.reversal_cancelled"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: BulkReversalCancelled
    actor_name: str | None = None
    """Name of the person or service, if known."""


class BulkReversalStartedAnnouncement(Model):
    """The reversal was ordered for every account on which the action was carried out."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["bulk.reversal_started"] = "bulk.reversal_started"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: BulkReversalStarted
    actor_name: str | None = None
    """Name of the person or service, if known."""


class BulkRevertedAnnouncement(Model):
    """Every account was processed for the reversal."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["bulk.reverted"] = "bulk.reverted"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: BulkReverted
    actor_name: str | None = None
    """Name of the person or service, if known."""


class BulkStartBody(Model):
    """The number of accounts that were sent."""

    accounts: int | None = None
    """Number of different accounts sent; with another number received it is refused."""


class BulkStartedAnnouncement(Model):
    """The bulk action was ordered."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["bulk.started"] = "bulk.started"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: BulkStarted
    actor_name: str | None = None
    """Name of the person or service, if known."""


class BulkView(Model):
    """A bulk action, its progress and all its entries."""

    bulk: BulkAction
    progress: BulkProgress
    entries: tuple[BulkEntry, ...]


class BulksPage(Model):
    """Bulk actions in the order in which they were started."""

    bulk_actions: tuple[BulkAction, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""


class RumourCalledOff(Model):
    """An order was withdrawn."""

    type: Literal["called_off"] = "called_off"
    step: RumourStep
    directive: str
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class ProfitCancellation(Model):
    """Permanent cancellation of profit-making (article 9)."""

    type: Literal["cancel_profit"] = "cancel_profit"
    category: ViolationCategory | None = None


class CancellationAsked(Model):
    """Request to cancel the account's profit-making permanently (article 9)."""

    type: Literal["cancellation"] = "cancellation"
    category: ViolationCategory | None = None
    violation: str | None = None


class CancellationBody(Model):
    """A cancellation of profit-making; with a category it is also recorded as a violation."""

    reason: str = ""
    contents: tuple[str, ...] = ()
    """The platform's identifiers of the contents concerned: they identify another finding as the same offence, and
    the followers to remove (article 10).
    """
    evidence: tuple[str, ...] = ()
    """Addresses of the evidence; stored with the finding."""
    automated: bool | None = None
    """Whether the violation was detected automatically; stated in the statement of reasons."""
    occurred_at: dt.datetime | None = None
    """Time of the offence, if known: then only findings recorded before that time make it a repetition. Not after
    `effective_at`, nor before the account's registration.
    """
    another_offence: bool = False
    """True for a different offence from a standing finding of the same category with the same contents, or the same
    evidence where no contents are named. Otherwise refused with `same-offence`.
    """
    effective_at: dt.datetime | None = None
    """Time of the event, if before now; limited by the configuration."""
    id: str | None = None
    """Your identifier, unique on the account. Omitted: one is generated."""
    follows: str | None = None
    """Identifier of the recorded finding that this follows from: it gets the same identifier, counts no second time,
    and is overturned with it. Instead of `id`.
    """
    category: ViolationCategory | None = None


class BulkCancellationStarted(Model):
    """The action was cancelled: nothing more is carried out, and what was carried out stays."""

    type: Literal["cancellation_started"] = "cancellation_started"
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class CarriedRestriction(Model):
    """Running restriction inherited by another account of the holder, with the same words and the same end."""

    privilege: str
    kind: RestrictionKind
    article: int
    until: dt.datetime | None = None


class Case(Model):
    """State of a case."""

    id: str
    status: CaseStatus
    opening: CaseOpening
    opened_at: dt.datetime
    opened_by: str
    priority: CasePriority
    evidence: tuple[Evidence, ...]
    notes: int
    assigned_to: str | None
    claim: CaseClaim | None
    proposal: CaseDecision | None
    decision: CaseDecision | None
    """Decision in force; null: none yet."""
    corrected: tuple[CaseDecision, ...]
    """Earlier decisions that were corrected, the first one first."""
    correction: Correction | None
    """Proposed correction that a second person must decide."""
    deferral: CaseDeferral | None
    """Decision that can still be taken back; null: there is none."""
    reminded_at: dt.datetime | None
    escalations: int
    escalated_at: dt.datetime | None
    withdrawn_at: dt.datetime | None
    reason: str
    opened_by_name: str | None = None
    """Name of the person or service, if known."""
    assigned_to_name: str | None = None
    """Name of the person or service, if known."""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class CaseAssignedAnnouncement(Model):
    """The case was assigned to a person; null: to nobody."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["case.assigned"] = "case.assigned"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: CaseAssigned
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CaseClaimedAnnouncement(Model):
    """A person has claimed the case: nobody else may work on it until the lease ends."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["case.claimed"] = "case.claimed"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: CaseClaimed
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CaseCorrectedAnnouncement(Model):
    """The decision in force was wrong: it is withdrawn with all that followed from it, and this one holds instead."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["case.corrected"] = "case.corrected"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: CaseCorrected
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CaseCorrectionBody(Model):
    """The decision that replaces the one in force."""

    outcome: CaseOutcome
    reason: str
    """Why; the holder reads it."""
    terms: CaseTermsBody | None = None
    exposure: ExposingBody | None = None


class CaseCorrectionDroppedAnnouncement(Model):
    """A proposed correction was not followed: the decision in force stands."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["case.correction_dropped"] = "case.correction_dropped"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: CaseCorrectionDropped
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CaseCorrectionProposedAnnouncement(Model):
    """A first person has proposed another decision; the one in force stands until a second person decides alike."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["case.correction_proposed"] = "case.correction_proposed"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: CaseCorrectionProposed
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CaseCounts(Model):
    """Numbers of undecided cases, and of the cases of each view that you see."""

    waiting: int
    status: dict[str, int]
    kind: dict[str, int]
    priority: dict[str, int]
    overdue: int
    mine: int
    unclaimed: int
    decidable: int
    """Cases that you may decide now."""
    second_person: SecondPersonCounts
    views: tuple[ViewCount, ...]


class CaseDay(Model):
    """Cases of a civil day in Shanghai."""

    day: dt.date
    opened: int
    decided: int
    late: int
    """Of those decided, the ones decided after they were due."""


class CaseDecidedAnnouncement(Model):
    """The case was decided, finally."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["case.decided"] = "case.decided"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: CaseDecided
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CaseDeferredAnnouncement(Model):
    """One person has decided; the decision takes effect at the instant, unless this person takes it back before."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["case.deferred"] = "case.deferred"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: CaseDeferred
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CaseEscalatedAnnouncement(Model):
    """The case is overdue: more people must see it."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["case.escalated"] = "case.escalated"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: CaseEscalated
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CaseEvidenceAddedAnnouncement(Model):
    """Evidence was added."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["case.evidence_added"] = "case.evidence_added"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: CaseEvidenceAdded
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CaseFilters(Model):
    """Filters of a list of cases; a case is listed if it passes all of them."""

    status: tuple[CaseStatus, ...]
    """Statuses. Omitted: undecided cases, or all where the decision or its author is asked for."""
    kind: tuple[CaseKind, ...]
    priority: tuple[CasePriority, ...]
    """Priorities now: an overdue case is urgent."""
    overdue: bool | None
    """Whether the deadline has passed."""
    due_within: dt.timedelta | None
    """Only undecided cases that are overdue or due within this time."""
    mine: bool | None
    """Whether you have claimed it, or it is assigned to you."""
    unclaimed: bool | None
    """Whether nobody has claimed it and it is assigned to nobody."""
    decidable: bool | None
    """Whether you may decide it now: your roles and kinds permit it, nobody else has claimed it or is assigned, and
    you made neither the proposal nor the decision under appeal.
    """
    second_person: Annotated[Literal["needed", "me"], Open] | None
    """`needed`: a second person must decide. `me`: you may be that person."""
    skipped: bool | None
    """Whether you have skipped it for now."""
    claimed_by: str | None
    """Identifier of a person, or `me`."""
    assigned_to: str | None
    """Identifier of a person, or `me`."""
    decider: str | None
    """Person who decided or proposed the decision: an identifier, or `me`."""
    account: str | None
    search: str | None
    """Part of the title, or of the identifier of the case or its account."""
    opened_from: dt.date | None
    """First day of opening, in Shanghai."""
    opened_until: dt.date | None
    """Last day of opening."""
    decided_from: dt.date | None
    """First day of the decision."""
    decided_until: dt.date | None
    """Last day of the decision."""
    claimed_by_name: str | None = None
    """Name of the person or service, if known."""
    assigned_to_name: str | None = None
    """Name of the person or service, if known."""


class CaseNotedAnnouncement(Model):
    """A reviewer has left a note for the others. The feed leaves out its text."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["case.noted"] = "case.noted"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: CaseNoted
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CaseOpenedAnnouncement(Model):
    """The case was opened."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["case.opened"] = "case.opened"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: CaseOpened
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CaseProposedAnnouncement(Model):
    """A first person has decided; a second person must decide the same before it counts."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["case.proposed"] = "case.proposed"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: CaseProposed
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CaseReleasedAnnouncement(Model):
    """The claim has ended."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["case.released"] = "case.released"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: CaseReleased
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CaseRemindedAnnouncement(Model):
    """Most of the time until the deadline has passed."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["case.reminded"] = "case.reminded"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: CaseReminded
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CaseStatistics(Model):
    """Figures of a period, and of what waits now."""

    from_: dt.date = pydantic.Field(alias="from")
    """First day, in Shanghai."""
    until: dt.date
    """Last day."""
    counted_at: dt.datetime
    ages: tuple[CaseAge, ...]
    """Undecided cases now, by age."""
    days: tuple[CaseDay, ...]
    kinds: tuple[CaseKindFigures, ...]
    persons: tuple[PersonFigures, ...]
    """For operators and auditors; a reviewer reads the own row alone."""
    appeals: tuple[AppealFigures, ...]


class CaseStatusAnswer(Model):
    """The public part of a case for an applicant: its status and outcome, without the reviewers and their notes."""

    id: str
    kind: CaseKind
    account: str | None
    status: CaseStatus
    """Claimed, proposed and deferred cases are shown as `open`."""
    opened_at: dt.datetime
    due_at: dt.datetime
    outcome: CaseOutcome | None
    reason: str
    decided_at: dt.datetime | None
    withdrawn: tuple[EarlierAnswer, ...]
    """Earlier answers that were corrected, the first one first."""
    zh: str
    """Answer to the applicant in Chinese, once decided."""
    en: str
    """Answer to the applicant in English, once decided."""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class CaseTakenBackAnnouncement(Model):
    """The decision was taken back before it took effect, or could not take effect; the case is open again."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["case.taken_back"] = "case.taken_back"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: CaseTakenBack
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CaseView(Model):
    """A case with its evidence, notes and all entries."""

    case: Case
    entries: tuple[CaseEntry, ...]
    holder_changed_at: dt.datetime | None
    """When the holder changed after the case was opened; the case concerns the earlier holder."""
    closed_by_wish_at: dt.datetime | None
    """When its holder closed the account after the case was opened; the case stays open."""


class CaseWithdrawnAnnouncement(Model):
    """No decision is needed any more."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["case.withdrawn"] = "case.withdrawn"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: CaseWithdrawn
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CasesPage(Model):
    """Cases, the most urgent first, then by due time."""

    cases: tuple[QueuedCase, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""


class CatalogueShown(Model):
    """Every category with its consequences."""

    at: dt.datetime
    record_months: int
    """Number of months for which a violation counts."""
    categories: tuple[CategoryShown, ...]


class CategoryShown(Model):
    """One category of the catalogue."""

    category: ViolationCategory
    en: str
    zh: str
    article: int
    """Article that the category violates."""
    factor: str
    """Factor of a ban for this category, where the step names none (article 9)."""
    rules: str
    """Version of the catalogue behind the steps, as in statements of reasons."""
    steps: tuple[CatalogueStep, ...]
    """Steps for the first, the second, … violation that counts; the last one for all further ones."""


class CertificationApplicationBody(Model):
    """An application for certification in a field; its materials appear on the homepage once verified."""

    id: str | None = None
    """Identifier of the case and of the certification. Omitted: one is generated."""
    field: Field
    valid_from: dt.date
    valid_until: dt.date
    materials: GivenMaterials | None = None
    evidence: tuple[EvidenceBody, ...] = ()


class CertificationApplied(Model):
    """An application for a field's certification (article 2)."""

    type: Literal["certification"] = "certification"
    field: Field
    valid_from: dt.date
    valid_until: dt.date
    materials: Materials


class CertificationBody(Model):
    """A verified certification."""

    id: str | None = None
    """Your identifier, unique on the account. Omitted: one is generated."""
    field: Field
    valid_from: dt.date
    valid_until: dt.date
    materials: GivenMaterials | None = None
    effective_at: dt.datetime | None = None
    """Time of the event, if before now; limited by the configuration."""


class CertificationExpiringAnnouncement(Model):
    """A certification ends soon and no other follows it: publishing in the field will be suspended."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["certification.expiring"] = "certification.expiring"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: CertificationExpiring
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountCertificationGranted(Model):
    """A verified certification in one field, valid through its last day (article 2)."""

    type: Literal["certification_granted"] = "certification_granted"
    id: str
    field: Field
    valid_from: dt.date
    valid_until: dt.date
    materials: Materials | None = None


class CertificationListPage(Model):
    """Certifications of all accounts."""

    certifications: tuple[ListedCertification, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""
    complete: bool
    """False for some minutes after an upgrade, while the rows of older accounts are prepared."""


class AccountCertificationRevoked(Model):
    """A certification was revoked (article 2)."""

    type: Literal["certification_revoked"] = "certification_revoked"
    id: str
    reason: str = ""
    fallen: tuple[str, ...] = ()
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class BoundaryChange(Model):
    """Effect of a boundary on one privilege."""

    privilege: str
    opened: bool
    causes: tuple[str, ...] = ()


class WebhookChangeBody(Model):
    """Changes to a webhook; omitted fields keep their values."""

    url: str | None = None
    types: tuple[str, ...] | None = None
    note: str | None = None


class PersonChanged(Model):
    """The person's name, roles or kinds of case were changed; every field has the new value."""

    type: Literal["changed"] = "changed"
    name: str
    roles: tuple[Role, ...]
    kinds: tuple[CaseKind, ...] | None
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class ChangedAccount(Model):
    """An account with new facts."""

    account: str
    version: int


class CaseOutcomeChoice(Model):
    """Outcome of a case, and whether this person may choose it now."""

    outcome: CaseOutcome
    zh: str
    en: str
    may: bool
    """Whether this person may choose it now."""
    refusal: Refusal | None
    """Why not, and what would be right."""
    taking: Annotated[Literal["decides", "proposes", "confirms", "drops"], Open] | None
    """`decides`: it takes effect; `proposes`: a second person must decide the same; `confirms`: this is the second
    person; `drops`: a proposed correction is not followed.
    """
    takes_effect_at: dt.datetime | None
    """When it takes effect, if it can be taken back until then."""
    reason_needed: bool
    terms: str | None
    """Type of the terms that it may carry."""


class CaseOutcomesAnswer(Model):
    """The outcomes of a case, and which of them the caller may choose now."""

    case: str
    kind: CaseKind
    version: int
    outcomes: tuple[CaseOutcomeChoice, ...]


class CaseClaim(Model):
    """Person who works on a case, and the end of the lease."""

    by: str
    since: dt.datetime
    until: dt.datetime
    by_name: str | None = None
    """Name of the person or service, if known."""


class CaseClaimBody(Model):
    """The length of a claim, during which nobody else may work on the case."""

    lease: dt.timedelta | None = None
    """At most PT8H. Omitted: half an hour."""


class CaseClaimed(Model):
    """A person has claimed the case: nobody else may work on it until the lease ends."""

    type: Literal["claimed"] = "claimed"
    until: dt.datetime


class Cleanup(Model):
    """State of a clean-up."""

    id: str
    status: CleanupStatus
    terms: CleanupTerms
    opened_at: dt.datetime
    opened_by: str
    orders: int
    directive: str | None
    ordered: int | None
    done: int
    tainted: int
    removed: int
    before: FollowerCount | None
    answered_at: dt.datetime | None
    left: int | None
    watching: str | None
    missing: int
    restorable: int | None
    escalated_at: dt.datetime | None
    reason: str
    opened_by_name: str | None = None
    """Name of the person or service, if known."""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class CleanupAnsweredAnnouncement(Model):
    """The platform has answered the order."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["cleanup.answered"] = "cleanup.answered"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: CleanupAnswered
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CleanupEscalatedAnnouncement(Model):
    """The clean-up cannot continue by itself: a person must deal with it."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["cleanup.escalated"] = "cleanup.escalated"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: CleanupEscalated
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CleanupHistory(Model):
    """A clean-up with all entries of its record."""

    cleanup: Cleanup
    entries: tuple[CleanupEntry, ...]


class CleanupKeptAwayAnnouncement(Model):
    """Some of the removed followers may not be restored, although the violation was overturned."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["cleanup.kept_away"] = "cleanup.kept_away"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: CleanupKeptAway
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CleanupNothingTaintedAnnouncement(Model):
    """No reported gain can result from the violation."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["cleanup.nothing_tainted"] = "cleanup.nothing_tainted"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: CleanupNothingTainted
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CleanupOpenedAnnouncement(Model):
    """A clean-up was opened: followers gained by a violation are to be removed."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["cleanup.opened"] = "cleanup.opened"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: CleanupOpened
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CleanupOrderedAnnouncement(Model):
    """The removal was ordered."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["cleanup.ordered"] = "cleanup.ordered"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: CleanupOrdered
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CleanupRefusedAnnouncement(Model):
    """The order has failed, or was withdrawn by hand; a failed order may still be reported as done."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["cleanup.refused"] = "cleanup.refused"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: CleanupRefused
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CleanupRequest(Model):
    """An order to remove the followers that a violation gained."""

    violation: str
    contents: tuple[str, ...] = ()
    windows: tuple[TimeWindow, ...] = ()
    everything: bool = False
    reason: str = ""


class CleanupRestoreOrderedAnnouncement(Model):
    """The violation was overturned: the removed followers are to be restored."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["cleanup.restore_ordered"] = "cleanup.restore_ordered"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: CleanupRestoreOrdered
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CleanupRestoredAnnouncement(Model):
    """The platform has restored the followers."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["cleanup.restored"] = "cleanup.restored"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: CleanupRestored
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CleanupSettledAnnouncement(Model):
    """A person has dealt with the clean-up."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["cleanup.settled"] = "cleanup.settled"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: CleanupSettled
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CleanupStoppedAnnouncement(Model):
    """The violation was overturned before anything was removed."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["cleanup.stopped"] = "cleanup.stopped"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: CleanupStopped
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CleanupTakenOverAnnouncement(Model):
    """Another violation that had tainted the same followers was overturned: they stay removed because of this one."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["cleanup.taken_over"] = "cleanup.taken_over"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: CleanupTakenOver
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CleanupTerms(Model):
    """Account and violation of a clean-up."""

    account: str
    violation: str
    article: int = 10
    scope: CleanupScope
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class CleanupVerifiedAnnouncement(Model):
    """A count was compared with the expected number of followers."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["cleanup.verified"] = "cleanup.verified"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: CleanupVerified
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CleanupsPage(Model):
    """Clean-ups in the order in which they were opened."""

    cleanups: tuple[Cleanup, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""


class ClearedAccount(Model):
    """Result of overturning a violation after the claim turned out to be true."""

    account: str
    violation: str
    outcome: Annotated[Literal["overturned", "refused"], Open]
    code: str | None = None
    message: str = ""
    message_zh: str = ""
    """The same in Chinese."""


class ClockReadiness(Model):
    """This host's clock compared with the database's, which determines due times and recording times."""

    difference_s: float | None
    """Seconds by which this host's clock is ahead of the database's; negative: behind."""
    agreement: ClockAgreement
    """`differs` is also logged; with `unfit` this host is not ready."""


class Closure(Model):
    """Closure of the accounts as a sanction (article 12)."""

    type: Literal["close"] = "close"
    category: ViolationCategory


class RumourClosureBody(Model):
    """The reason for closing a rumour."""

    reason: str = ""


class ClosureAsked(Model):
    """Request to close the account as a sanction (article 12)."""

    type: Literal["closure"] = "closure"
    category: ViolationCategory
    violation: str | None = None


class ClosureBody(Model):
    """Closure of an account: with a category as a sanction, otherwise at the holder's request."""

    reason: str = ""
    contents: tuple[str, ...] = ()
    """The platform's identifiers of the contents concerned: they identify another finding as the same offence, and
    the followers to remove (article 10).
    """
    evidence: tuple[str, ...] = ()
    """Addresses of the evidence; stored with the finding."""
    automated: bool | None = None
    """Whether the violation was detected automatically; stated in the statement of reasons."""
    occurred_at: dt.datetime | None = None
    """Time of the offence, if known: then only findings recorded before that time make it a repetition. Not after
    `effective_at`, nor before the account's registration.
    """
    another_offence: bool = False
    """True for a different offence from a standing finding of the same category with the same contents, or the same
    evidence where no contents are named. Otherwise refused with `same-offence`.
    """
    effective_at: dt.datetime | None = None
    """Time of the event, if before now; limited by the configuration."""
    id: str | None = None
    """Your identifier, unique on the account. Omitted: one is generated."""
    follows: str | None = None
    """Identifier of the recorded finding that this follows from: it gets the same identifier, counts no second time,
    and is overturned with it. Instead of `id`.
    """
    category: ViolationCategory | None = None


class Cluster(Model):
    """Accounts that may act in concert, from all sweeps."""

    id: str
    case: str
    round: int
    """Number of its cases: a cluster that grew after a decision has several."""
    found_at: dt.datetime
    changed_at: dt.datetime
    merged_into: str | None
    finding: ClusterFinding


class ClusterAbout(Model):
    """Cluster of accounts that the case is about."""

    cluster: str
    round: int
    accounts: int
    """Number of accounts that the case is about."""
    members: tuple[ClusterMember, ...]
    """The first 50 of them, by identifier."""


class ClusterMember(Model):
    """Account of a cluster with its standing; without name and status if it is not registered here."""

    account: str
    name: str | None
    status: AccountStatus | None
    restrictions: tuple[RestrictionShown, ...]
    """Restrictions in force now."""


class ClustersPage(Model):
    """Clusters in the order in which they were found."""

    clusters: tuple[Cluster, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""
    sweep: SweepResult | None
    """The latest completed sweep; null before the first."""


class CommandAnswer(Model):
    """Result of a command, and the standing after it."""

    account: str
    outcome: Annotated[Literal["active", "held", "changed", "granted", "done", "refused"], Open]
    version: int
    id: str | None
    facts: tuple[FactRef, ...]
    standing: StandingSummary


class AccountConsequenceWithdrawn(Model):
    """A closure or cancellation that a case added to the finding `id` was corrected; the finding stands (9, 12)."""

    type: Literal["consequence_withdrawn"] = "consequence_withdrawn"
    id: str
    consequence: Annotated[Literal["closure", "cancellation"], Open]
    withholding: bool = False
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class ConsequencesInput(Model):
    """Consequences of a violation, decided together; those left out do not follow."""

    warning: bool = False
    ban: dt.timedelta | None = None
    factor: float | str | None = None
    limit_recommendation: dt.timedelta | Annotated[Literal["for_ever"], Open] | None = None
    freeze_growth: dt.timedelta | Annotated[Literal["for_ever"], Open] | None = None
    withhold_profit: dt.timedelta | Annotated[Literal["for_ever", "clean_window"], Open] | None = None
    cancel_profit: bool = False
    remove_followers: bool = False
    clear_followers: bool = False
    close: bool = False
    report: bool = False


class Consequences(Model):
    """Consequences of a violation, decided together; those left out do not follow."""

    warning: bool = False
    ban: dt.timedelta | None = None
    factor: str | None = None
    limit_recommendation: dt.timedelta | Annotated[Literal["for_ever"], Open] | None = None
    freeze_growth: dt.timedelta | Annotated[Literal["for_ever"], Open] | None = None
    withhold_profit: dt.timedelta | Annotated[Literal["for_ever", "clean_window"], Open] | None = None
    cancel_profit: bool = False
    remove_followers: bool = False
    clear_followers: bool = False
    close: bool = False
    report: bool = False


class HolderContact(Model):
    """Attribute beside the identity number that identifies a person, as a keyed hash (`c_…`)."""

    kind: Annotated[Literal["phone", "device", "payout_account"], Open]
    ref: str


class HolderContactsBody(Model):
    """Contacts by which a holder whose account was closed can be recognised (article 7): hashed at once, stored only
    as hashes.
    """

    phone: str | None = None
    """A phone number."""
    device: str | None = None
    """A device identifier."""
    payout_account: str | None = None
    """The account to which earnings are paid."""


class RumourContent(Model):
    """A content that spreads the rumour."""

    content: str
    found_at: dt.datetime
    found_by: str
    via: ContentFoundBy
    label_order: str | None
    """The directive to label it; null until it is issued."""
    unlabel_order: str | None
    """The directive to remove the label."""
    found_by_name: str | None = None
    """Name of the person or service, if known."""


class RumourContentsBody(Model):
    """Further contents that spread the rumour; known ones are ignored."""

    contents: tuple[str, ...]
    """The platform's identifiers of the contents."""
    via: ContentFoundBy = "reported"
    """Whether the content was reported, or matched by text."""


class RumourContentsFound(Model):
    """More contents spread the rumour. A table names them; the digest binds this entry to it."""

    type: Literal["contents_found"] = "contents_found"
    count: int
    digest: str
    """SHA-256 of the sorted identifiers, one on each line."""
    by: ContentFoundBy = "reported"


class RumourContentsPage(Model):
    """Contents by identifier."""

    contents: tuple[RumourContent, ...]


class CaseContext(Model):
    """Context of a case."""

    case: str
    kind: CaseKind
    version: int
    files: tuple[EvidenceFile, ...]
    """Files of the evidence that are kept here."""
    about: CaseAccount | None
    standing: StandingNow | None
    history: tuple[FactShort, ...]
    """The latest facts, the newest first."""
    holders_accounts: tuple[str, ...]
    """Other accounts that the holder has, or had."""
    earlier: tuple[EarlierDecision, ...]
    """Decided cases about these accounts, the newest first."""
    actions: tuple[Statement, ...]
    """Latest actions against the account, the newest first."""
    appealed: Appealable | None
    """For an appeal: what it is about."""
    similar: tuple[SimilarCase, ...]
    cluster: ClusterAbout | None
    """For accounts that may act in concert: who they are."""


class CoordinationFound(Model):
    """Accounts that may act in concert (article 7); the cluster names them."""

    type: Literal["coordination"] = "coordination"
    cluster: str
    round: int


class Correction(Model):
    """Proposed correction, until a second person has decided."""

    ruling: CaseRuling
    by: str
    at: dt.datetime
    due_at: dt.datetime
    by_name: str | None = None
    """Name of the person or service, if known."""


class RumourCorrectionBody(Model):
    """Correction of a rumour whose claim is true: the reason, and the statement shown in place of the label."""

    reason: str
    """Grounds on which the claim is true."""
    statement_zh: str = "此前标注为谣言的信息经核实属实，标签已撤销"
    statement_en: str = "This was labelled a rumour; it is verified to be true, and the label was taken back"
    link: str | None = None


class CaseCorrectionDropped(Model):
    """A proposed correction was not followed: the decision in force stands."""

    type: Literal["correction_dropped"] = "correction_dropped"
    of: str
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class CaseCorrectionProposed(Model):
    """A first person has proposed another decision; the one in force stands until a second person decides alike."""

    type: Literal["correction_proposed"] = "correction_proposed"
    ruling: CaseRuling
    due_at: dt.datetime


class DirectiveCounts(Model):
    """Extent to which the order was carried out."""

    done: int
    """Number of followers removed, contents labelled, …"""
    left: int = 0
    """Number that could not be processed."""


class NewWebhookBody(Model):
    """A new webhook."""

    id: str | None = None
    """Your identifier, unique among webhooks. Omitted: one is generated."""
    url: str
    types: tuple[str, ...] = ("*",)
    """Event types as in the feed: `account.ban_imposed`, `account.*`, or `*` for all."""
    after: int | None = None
    """Deliver events after this one. Omitted: future events only."""
    note: str = ""


class RunCreated(Model):
    """The run was created; rows may be sent."""

    type: Literal["created"] = "created"
    commands: RunKind
    note: str = ""


class PersonDeactivated(Model):
    """The person's keys and sessions have ended, and claimed cases are free. Decisions stay."""

    type: Literal["deactivated"] = "deactivated"
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class CaseDecided(Model):
    """The case was decided, finally."""

    type: Literal["decided"] = "decided"
    ruling: CaseRuling
    proposed_by: str | None = None
    decided_by: str | None = None
    proposed_by_name: str | None = None
    """Name of the person or service, if known."""
    decided_by_name: str | None = None
    """Name of the person or service, if known."""


class CaseDecision(Model):
    """Ruling with its author."""

    ruling: CaseRuling
    by: str
    at: dt.datetime
    proposed_by: str | None
    by_name: str | None = None
    """Name of the person or service, if known."""
    proposed_by_name: str | None = None
    """Name of the person or service, if known."""


class CaseDecisionsAnswer(Model):
    """The results, in the order of the request."""

    decided: int
    refused: int
    results: tuple[CaseDecisionResult, ...]


class CaseDecisionsBody(Model):
    """Decisions of several cases, each as `POST /v1/cases/{case}/decision` takes it."""

    decisions: tuple[CaseDecisionItem, ...]


class CaseDeferral(Model):
    """Decision that has not taken effect yet."""

    ruling: CaseRuling
    by: str
    at: dt.datetime
    takes_effect_at: dt.datetime
    by_name: str | None = None
    """Name of the person or service, if known."""


class CaseDeferred(Model):
    """One person has decided; the decision takes effect at the instant, unless this person takes it back before."""

    type: Literal["deferred"] = "deferred"
    ruling: CaseRuling
    takes_effect_at: dt.datetime


class ReportDelivered(Model):
    """The report was delivered."""

    type: Literal["delivered"] = "delivered"
    attempt: int
    receipt: str = ""
    to: str = ""


class WebhookDeliveriesPage(Model):
    """Delivery attempts, the newest first; kept for 30 days."""

    deliveries: tuple[WebhookAttempt, ...]
    next: int | None
    """Pass it as `before` for the next page; null on the last page."""


class DeliveryAnswer(Model):
    """The response of the address to an event that was sent again."""

    event: int
    """Number of the event."""
    taken: bool
    status: int | None
    error: str | None
    took_ms: int


class ReportDeliveryFailed(Model):
    """A delivery has failed; it is tried again."""

    type: Literal["delivery_failed"] = "delivery_failed"
    attempt: int
    reason: str
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class ReceiptDifference(Model):
    """Part of the answer that differs today."""

    path: str
    stored: Any
    now: Any


class Directive(Model):
    """State of a directive."""

    id: str
    status: DirectiveStatus
    terms: DirectiveTerms
    issued_at: dt.datetime
    issued_by: str
    attempts: int
    last_sent_at: dt.datetime
    escalated_at: dt.datetime | None
    acknowledged_at: dt.datetime | None
    acknowledged_by: str | None
    reason: str
    counts: DirectiveCounts | None
    issued_by_name: str | None = None
    """Name of the person or service, if known."""
    acknowledged_by_name: str | None = None
    """Name of the person or service, if known."""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class DirectiveAcknowledgedAnnouncement(Model):
    """The platform has answered: done, or failed with a reason."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["directive.acknowledged"] = "directive.acknowledged"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: DirectiveAcknowledged
    actor_name: str | None = None
    """Name of the person or service, if known."""


class DirectiveEscalatedAnnouncement(Model):
    """The directive is overdue or has failed: a person must deal with it."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["directive.escalated"] = "directive.escalated"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: DirectiveEscalated
    actor_name: str | None = None
    """Name of the person or service, if known."""


class DirectiveHistory(Model):
    """A directive with all entries of its record."""

    directive: Directive
    entries: tuple[DirectiveEntry, ...]


class DirectiveIssuedAnnouncement(Model):
    """The directive was issued: the platform must carry it out and acknowledge it before the deadline."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["directive.issued"] = "directive.issued"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: DirectiveIssued
    actor_name: str | None = None
    """Name of the person or service, if known."""


class DirectiveSentAgainAnnouncement(Model):
    """The directive was sent again, because no answer was received."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["directive.sent_again"] = "directive.sent_again"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: DirectiveSentAgain
    actor_name: str | None = None
    """Name of the person or service, if known."""


class DirectiveWithdrawnAnnouncement(Model):
    """The directive was withdrawn."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["directive.withdrawn"] = "directive.withdrawn"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: DirectiveWithdrawn
    actor_name: str | None = None
    """Name of the person or service, if known."""


class DirectivesPage(Model):
    """Directives in the order in which they were issued."""

    directives: tuple[Directive, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""


class DistributionLimit(Model):
    """Reason for limited distribution: the piece may be shown, but `privilege` is closed for it."""

    article: int
    code: LabelKind | RestrictionKind
    privilege: str
    cause: str | None
    until: dt.datetime | Annotated[Literal["never"], Open]
    message: str
    message_zh: str
    origin: Origin | None


class Draft(Model):
    """Content that an account wants to publish. An empty draft asks whether the account may publish at all."""

    fields: tuple[Field, ...] = ()
    topics: tuple[Topic, ...] = ()
    source: DraftSource | str | None = None
    first_hand: bool = False
    """Whether the account has reported it itself: then its own name is the source (article 3)."""
    media: tuple[Medium, ...] = ()
    old_event: OldEvent | None = None
    fictional: bool = False
    fiction_label: bool = False
    disputed: bool = False
    anonymous: bool = False
    text: str | None = None
    """Text, to be compared with open rumours (article 6). It is not stored."""
    stance: RumourStance | None = None
    """Stance of the text to the rumours that it mentions, if known (article 6); without it, it is derived from the
    text. `denies`: it debunks; `repeats`: even if it looks like a denial; `asks`: it only asks.
    """


class DraftBody(Model):
    """A measure and its reason; the accounts are sent afterwards."""

    id: str | None = None
    """Your identifier, used for what is recorded on each account. Omitted: one is generated."""
    measure: Annotated[BanInput | Violation | ProfitCancellation | Closure | Overturn | Other, DistinguishedBy("type")]
    reason: str
    """Shown to each holder."""


class DraftPreviewBody(Model):
    """The slice of a draft to preview."""

    after: str | None = None
    """`next` of the slice before; null: from the beginning."""
    limit: int = 500
    """Number of accounts."""


class BulkDrafted(Model):
    """The bulk action was drafted: its accounts are sent as a file, and nothing is carried out before its start."""

    type: Literal["drafted"] = "drafted"
    measure: Annotated[Ban | Violation | ProfitCancellation | Closure | Overturn | Other, DistinguishedBy("type")]
    reason: str
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class ExposureDrawnUp(Model):
    """The exposure was created, together with the decision of the case."""

    type: Literal["drawn_up"] = "drawn_up"
    notice: ExposureNotice
    case: str
    account: str | None = None
    cause: str


class DueCertification(Model):
    """A field that an account has declared without being certified in it."""

    field: Field
    label_zh: str
    label_en: str
    since: dt.datetime
    """The registration, or the end of the last certification."""
    why: RestrictionKind
    """Why there is none: never certified (`withheld`), expired (`expiry`), or taken away."""
    certification: str | None
    """Identifier of what ended the last certification, or of that certification."""
    opens_at: dt.datetime | None
    """Start of a certification that is verified already."""
    account: str
    name: str
    """The account's name."""


class DueCertificationsPage(Model):
    """Due certifications, by account."""

    due: tuple[DueCertification, ...]
    next: str | None
    """Pass it as `after` for the next page, which may be empty; null on the last page."""


class DurationTerms(Model):
    """Total duration of a measure."""

    type: Literal["duration"] = "duration"
    duration: dt.timedelta
    of: str | None = None
    note: str = ""


class EarlierDecision(Model):
    """Earlier decision about the account, or another account of its holder."""

    case: str
    kind: CaseKind
    account: str | None
    outcome: CaseOutcome
    reason: str
    by: str
    proposed_by: str | None
    at: dt.datetime
    superseded: tuple[Superseded, ...]
    """Decisions that this one corrected, the first one first."""
    zh: str
    """Text that the holder reads; empty: none was sent."""
    en: str
    by_name: str | None = None
    """Name of the person or service, if known."""
    proposed_by_name: str | None = None
    """Name of the person or service, if known."""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class EarlierAnswer(Model):
    """An answer that was withdrawn when the decision was corrected."""

    outcome: CaseOutcome
    reason: str
    decided_at: dt.datetime
    withdrawn_at: dt.datetime
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class ClusterEdge(Model):
    """Weight of the ties between two accounts, and the ties."""

    accounts: tuple[str, str]
    weight: int
    kinds: tuple[TieKind, ...]


class Eligibility(Model):
    """First instant at which an application for a method would be granted without new facts (article 8)."""

    account: str
    method: MonetizationMethod
    at: dt.datetime
    eligible_at: dt.datetime | Annotated[Literal["never"], Open]
    reasons: tuple[Reason, ...]
    version: int


class Emblem(Model):
    """Reference emblem of the bank. It is retired, never deleted, so that earlier matches stay explained."""

    id: str
    name: str
    media_type: str
    width: int
    height: int
    digest: str
    """SHA-256 of the image, hexadecimal."""
    added_at: dt.datetime
    added_by: str
    retired_at: dt.datetime | None
    retired_by: str | None
    reason: str
    added_by_name: str | None = None
    """Name of the person or service, if known."""
    retired_by_name: str | None = None
    """Name of the person or service, if known."""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class EmblemMatch(Model):
    """Emblem that may be in the picture: evidence for a person to review, never a decision."""

    emblem: str
    name: str
    how: Annotated[Literal["window", "features"], Open]
    """Method: a similar window of the picture, or features that agree on one place."""
    likeness: float
    """Agreement of the pixels there."""
    inliers: int
    """Number of features that agree; 0 for a window."""
    corners: tuple[tuple[float, float], ...]
    """Four corners of the emblem, as fractions of the picture's width and height."""


class EmblemScreening(Model):
    """Matches in one picture, with the version of the bank."""

    outcome: Annotated[Literal["clear", "review"], Open]
    matches: tuple[EmblemMatch, ...]
    bank: int
    """Version of the bank: each addition or retirement makes a new one."""
    emblems: int
    """Number of emblems searched for."""
    media_type: str
    width: int
    height: int
    digest: str
    """SHA-256 of the picture, hexadecimal."""
    case: str | None
    """Case for a person to review, if an account was named."""


class EmblemSeen(Model):
    """Avatar that may contain protected emblems (article 1)."""

    type: Literal["emblem"] = "emblem"
    avatar: str
    emblems: tuple[str, ...]
    bank: int


class EmblemsList(Model):
    """The bank of emblems."""

    emblems: tuple[Emblem, ...]


class SessionsEndBody(Model):
    """Whose sessions end."""

    person: str | None = None
    """The person. Omitted: yourself. Another one: operators only."""
    but: str | None = None
    """One session that goes on."""


class PersonEntry(Model):
    """Person entry."""

    kind: str
    record: str
    seq: int
    recorded_at: dt.datetime
    actor: str
    body: Annotated[
        PersonAdded
        | PersonChanged
        | PersonAliasAdded
        | PersonIdentityLinked
        | PersonIdentityUnlinked
        | PersonDeactivated
        | PersonReactivated
        | Other,
        DistinguishedBy("type"),
    ]
    actor_name: str | None = None
    """Name of the person or service, if known."""


class RunEntry(Model):
    """Run entry."""

    kind: str
    record: str
    seq: int
    recorded_at: dt.datetime
    actor: str
    body: Annotated[RunCreated | RunStarted | RunFinished | RunCancelled | Other, DistinguishedBy("type")]
    actor_name: str | None = None
    """Name of the person or service, if known."""


class BulkEntry(Model):
    """Bulk entry."""

    kind: str
    record: str
    seq: int
    recorded_at: dt.datetime
    actor: str
    body: Annotated[
        BulkDrafted
        | BulkStarted
        | BulkFinished
        | BulkCancellationStarted
        | BulkCancelled
        | BulkReversalStarted
        | BulkReverted
        | BulkReversalCancellationStarted
        | BulkReversalCancelled
        | Other,
        DistinguishedBy("type"),
    ]
    actor_name: str | None = None
    """Name of the person or service, if known."""


class ExposureEntry(Model):
    """Exposure entry."""

    kind: str
    record: str
    seq: int
    recorded_at: dt.datetime
    actor: str
    body: Annotated[
        ExposureDrawnUp | ExposurePublished | ExposureWithheld | ExposureWithdrawn | ExposureOverturned | Other,
        DistinguishedBy("type"),
    ]
    actor_name: str | None = None
    """Name of the person or service, if known."""


class ExemptionEntry(Model):
    """Exemption entry."""

    kind: str
    record: str
    seq: int
    recorded_at: dt.datetime
    actor: str
    body: Annotated[ExemptionGranted | ExemptionRevoked | Other, DistinguishedBy("type")]
    actor_name: str | None = None
    """Name of the person or service, if known."""


class DirectiveEntry(Model):
    """Directive entry."""

    kind: str
    record: str
    seq: int
    recorded_at: dt.datetime
    actor: str
    body: Annotated[
        DirectiveIssued | DirectiveSentAgain | DirectiveAcknowledged | DirectiveEscalated | DirectiveWithdrawn | Other,
        DistinguishedBy("type"),
    ]
    actor_name: str | None = None
    """Name of the person or service, if known."""


class NetworkEntry(Model):
    """Network entry."""

    kind: str
    record: str
    seq: int
    recorded_at: dt.datetime
    actor: str
    body: Annotated[
        NetworkRegistered
        | NetworkRosterChanged
        | NetworkSanctioned
        | NetworkSanctionLifted
        | NetworkSanctionEnded
        | NetworkEscalated
        | Other,
        DistinguishedBy("type"),
    ]
    actor_name: str | None = None
    """Name of the person or service, if known."""


class RumourEntry(Model):
    """Rumour entry."""

    kind: str
    record: str
    seq: int
    recorded_at: dt.datetime
    actor: str
    body: Annotated[
        RumourOpened
        | RumourContentsFound
        | RumourTermsAdded
        | RumourInformationVerified
        | RumourOrdered
        | RumourAnswered
        | RumourCalledOff
        | RumourEscalated
        | RumourClosed
        | RumourCorrected
        | RumourReopened
        | RumourViolationsRecorded
        | RumourViolationsOverturned
        | Other,
        DistinguishedBy("type"),
    ]
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CaseEntry(Model):
    """Case entry."""

    kind: str
    record: str
    seq: int
    recorded_at: dt.datetime
    actor: str
    body: Annotated[
        CaseOpened
        | CaseEvidenceAdded
        | CaseClaimed
        | CaseReleased
        | CaseAssigned
        | CaseNoted
        | CaseProposed
        | CaseDecided
        | CaseDeferred
        | CaseTakenBack
        | CaseCorrectionProposed
        | CaseCorrected
        | CaseCorrectionDropped
        | CaseReminded
        | CaseEscalated
        | CaseWithdrawn
        | Other,
        DistinguishedBy("type"),
    ]
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CleanupEntry(Model):
    """Cleanup entry."""

    kind: str
    record: str
    seq: int
    recorded_at: dt.datetime
    actor: str
    body: Annotated[
        CleanupOpened
        | CleanupOrdered
        | CleanupNothingTainted
        | CleanupAnswered
        | CleanupRefused
        | CleanupTakenOver
        | CleanupKeptAway
        | CleanupVerified
        | CleanupEscalated
        | CleanupSettled
        | CleanupStopped
        | CleanupRestoreOrdered
        | CleanupRestored
        | Other,
        DistinguishedBy("type"),
    ]
    actor_name: str | None = None
    """Name of the person or service, if known."""


class ReportEntry(Model):
    """Report entry."""

    kind: str
    record: str
    seq: int
    recorded_at: dt.datetime
    actor: str
    body: Annotated[
        ReportRequested
        | ReportBuilt
        | ReportReconciled
        | ReportMismatched
        | ReportRetried
        | ReportReleased
        | ReportDelivered
        | ReportDeliveryFailed
        | ReportEscalated
        | ReportAcknowledged
        | ReportRejected
        | ReportAmended
        | Other,
        DistinguishedBy("type"),
    ]
    actor_name: str | None = None
    """Name of the person or service, if known."""


class RescreenEntry(Model):
    """Rescreen entry."""

    kind: str
    record: str
    seq: int
    recorded_at: dt.datetime
    actor: str
    body: Annotated[
        RescreenStarted | RescreenProgressed | RescreenFinished | RescreenStopped | Other, DistinguishedBy("type")
    ]
    actor_name: str | None = None
    """Name of the person or service, if known."""


class EventForeseen(Model):
    """Event that the platform would receive."""

    type: str
    account: str | None
    record: str | None


class EventsPage(Model):
    """Announcements in the order in which they were recorded."""

    events: tuple[
        Annotated[
            AccountRegisteredAnnouncement
            | AccountRegistrationHeldAnnouncement
            | AccountHoldLiftedAnnouncement
            | AccountRegistrationRejectedAnnouncement
            | AccountRejectionLiftedAnnouncement
            | AccountNameChangedAnnouncement
            | AccountProfileChangedAnnouncement
            | AccountProfileChangeHeldAnnouncement
            | AccountProfileChangeRejectedAnnouncement
            | AccountProfileRestoredAnnouncement
            | AccountImpersonationFoundAnnouncement
            | AccountImpersonationLiftedAnnouncement
            | AccountFindingDismissedAnnouncement
            | AccountHolderChangedAnnouncement
            | AccountCertificationGrantedAnnouncement
            | AccountCertificationRevokedAnnouncement
            | AccountMonetizationGrantedAnnouncement
            | AccountMonetizationWithheldAnnouncement
            | AccountMonetizationCancelledAnnouncement
            | AccountViolationRecordedAnnouncement
            | AccountBanImposedAnnouncement
            | AccountBanShortenedAnnouncement
            | AccountMeasureImposedAnnouncement
            | AccountMeasureShortenedAnnouncement
            | AccountWithholdingLiftedAnnouncement
            | AccountOverturnedAnnouncement
            | AccountConsequenceWithdrawnAnnouncement
            | AccountClosedAnnouncement
            | AccountReopenedAnnouncement
            | AccountNetworkSignedAnnouncement
            | AccountNetworkLeftAnnouncement
            | AccountNetworkRestrictedAnnouncement
            | AccountNetworkLiftedAnnouncement
            | AccountHolderRestrictedAnnouncement
            | AccountHolderLiftedAnnouncement
            | AccountBoundaryPassedAnnouncement
            | DirectiveIssuedAnnouncement
            | DirectiveSentAgainAnnouncement
            | DirectiveAcknowledgedAnnouncement
            | DirectiveEscalatedAnnouncement
            | DirectiveWithdrawnAnnouncement
            | CaseOpenedAnnouncement
            | CaseEvidenceAddedAnnouncement
            | CaseClaimedAnnouncement
            | CaseReleasedAnnouncement
            | CaseAssignedAnnouncement
            | CaseNotedAnnouncement
            | CaseProposedAnnouncement
            | CaseDecidedAnnouncement
            | CaseDeferredAnnouncement
            | CaseTakenBackAnnouncement
            | CaseCorrectionProposedAnnouncement
            | CaseCorrectedAnnouncement
            | CaseCorrectionDroppedAnnouncement
            | CaseRemindedAnnouncement
            | CaseEscalatedAnnouncement
            | CaseWithdrawnAnnouncement
            | BulkDraftedAnnouncement
            | BulkStartedAnnouncement
            | BulkFinishedAnnouncement
            | BulkCancellationStartedAnnouncement
            | BulkCancelledAnnouncement
            | BulkReversalStartedAnnouncement
            | BulkRevertedAnnouncement
            | BulkReversalCancellationStartedAnnouncement
            | BulkReversalCancelledAnnouncement
            | RunCreatedAnnouncement
            | RunStartedAnnouncement
            | RunFinishedAnnouncement
            | RunCancelledAnnouncement
            | ExposureDrawnUpAnnouncement
            | ExposurePublishedAnnouncement
            | ExposureWithheldAnnouncement
            | ExposureWithdrawnAnnouncement
            | ExposureOverturnedAnnouncement
            | LexiconImportedAnnouncement
            | LexiconRetiredAnnouncement
            | LexiconSwitchedAnnouncement
            | LexiconPresetChosenAnnouncement
            | RumourOpenedAnnouncement
            | RumourContentsFoundAnnouncement
            | RumourTermsAddedAnnouncement
            | RumourInformationVerifiedAnnouncement
            | RumourOrderedAnnouncement
            | RumourAnsweredAnnouncement
            | RumourCalledOffAnnouncement
            | RumourEscalatedAnnouncement
            | RumourClosedAnnouncement
            | RumourCorrectedAnnouncement
            | RumourReopenedAnnouncement
            | RumourViolationsRecordedAnnouncement
            | RumourViolationsOverturnedAnnouncement
            | CleanupOpenedAnnouncement
            | CleanupOrderedAnnouncement
            | CleanupNothingTaintedAnnouncement
            | CleanupAnsweredAnnouncement
            | CleanupRefusedAnnouncement
            | CleanupTakenOverAnnouncement
            | CleanupKeptAwayAnnouncement
            | CleanupVerifiedAnnouncement
            | CleanupEscalatedAnnouncement
            | CleanupSettledAnnouncement
            | CleanupStoppedAnnouncement
            | CleanupRestoreOrderedAnnouncement
            | CleanupRestoredAnnouncement
            | NetworkRegisteredAnnouncement
            | NetworkRosterChangedAnnouncement
            | NetworkSanctionedAnnouncement
            | NetworkSanctionLiftedAnnouncement
            | NetworkSanctionEndedAnnouncement
            | NetworkEscalatedAnnouncement
            | SubscriptionCreatedAnnouncement
            | SubscriptionChangedAnnouncement
            | SubscriptionSecretRotatedAnnouncement
            | SubscriptionPausedAnnouncement
            | SubscriptionResumedAnnouncement
            | SubscriptionReplayAskedAnnouncement
            | SubscriptionDeletedAnnouncement
            | CertificationExpiringAnnouncement
            | ReportRequestedAnnouncement
            | ReportBuiltAnnouncement
            | ReportReconciledAnnouncement
            | ReportMismatchedAnnouncement
            | ReportRetriedAnnouncement
            | ReportReleasedAnnouncement
            | ReportDeliveredAnnouncement
            | ReportDeliveryFailedAnnouncement
            | ReportEscalatedAnnouncement
            | ReportAcknowledgedAnnouncement
            | ReportRejectedAnnouncement
            | ReportAmendedAnnouncement
            | ExemptionGrantedAnnouncement
            | ExemptionRevokedAnnouncement
            | RescreenStartedAnnouncement
            | RescreenProgressedAnnouncement
            | RescreenFinishedAnnouncement
            | RescreenStoppedAnnouncement
            | PersonAddedAnnouncement
            | PersonChangedAnnouncement
            | PersonAliasAddedAnnouncement
            | PersonIdentityLinkedAnnouncement
            | PersonIdentityUnlinkedAnnouncement
            | PersonDeactivatedAnnouncement
            | PersonReactivatedAnnouncement
            | Other,
            DistinguishedBy("type"),
        ],
        ...,
    ]
    next: int
    """Pass it as `after` to continue, also when the page is empty."""


class Evidence(Model):
    """Piece of evidence: a text, a link, or a document identified by its digest."""

    kind: EvidenceKind
    text: str = ""
    link: str | None = None
    digest: str | None = None
    spot: ProfileSpot | None = None
    """Place of a match in the profile."""
    text_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class CaseEvidenceAdded(Model):
    """Evidence was added."""

    type: Literal["evidence_added"] = "evidence_added"
    evidence: Evidence


class EvidenceBody(Model):
    """A piece of evidence: a text, a link, or the digest of a document stored elsewhere; at least one of the three."""

    kind: EvidenceKind
    text: str = ""
    link: str | None = None
    """An http or https address."""
    digest: str | None = None


class EvidenceFile(Model):
    """File sent as evidence; a case names it by its digest."""

    digest: str
    media_type: str
    name: str
    size: int
    """Size in bytes."""
    sent_at: dt.datetime


class NewExemptionBody(Model):
    """An exemption: more accounts than the quota, or use of a protected name that belongs to the holder."""

    id: str | None = None
    """Your identifier, unique among exemptions. Omitted: one is generated."""
    holder: HolderBody | None = None
    """The holder, by number."""
    account: str | None = None
    """An account of the holder, instead of `holder`."""
    reference: str | None = None
    """Reference of the holder (`h_…`), instead of `holder`."""
    more_accounts: int | None = None
    """Number of accounts beyond the quota (article 7)."""
    own_name: str | None = None
    """The protected name, as in the lexicon (article 1)."""
    until: dt.datetime
    """End of the exemption, exclusive; at most three years ahead."""
    reason: str
    evidence: tuple[EvidenceBody, ...] = ()
    """Required for `own_name`."""


class Exemption(Model):
    """State of an exemption."""

    id: str
    status: ExemptionStatus
    terms: ExemptionTerms
    since: dt.datetime
    granted_by: str
    revoked_at: dt.datetime | None
    reason: str
    granted_by_name: str | None = None
    """Name of the person or service, if known."""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class ExemptionGrantedAnnouncement(Model):
    """The exemption is in force from now to its end."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["exemption.granted"] = "exemption.granted"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: ExemptionGranted
    actor_name: str | None = None
    """Name of the person or service, if known."""


class ExemptionHistory(Model):
    """An exemption with all entries of its record."""

    exemption: Exemption
    entries: tuple[ExemptionEntry, ...]


class ExemptionRevokedAnnouncement(Model):
    """The exemption is no longer in force; accounts opened under it stay."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["exemption.revoked"] = "exemption.revoked"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: ExemptionRevoked
    actor_name: str | None = None
    """Name of the person or service, if known."""


class ExemptionsPage(Model):
    """Exemptions in the order in which they were granted."""

    exemptions: tuple[Exemption, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""


class CertificationExpiring(Model):
    """A certification ends soon and no other follows it: publishing in the field will be suspended."""

    type: Literal["expiring"] = "expiring"
    account: str
    certification: str
    field: Field
    days: int
    """Days before the end at which the warning is due; fewer may be left."""
    valid_through: dt.date
    """Last day of validity."""
    expires_at: dt.datetime
    """Midnight at which the certification ends."""


class Exposing(Model):
    """Form in which the decision is published (article 13). Without it: in standard words, and without a name."""

    summary: str = ""
    """Additional information; no personal data."""
    named: bool = False
    """Whether the account of an enterprise is named."""
    withheld: str = ""
    """Reason for not publishing; empty: it is published."""


class ExposingBody(Model):
    """Publication of a decision that is published (article 13). Omitted: the standard text, without a name."""

    summary: str = ""
    """Additional public text, without personal data."""
    named: bool = False
    """Whether to name the account of an enterprise."""
    withheld: str = ""
    """Reason for not publishing; empty: the decision is published."""


class Exposure(Model):
    """State of an exposure. Its identifier is its public number. It is random, because the identifier of the case
    may reveal the account.
    """

    id: str
    status: ExposureStatus
    notice: ExposureNotice
    case: str
    account: str | None
    cause: str
    drawn_up_at: dt.datetime
    published_at: dt.datetime | None
    ended_at: dt.datetime | None
    reason: str
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class ExposureDrawnUpAnnouncement(Model):
    """The exposure was created, together with the decision of the case."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["exposure.drawn_up"] = "exposure.drawn_up"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: ExposureDrawnUp
    actor_name: str | None = None
    """Name of the person or service, if known."""


class ExposureOverturnedAnnouncement(Model):
    """The decision was overturned: the exposure is not public, and is not published again."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["exposure.overturned"] = "exposure.overturned"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: ExposureOverturned
    actor_name: str | None = None
    """Name of the person or service, if known."""


class ExposurePublishedAnnouncement(Model):
    """The exposure was published."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["exposure.published"] = "exposure.published"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: ExposurePublished
    actor_name: str | None = None
    """Name of the person or service, if known."""


class ExposureView(Model):
    """An exposure with all entries of its record."""

    exposure: Exposure
    entries: tuple[ExposureEntry, ...]


class ExposureWithdrawnAnnouncement(Model):
    """The exposure was withdrawn from the public."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["exposure.withdrawn"] = "exposure.withdrawn"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: ExposureWithdrawn
    actor_name: str | None = None
    """Name of the person or service, if known."""


class ExposureWithheldAnnouncement(Model):
    """A person decided not to publish the exposure."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["exposure.withheld"] = "exposure.withheld"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: ExposureWithheld
    actor_name: str | None = None
    """Name of the person or service, if known."""


class RumourExposuresAnswer(Model):
    """Number of exposures recorded; known ones have no further effect."""

    viewers: int
    hours: int
    invalid: int
    """Those that were not recorded; each is in `items` with its faults."""
    items: tuple[ItemOutcome, ...]
    """Outcomes of the items that have a `ref`, and of all that are invalid, in their order."""


class RumourExposuresBody(Model):
    """Views of a rumour or its debunking: single viewers as opaque tokens, hourly numbers, or both; each is recorded
    on its own.
    """

    viewers: tuple[ViewerItem, ...] = ()
    hours: tuple[HourItem, ...] = ()


class ExposuresPage(Model):
    """Exposures, the newest first, with the accounts concerned."""

    exposures: tuple[Exposure, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""


class FactAnswer(Model):
    """A fact with its hash in the chain."""

    account: str
    seq: int
    effective_at: dt.datetime
    recorded_at: dt.datetime
    actor: str
    body: Annotated[
        AccountRegistered
        | AccountRegistrationHeld
        | AccountHoldLifted
        | AccountRegistrationRejected
        | AccountRejectionLifted
        | AccountNameChanged
        | AccountProfileChanged
        | AccountProfileChangeHeld
        | AccountProfileChangeRejected
        | AccountProfileRestored
        | AccountImpersonationFound
        | AccountImpersonationLifted
        | AccountFindingDismissed
        | AccountHolderChanged
        | AccountCertificationGranted
        | AccountCertificationRevoked
        | AccountMonetizationGranted
        | AccountMonetizationWithheld
        | AccountMonetizationCancelled
        | AccountViolationRecorded
        | AccountBanImposed
        | AccountBanShortened
        | AccountMeasureImposed
        | AccountMeasureShortened
        | AccountWithholdingLifted
        | AccountOverturned
        | AccountConsequenceWithdrawn
        | AccountClosed
        | AccountReopened
        | AccountNetworkSigned
        | AccountNetworkLeft
        | AccountNetworkRestricted
        | AccountNetworkLifted
        | AccountHolderRestricted
        | AccountHolderLifted
        | Other,
        DistinguishedBy("type"),
    ]
    hash: str
    """SHA-256 over the hash before and this fact, hexadecimal."""
    actor_name: str | None = None
    """Name of the person or service, if known."""


class FactForeseen(Model):
    """Fact that would be recorded."""

    type: str
    id: str | None
    zh: str
    en: str
    message: str
    message_zh: str


class FactRef(Model):
    """A fact that a command appended."""

    seq: int
    type: str
    id: str | None
    effective_at: dt.datetime
    recorded_at: dt.datetime


class FactShort(Model):
    """Fact in one line."""

    seq: int
    type: str
    at: dt.datetime
    actor: str
    zh: str
    en: str
    message: str
    message_zh: str
    actor_name: str | None = None
    """Name of the person or service, if known."""


class FactsPage(Model):
    """Facts in the order in which they were recorded."""

    facts: tuple[FactAnswer, ...]
    next: int | None
    """Pass it as `after` for the next page; null on the last page."""


class Fault(Model):
    """One fault of a request and its position."""

    path: str
    message: str
    message_zh: str
    """The message in Chinese."""


class FieldLabel(Model):
    """The label of one field in which the account is certified, with the materials shown beside it (article 2)."""

    field: Field
    label_zh: str
    label_en: str
    certification: str
    valid_through: dt.date
    materials: Materials
    publishing_open: bool


class ReportFile(Model):
    """File of a report; its hash is part of the record's chain."""

    name: str
    media_type: str
    size: int
    sha256: str


class ReportFileCheck(Model):
    """A file that was hashed again."""

    name: str
    sha256: str
    same: bool
    """Whether the stored file has the recorded hash."""


class CaseFiltersBody(Model):
    """Filters of a saved view. `me` stands for whoever opens it."""

    status: tuple[CaseStatus, ...] = ()
    """Statuses. Omitted: undecided cases, or all where the decision or its author is asked for."""
    kind: tuple[CaseKind, ...] = ()
    priority: tuple[CasePriority, ...] = ()
    """Priorities now: an overdue case is urgent."""
    overdue: bool | None = None
    """Whether the deadline has passed."""
    due_within: dt.timedelta | None = None
    """Only undecided cases that are overdue or due within this time."""
    mine: bool | None = None
    """Whether you have claimed it, or it is assigned to you."""
    unclaimed: bool | None = None
    """Whether nobody has claimed it and it is assigned to nobody."""
    decidable: bool | None = None
    """Whether you may decide it now: your roles and kinds permit it, nobody else has claimed it or is assigned, and
    you made neither the proposal nor the decision under appeal.
    """
    second_person: Annotated[Literal["needed", "me"], Open] | None = None
    """`needed`: a second person must decide. `me`: you may be that person."""
    skipped: bool | None = None
    """Whether you have skipped it for now."""
    claimed_by: str | None = None
    """Identifier of a person, or `me`."""
    assigned_to: str | None = None
    """Identifier of a person, or `me`."""
    decider: str | None = None
    """Person who decided or proposed the decision: an identifier, or `me`."""
    account: str | None = None
    search: str | None = None
    """Part of the title, or of the identifier of the case or its account."""
    opened_from: dt.date | None = None
    """First day of opening, in Shanghai."""
    opened_until: dt.date | None = None
    """Last day of opening."""
    decided_from: dt.date | None = None
    """First day of the decision."""
    decided_until: dt.date | None = None
    """Last day of the decision."""


class AccountFindingDismissed(Model):
    """A person has reviewed a finding in the profile, and it may stay (article 1)."""

    type: Literal["finding_dismissed"] = "finding_dismissed"
    id: str
    finding: str
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class FollowerCount(Model):
    """Number of followers of the account at an instant."""

    at: dt.datetime
    followers: int


class FollowerCountAnswer(Model):
    """The newest count of an account's followers that the platform reported."""

    account: str
    followers: int | None
    """Null: none was reported."""
    counted_at: dt.datetime | None


class FollowersAnswer(Model):
    """Outcome of a follower report: new rows, rejected rows, and clean-ups verified against the count."""

    recorded: int
    known: int
    """Number of rows that were reported before with the same numbers."""
    verified: tuple[str, ...]
    rejected: tuple[RejectedRow, ...]
    """Rows that were not recorded; all others were. The count is rejected where a gain is missing."""


class FollowersBody(Model):
    """Follower gains and a count, as the platform reports them. Repeating a row with the same numbers has no effect."""

    gains: tuple[GainReported, ...] = ()
    count: FollowerCount | None = None
    """Number of followers of the account at an instant."""


class ForeseenAccount(Model):
    """What one account would come to."""

    account: str
    outcome: Annotated[Literal["done", "refused"], Open]
    code: str | None
    """Code of the refusal; stable."""
    message: str
    message_zh: str


class ForeseenAnswer(Model):
    """What a command would do: its answer, the effects, the statements of reasons, and the future after it."""

    account: str
    outcome: Annotated[Literal["active", "held", "changed", "granted", "done", "refused"], Open]
    version: int
    id: str | None
    facts: tuple[FactRef, ...]
    standing: StandingSummary
    dry_run: Literal[True]
    accounts: tuple[AccountEffect, ...]
    """Effect on this account, then on others that the command reaches through the holder."""
    events: tuple[EventForeseen, ...]
    """Events that the platform would receive."""
    statements: tuple[StatementForeseen, ...]
    """Statements of reasons as the holder would read them."""
    projection: Projection
    """The future of the account after the command."""


class ForeseenOutcome(Model):
    """Number of accounts with the same outcome and code."""

    outcome: Annotated[Literal["done", "refused"], Open]
    code: str | None
    accounts: int


class FoundAccount(Model):
    """An account, its status in words, and its next automatic change."""

    account: str
    kind: AccountKind
    holder: str
    name: str
    bio: str
    mcn: str | None
    fields: tuple[Field, ...]
    status: AccountStatus
    registered_at: dt.datetime
    closed_at: dt.datetime | None
    version: int
    message: str
    message_zh: str
    next_boundary: Boundary | None


class GainReported(Model):
    """Gain as received from the platform."""

    begins: dt.datetime
    ends: dt.datetime
    id: str
    gained: int
    content: str | None = None
    transferred_from: str | None = None
    """Account from which the followers were moved: always refused (article 10)."""


class GateReason(Model):
    """Reason for a refusal: a restriction of the account (`where` is empty), or a defect of the draft."""

    article: int
    code: ViolationCategory | RestrictionKind
    where: str
    cause: str | None
    since: dt.datetime | None
    until: dt.datetime | Annotated[Literal["never"], Open]
    message: str
    message_zh: str
    lifted_by: str
    lifted_by_zh: str
    origin: Origin | None


class GivenMaterials(Model):
    """Materials as received: each text shown on the homepage must be readable and not misleading (article 2)."""

    service_qualification: str = ""
    professional_qualification: str = ""
    professional_background: str = ""


class ReviewGround(Model):
    """Single ground for a review."""

    code: Annotated[
        Literal["protected_name", "emblem", "same_phone", "same_device", "same_payout_account", "similar_name"], Open
    ]
    message: str
    message_zh: str = ""
    spot: ProfileSpot | None = None


class ReviewGrounds(Model):
    """Grounds on which a person must review a profile before it takes effect."""

    article: int
    noticed: tuple[ReviewGround, ...]
    finding: str = ""
    lexicon: str = ""


class HandOverBody(Model):
    """The person who goes on with the case, and what that person should know."""

    to: str
    """Identifier of a person: `GET /v1/cases/{case}/assignees` lists them."""
    reason: str = ""
    """A note, which stands in the history of the case."""


class ReportHead(Model):
    """Identification of the report."""

    report: str
    platform: str
    period: ReportPeriod
    cut_off: dt.datetime
    replaces: str | None = None
    previous: ReportPeriod | None = None


class Health(Model):
    """Liveness of the process."""

    status: str


class AccountHoldLifted(Model):
    """A person has approved the registration, and the account gets its service (articles 1, 7)."""

    type: Literal["hold_lifted"] = "hold_lifted"
    id: str
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class HolderBody(Model):
    """The holder of an account: exactly one number, which is hashed at once and not stored."""

    resident_id: str | None = None
    """An individual's resident ID number (GB 11643)."""
    unified_social_credit_code: str | None = None
    """An enterprise's unified social credit code (GB 32100)."""


class HolderChangeBody(Model):
    """A new holder; the kind of the account follows from the number."""

    holder: HolderBody
    kind: AccountKind | None = None
    effective_at: dt.datetime | None = None
    """Time of the event, if before now; limited by the configuration."""


class AccountHolderChanged(Model):
    """The account has another holder: profit freezes, and certifications end (articles 2, 8)."""

    type: Literal["holder_changed"] = "holder_changed"
    id: str
    holder: str
    kind: AccountKind
    freeze_months: int
    fallen: tuple[str, ...] = ()


class AccountHolderLifted(Model):
    """The action `id` was overturned, or nothing of it is left: its restrictions here end (article 7)."""

    type: Literal["holder_lifted"] = "holder_lifted"
    id: str
    origin: Origin


class HolderPrivilege(Model):
    """One privilege, or several methods of profit-making with the same answer."""

    privileges: tuple[str, ...]
    open: bool
    until: dt.datetime | Annotated[Literal["never"], Open] | None
    """Open: the end, if it has one, else null. Closed: the first instant at which it opens by itself; `never`: only
    if something else happens.
    """
    zh: str
    en: str
    reasons: tuple[HolderReason, ...]


class HolderReason(Model):
    """Reason for closed privileges, in words for the holder."""

    article: int
    kind: RestrictionKind
    cause: str
    since: dt.datetime
    until: dt.datetime | Annotated[Literal["never"], Open]
    statement: str | None
    """Identifier of the statement below that it comes from; null: it comes from none of them."""
    of_earlier_holder: bool
    """Whether it comes from a decision about an earlier holder, whose reasons are not shown."""
    origin: Origin | None
    """The holder's other account on which it was decided, if any."""
    zh: str
    en: str
    lifted_by_zh: str
    lifted_by_en: str


class AccountHolderRestricted(Model):
    """An action on another account of the holder binds this one; recorded again when less of it is left (article 7)."""

    type: Literal["holder_restricted"] = "holder_restricted"
    id: str
    origin: Origin
    category: ViolationCategory | None = None
    restrictions: tuple[CarriedRestriction, ...]


class HolderStatus(Model):
    """Status of an account at an instant, with nothing of anyone else: no reviewer, no other holder, no notes."""

    account: str
    name: str
    at: dt.datetime
    version: int
    status: str
    status_zh: str
    status_en: str
    privileges: tuple[HolderPrivilege, ...]
    statements: tuple[Statement, ...]
    """Decisions about this holder on the account, newest first, each with its appeal."""


class Homepage(Model):
    """Display data of one account at one instant."""

    account: str
    at: dt.datetime
    name: str
    kind: AccountKind
    bio: str
    mcn: str | None
    closed: bool
    labels: tuple[FieldLabel, ...]
    uncertified: tuple[UncertifiedField, ...]
    inherited: tuple[InheritedRestriction, ...]
    version: int


class HourItem(Model):
    """Number of viewers in the hour that begins at an instant. A later report of the same hour replaces it."""

    ref: str | None = None
    """Your own reference of the item, repeated in its outcome. It has no effect and is not stored."""
    seen: SeenContent
    hour: dt.datetime
    viewers: int


class Identifiers(Model):
    """Identifiers that begin so, in order."""

    identifiers: tuple[str, ...]
    """At most 20."""


class SignInIdentity(Model):
    """Identity at a sign-in provider (OpenID Connect): one person each."""

    issuer: str
    subject: str


class SignInIdentityBody(Model):
    """An identity at a sign-in provider (OpenID Connect)."""

    issuer: str
    """Address of the provider (`iss`)."""
    subject: str
    """The user there (`sub`)."""


class PersonIdentityLinked(Model):
    """The person signs in with this identity. The feed leaves out issuer and subject."""

    type: Literal["identity_linked"] = "identity_linked"
    issuer: str
    subject: str


class PersonIdentityUnlinked(Model):
    """The person signs in with this identity no more. The feed leaves out issuer and subject."""

    type: Literal["identity_unlinked"] = "identity_unlinked"
    issuer: str
    subject: str


class ImitationSuspected(Model):
    """Account that may impersonate somebody else (article 1)."""

    type: Literal["imitation"] = "imitation"
    imitated: str
    finding: str = ""


class ImpersonationBody(Model):
    """A finding that the account impersonates a person or organisation."""

    id: str | None = None
    """Your identifier, unique on the account. Omitted: one is generated."""
    imitated: str
    """Name of the impersonated person or organisation."""
    reason: str = ""
    occurred_at: dt.datetime | None = None
    """Time of the offence, if known: then only findings recorded before that time make it a repetition. Not after
    `effective_at`, nor before the account's registration.
    """
    another_offence: bool = False
    """True for a different offence from a standing finding of the same category with the same contents, or the same
    evidence where no contents are named. Otherwise refused with `same-offence`.
    """
    effective_at: dt.datetime | None = None
    """Time of the event, if before now; limited by the configuration."""


class AccountImpersonationFound(Model):
    """The account impersonates somebody else: it has no service, and a violation (article 1)."""

    type: Literal["impersonation_found"] = "impersonation_found"
    id: str
    imitated: str
    clean_months: int
    finding: str = ""
    reason: str = ""
    basis: DecisionBasis | None = None
    holder: str | None = None
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class AccountImpersonationLifted(Model):
    """The imitation has ended: service returns, and the violation stays on record (article 1)."""

    type: Literal["impersonation_lifted"] = "impersonation_lifted"
    id: str
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class ProtectedNamesImportBody(Model):
    """A list of protected names with its source."""

    source: str
    """Source of the list, as shown with a match."""
    listed_on: dt.date
    names: tuple[ListedName, ...]


class LexiconImported(Model):
    """A list was imported. Its names have a table of their own, bound to this entry by the digest."""

    type: Literal["imported"] = "imported"
    source: str
    listed_on: dt.date
    added: int
    replaced: int
    """Number of existing names that were changed."""
    digest: str
    """SHA-256 of the names added or replaced."""


class ImportedList(Model):
    """List imported by operators."""

    source: str
    listed_on: dt.date
    names: int
    imported_at: dt.datetime


class RumourInformation(Model):
    """Verified information, shown beside the rumour, pinned and recommended."""

    text_zh: str
    text_en: str = ""
    link: str


class RumourInformationBody(Model):
    """Verified information, shown beside the rumour, pinned and recommended."""

    text_zh: str
    text_en: str = ""
    link: str
    """Address of the full text; http or https."""


class RumourInformationVerified(Model):
    """Information was verified; it replaces earlier information."""

    type: Literal["information_verified"] = "information_verified"
    information: RumourInformation


class InheritedRestriction(Model):
    """A restriction in force that comes from an action on another account of the holder (article 7)."""

    privilege: str
    kind: RestrictionKind
    until: dt.datetime | Annotated[Literal["never"], Open]
    origin: Origin
    message: str
    message_zh: str


class InheritingPage(Model):
    """Statements of reasons of an account that actions on other accounts also restrict."""

    actions: tuple[Statement, ...]
    next: int | None
    """Pass it as `after` for the next page; null on the last page."""
    inherited: tuple[InheritedRestriction, ...]
    """Restrictions from actions on other accounts of the holder; appeal there."""


class IrregularCode(Model):
    """Organisation's credit code that does not follow the standard but may be on its licence (article 7)."""

    type: Literal["irregular_code"] = "irregular_code"
    holder: str
    reference: str
    fault: str
    fault_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class NewDirectiveBody(Model):
    """An order to the platform. Which further fields are required depends on `order`."""

    id: str | None = None
    """Your identifier, unique among directives. Omitted: one is generated."""
    order: DirectiveOrder
    account: str | None = None
    targets: tuple[str, ...] = ()
    """Identifiers of contents or accounts, or search terms."""
    expected: int | None = None
    """Expected number of items to process, where known."""
    label_zh: str = ""
    label_en: str = ""
    link: str = ""
    instructions: str = ""
    cause: str | None = None
    """Identifier of the violation, rumour or case behind it."""
    due_at: dt.datetime | None = None
    """Deadline. Omitted: the default of this order."""


class DirectiveIssued(Model):
    """The directive was issued: the platform must carry it out and acknowledge it before the deadline."""

    type: Literal["issued"] = "issued"
    terms: DirectiveTerms


class ItemOutcome(Model):
    """Outcome of one item of a list."""

    path: str
    """Place of the item in the body, from 0."""
    ref: str | None
    """The item's `ref`."""
    account: str | None
    """The item's account, if it has one and it is valid."""
    outcome: Annotated[Literal["recorded", "too_short", "invalid"], Open]
    """`too_short`: a text that cannot be compared meaningfully; `invalid`: see `errors`."""
    errors: tuple[Fault, ...]
    """Faults of an invalid item, each with its path in it."""


class CleanupKeptAway(Model):
    """Some of the removed followers may not be restored, although the violation was overturned."""

    type: Literal["kept_away"] = "kept_away"
    restorable: int
    """Number that may be restored."""
    tainted: int = 0
    """Number that stay removed: other violations have tainted them too."""
    by: tuple[str, ...] = ()
    """Clean-ups under which they stay removed."""
    surplus: int = 0
    """Number reported as removed without an order: they are not restored."""


class ApiKey(Model):
    """An API key; the secret is never shown again."""

    id: str
    name: str
    """Name of the key."""
    person: str | None
    """Its person; null for a service's key."""
    person_name: str | None
    service: str | None
    """Its service; null for a person's key."""
    roles: tuple[Role, ...]
    """Its roles; of a person's key those that the person has."""
    created_at: dt.datetime
    revoked_at: dt.datetime | None


class KeyAssignmentBody(Model):
    """The person who uses the key."""

    person: str


class NewKeyBody(Model):
    """A new key: yours, that of another person, or that of a service."""

    person: str | None = None
    """Another person: operators only. Omitted: yourself."""
    service: str | None = None
    """A program that uses it: operators only."""
    name: str = ""
    """Name of a person's key, to tell several apart."""
    roles: tuple[Role, ...] = ()
    """Omitted: all roles that the person has."""


class KeyRevocationBody(Model):
    """An empty body."""


class KeyRevoked(Model):
    """A key that was revoked."""

    key: ApiKey
    cases: tuple[str, ...]
    """Cases that a service had claimed, and that are free again."""


class KeysPage(Model):
    """Keys, oldest first."""

    keys: tuple[ApiKey, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""


class CaseKindFigures(Model):
    """Figures of one kind of case."""

    decided: int
    late: int
    """Decided after they were due."""
    median_s: float | None
    """Median time from opening to decision, in seconds."""
    slowest_s: float | None
    """Time within which nine of ten were decided."""
    corrected: int
    """Decisions that were corrected in the period."""
    seconds: int
    """Proposals that a second person answered."""
    agreed: int
    """Of these, the ones with the same decision."""
    kind: CaseKind
    open: int
    """Undecided now."""
    overdue: int
    """Undecided now, and past their due time."""
    opened: int
    """Opened in the period."""


class DraftLabel(Model):
    """Label that the published draft must have, with its text."""

    kind: LabelKind
    article: int
    where: str
    text_zh: str
    text_en: str
    prominent: bool
    link: str | None
    field: Field | None
    certification: str | None
    synthesis: Synthesis | None
    rumour: str | None


class LexiconChanged(Model):
    """Changes made by the command; empty when nothing had to change."""

    version: str
    """Version of the lexicon after the command."""
    entered: tuple[
        Annotated[
            LexiconImported | LexiconRetired | LexiconSwitched | LexiconPresetChosen | Other, DistinguishedBy("type")
        ],
        ...,
    ]


class LexiconImportedAnnouncement(Model):
    """A list was imported. Its names have a table of their own, bound to this entry by the digest."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["lexicon.imported"] = "lexicon.imported"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: LexiconImported
    actor_name: str | None = None
    """Name of the person or service, if known."""


class LexiconPresetChosenAnnouncement(Model):
    """The rows were set to a preset; earlier switches no longer apply."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["lexicon.preset_chosen"] = "lexicon.preset_chosen"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: LexiconPresetChosen
    actor_name: str | None = None
    """Name of the person or service, if known."""


class LexiconRetiredAnnouncement(Model):
    """Names are no longer protected."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["lexicon.retired"] = "lexicon.retired"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: LexiconRetired
    actor_name: str | None = None
    """Name of the person or service, if known."""


class LexiconShown(Model):
    """The lexicon in force."""

    version: str
    """Version, as in every screening."""
    preset: str
    """Preset in use; single rows may differ from it."""
    presets: tuple[ScreeningPresetShown, ...]
    names: dict[str, int]
    """Number of names in force, by kind."""
    rows: tuple[ScreeningRowShown, ...]
    lists: tuple[ImportedList, ...]
    """Lists that operators imported."""
    retired: int


class LexiconSwitchedAnnouncement(Model):
    """A row of the screening table was switched on or off."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["lexicon.switched"] = "lexicon.switched"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: LexiconSwitched
    actor_name: str | None = None
    """Name of the person or service, if known."""


class CoordinationLinkBody(Model):
    """A link of an account to a device, number or the like. The value is hashed under the holder key and not stored."""

    ref: str | None = None
    """Your own reference of the item, repeated in its outcome. It has no effect and is not stored."""
    account: str
    kind: TieKind
    """`text` is not reported: it is derived from posts."""
    value: str
    """A device identifier, a phone number and the like."""
    seen_at: dt.datetime | None = None
    """Omitted: now."""


class CoordinationLinksBody(Model):
    """Links, each recorded on its own. Reporting a link again only updates its time."""

    links: tuple[CoordinationLinkBody, ...]


class ListCounts(Model):
    """Numbers of the items of a list."""

    by: str
    total: int
    """Items that pass the filters."""
    counts: dict[str, int]
    """Items with each value, most first; values that none has are left out."""
    complete: bool
    """False for some minutes after an upgrade, while the rows of older accounts are prepared."""


class ListedAction(Model):
    """An action."""

    account: str
    name: str
    """The account's name now."""
    holder: str
    """Reference of the account's holder now."""
    id: str
    category: ViolationCategory | None
    article: int
    """Article that was offended, or that of the measure."""
    decided_at: dt.datetime
    """Instant of the recording."""
    effective_at: dt.datetime
    decided_by: str
    """Who decided it, or its first part."""
    measures: tuple[str, ...]
    state: ActionState
    overturned_at: dt.datetime | None
    until: dt.datetime | None
    """End of the last of its measures; null: none that lasts ends."""
    reduced: bool
    """Whether a part of it was shortened or lifted."""
    decided_by_name: str | None = None
    """Name of the person or service, if known."""


class ListedAppeal(Model):
    """An appeal; `/v1/cases/{id}/status` has its course."""

    account: str
    name: str
    """The account's name now."""
    holder: str
    """Reference of the account's holder now."""
    id: str
    """Identifier of the case."""
    action: str
    """Action appealed against."""
    category: ViolationCategory | None
    state: State
    opened_at: dt.datetime
    due_at: dt.datetime
    decided_at: dt.datetime | None
    """Time of the decision, or of the withdrawal."""
    decided_by: str | None
    outcome: AppealOutcome | None
    decided_by_name: str | None = None
    """Name of the person or service, if known."""


class ListedBan(Model):
    """A ban."""

    account: str
    name: str
    """The account's name now."""
    holder: str
    """Reference of the account's holder now."""
    id: str
    category: ViolationCategory | None
    article: int
    """Article that was offended, or that of the measure."""
    decided_at: dt.datetime
    """Instant of the recording."""
    effective_at: dt.datetime
    decided_by: str
    """Who decided it, or its first part."""
    measures: tuple[str, ...]
    state: ActionState
    overturned_at: dt.datetime | None
    until: dt.datetime
    """End of the ban."""
    unpaid_until: dt.datetime | None
    """End of the suspension of profit."""
    reduced: bool
    """Whether it was shortened."""
    decided_by_name: str | None = None
    """Name of the person or service, if known."""


class ListedCertification(Model):
    """A certification."""

    account: str
    name: str
    """The account's name now."""
    holder: str
    """Reference of the account's holder now."""
    id: str
    field: Field
    valid_from: dt.date
    valid_until: dt.date
    """Last day written on the certificate."""
    starts_at: dt.datetime
    ends_at: dt.datetime
    """End of its validity, or the instant that ended it before."""
    state: CertificationState
    granted_at: dt.datetime
    """Instant of the recording."""
    granted_by: str
    granted_by_name: str | None = None
    """Name of the person or service, if known."""


class ListedName(Model):
    """Name of an imported list."""

    kind: ProtectedKind
    name: str
    aliases: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    level: AdministrativeLevel | None = None
    id: str | None = None


class ListedViolation(Model):
    """A violation."""

    account: str
    name: str
    """The account's name now."""
    holder: str
    """Reference of the account's holder now."""
    id: str
    category: ViolationCategory | None
    article: int
    """Article that was offended, or that of the measure."""
    decided_at: dt.datetime
    """Instant of the recording."""
    effective_at: dt.datetime
    decided_by: str
    """Who decided it, or its first part."""
    measures: tuple[str, ...]
    state: ActionState
    overturned_at: dt.datetime | None
    decided_by_name: str | None = None
    """Name of the person or service, if known."""


class LoadBody(Model):
    """Accounts whose standings are wanted."""

    accounts: tuple[WantedStanding, ...]


class LoadedStandings(Model):
    """The standings of the accounts asked for; accounts that do not exist are left out."""

    standings: tuple[MirroredStanding, ...]


class WebhookAttempt(Model):
    """A delivery attempt, and whether its event can be sent again."""

    event: int
    at: dt.datetime
    status: int | None
    error: str | None
    took_ms: int
    id: int
    resend: Annotated[Literal["possible", "awaited", "excluded"], Open]
    """`possible`: the event can be sent again; `awaited`: it is still to be delivered in its order, which happens by
    itself; `excluded`: the webhook is deleted, or events of this type are not among its types.
    """


class CaseVisitor(Model):
    """A person who is looking at a case."""

    person: str
    person_name: str | None
    since: dt.datetime
    me: bool
    """Whether it is you."""


class RumourMatchesAnswer(Model):
    """The open rumours that resemble the text, the closest first."""

    matches: tuple[RumourMatch, ...]


class RumourMatchBody(Model):
    """A text to compare. It is not stored."""

    text: str


class Materials(Model):
    """Materials shown on the homepage beside the field's label (article 2)."""

    service_qualification: str = ""
    professional_qualification: str = ""
    professional_background: str = ""


class Me(Model):
    """The caller: a person, by a key or a session, or a service."""

    id: str
    """Identifier of the key or session."""
    actor: str
    """What is recorded as actor of the caller's requests."""
    name: str
    """Name of the person or service."""
    person: str | None
    """The person; null for a service."""
    roles: tuple[Role, ...]
    """Roles of the key or session that the person has, too."""
    kinds: tuple[CaseKind, ...]
    """Kinds of case that the caller may decide."""
    operations: tuple[str, ...]
    """Operations that the roles permit (`operationId`); a name with a dot is a part of one."""
    actor_name: str | None = None
    """Name of the person or service, if known."""


class MeasureBody(Model):
    """A measure other than a ban; the violation behind it is recorded with it."""

    reason: str = ""
    contents: tuple[str, ...] = ()
    """The platform's identifiers of the contents concerned: they identify another finding as the same offence, and
    the followers to remove (article 10).
    """
    evidence: tuple[str, ...] = ()
    """Addresses of the evidence; stored with the finding."""
    automated: bool | None = None
    """Whether the violation was detected automatically; stated in the statement of reasons."""
    occurred_at: dt.datetime | None = None
    """Time of the offence, if known: then only findings recorded before that time make it a repetition. Not after
    `effective_at`, nor before the account's registration.
    """
    another_offence: bool = False
    """True for a different offence from a standing finding of the same category with the same contents, or the same
    evidence where no contents are named. Otherwise refused with `same-offence`.
    """
    effective_at: dt.datetime | None = None
    """Time of the event, if before now; limited by the configuration."""
    windows: tuple[TimeWindow, ...] = ()
    """Time windows in which the violation gained followers."""
    id: str | None = None
    """Your identifier, unique on the account. Omitted: one is generated."""
    follows: str | None = None
    """Identifier of the recorded finding that this follows from: it gets the same identifier, counts no second time,
    and is overturned with it. Instead of `id`.
    """
    measure: MeasureKind
    category: ViolationCategory
    duration: dt.timedelta | None = None
    """Length of the measure. Omitted: no end, or an immediate measure."""


class AccountMeasureImposed(Model):
    """A measure that is no ban, cancellation or closure; also a violation, unless another fact with its `id` is."""

    type: Literal["measure_imposed"] = "measure_imposed"
    id: str
    measure: MeasureKind
    category: ViolationCategory
    duration: dt.timedelta | None = None
    least_months: int | None = None
    for_ever: bool = False
    clean_months: int = 0
    reason: str = ""
    basis: DecisionBasis | None = None
    holder: str | None = None
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class AccountMeasureShortened(Model):
    """The measure lasts `duration` in total (articles 9, 10)."""

    type: Literal["measure_shortened"] = "measure_shortened"
    id: str
    measure: MeasureKind
    duration: dt.timedelta
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class MeasureStated(Model):
    """Measure of an action."""

    measure: str
    """`ban`, `suspension`, `cancellation`, `closure`, or a kind of measure."""
    article: int
    until: dt.datetime | Annotated[Literal["never"], Open] | None
    """`never`: no end; null: done at once."""
    en: str
    zh: str


class Medium(Model):
    """Picture, video or sound in a draft (article 3)."""

    kind: MediumKind
    shot_at: dt.datetime | dt.date | str | None = None
    place: str | None = None
    marked: bool = False
    detection: SyntheticDetection | None = None


class BulkMembersPage(Model):
    """Accounts in the order of their identifiers."""

    accounts: tuple[BulkMember, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""


class MirrorChanges(Model):
    """What has changed after a position."""

    received: dt.datetime
    """When the request arrived, by the server's clock."""
    as_of: dt.datetime
    """With `complete`, everything recorded by this instant is contained."""
    now: dt.datetime
    """When this answer was sent, by the server's clock."""
    next: int
    """Pass it as `after`, at once if not `complete`."""
    complete: bool
    lost: bool
    """`after` is no position of this feed: drop everything, and begin with `latest`."""
    rules: str
    """Version of the rules; another one answers other questions differently."""
    rumours: str
    """Differs whenever the open rumours do."""
    accounts: tuple[ChangedAccount, ...]
    standings: tuple[MirroredStanding, ...] | None
    """The standings of these accounts, if asked for."""


class MirroredRumours(Model):
    """The open rumours that texts are compared with (article 6)."""

    tag: str
    """The value of `rumours` in the changes."""
    openings: dict[str, Any]
    """By identifier; their form belongs to the rules' version."""


class MirroredStanding(Model):
    """A standing as the rules of this version read it, without what no decision reads."""

    account: str
    version: int
    standing: dict[str, Any]
    """Its form belongs to the version of the rules."""


class MirroredStandings(Model):
    """A page of standings."""

    standings: tuple[MirroredStanding, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""


class ReportMismatched(Model):
    """A second count over the ledger differs; a case is opened, and nothing is filed."""

    type: Literal["mismatched"] = "mismatched"
    differences: tuple[str, ...]


class MisunderstoodItem(Model):
    """An item that could not be answered as it stands, with all its faults."""

    ref: str | None = None
    account: str | None = None
    answer: Literal["invalid"]
    errors: tuple[Fault, ...]


class ProjectedMoment(Model):
    """Instant at which privileges open or close by themselves."""

    at: dt.datetime
    opens: tuple[str, ...]
    closes: tuple[str, ...]
    status: AccountStatus
    """Status from then on."""
    message: str
    message_zh: str


class MonetizationBody(Model):
    """The profit-making methods applied for: all are granted, or none."""

    methods: tuple[MonetizationMethod, ...]


class AccountMonetizationCancelled(Model):
    """The grants were cancelled permanently; with a category it is also a violation (article 9)."""

    type: Literal["monetization_cancelled"] = "monetization_cancelled"
    id: str
    category: ViolationCategory | None = None
    methods: tuple[MonetizationMethod, ...] | None = None
    clean_months: int = 0
    reason: str = ""
    basis: DecisionBasis | None = None
    holder: str | None = None
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class AccountMonetizationGranted(Model):
    """An application for profit-making privileges was granted (article 8)."""

    type: Literal["monetization_granted"] = "monetization_granted"
    methods: tuple[MonetizationMethod, ...]


class AccountMonetizationWithheld(Model):
    """An application was refused: the privileges were not granted (articles 8, 9)."""

    type: Literal["monetization_withheld"] = "monetization_withheld"
    methods: tuple[MonetizationMethod, ...]
    articles: tuple[int, ...]
    eligible_at: dt.datetime | None


class MoreAccounts(Model):
    """Number of accounts beyond the quota (article 7)."""

    type: Literal["more_accounts"] = "more_accounts"
    seats: int


class ReportMoves(Model):
    """Changes of a count: `in_force` at the end of the period = `in_force` at the end of the previous one + `begun`
    - `ended`.
    """

    begun: int = 0
    ended: int = 0
    in_force: int = 0


class NameChangeBody(Model):
    """A new display name."""

    name: str
    evidence: tuple[EvidenceBody, ...] = ()
    """The applicant's own proof, for the reviewer if the profile is held: links, or digests of files sent to `POST
    /v1/evidence` before. Not stored when nothing is held.
    """
    effective_at: dt.datetime | None = None
    """Time of the event, if before now; limited by the configuration."""


class AccountNameChanged(Model):
    """The account has changed its name (articles 1, 4)."""

    type: Literal["name_changed"] = "name_changed"
    name: str


class NamesBody(Model):
    """Names to screen. They are screened as they are, and none is stored."""

    names: tuple[str, ...]


class ProtectedNamesPage(Model):
    """Protected names in force, by identifier."""

    names: tuple[ProtectedName, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""
    version: str


class NamesScreened(Model):
    """Results in the order of the names, and the version of the lexicon."""

    lexicon: str
    screenings: tuple[TextScreening, ...]


class Network(Model):
    """State of a network."""

    id: str
    name: str
    status: NetworkStatus
    registered_at: dt.datetime
    registered_by: str
    accounts: int
    sanctions: tuple[NetworkSanction, ...]
    escalations: int
    counted_since: dt.datetime
    proposed: NetworkSanctionTerms | None
    registered_by_name: str | None = None
    """Name of the person or service, if known."""


class NetworkEscalated(Model):
    """The roster has repeatedly broken rules: a person decides about the network."""

    type: Literal["escalated"] = "escalated"
    count: int
    violations: tuple[RosterViolation, ...]
    proposed: NetworkSanctionTerms


class NetworkEscalatedAnnouncement(Model):
    """The roster has repeatedly broken rules: a person decides about the network."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["network.escalated"] = "network.escalated"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: NetworkEscalated
    actor_name: str | None = None
    """Name of the person or service, if known."""


class NetworkForeseen(Model):
    """What a command on a network would do; nothing of it is recorded."""

    dry_run: Literal[True]
    network: Network
    """The network after the command."""
    changed: int
    """Number of accounts that would change."""
    unchanged: int
    """Number of accounts, signed or released, that would stay as they are."""
    refused: int
    """Number of accounts whose own state refuses it."""
    not_looked_at: int
    """Number of accounts beyond the first 2,000 in the order of their identifiers."""
    accounts: tuple[AccountEffect, ...]
    """Effects on the first accounts that would change."""
    events: tuple[EventForeseen, ...]
    """Events that the platform would receive of the network and of the listed accounts."""
    statements: tuple[StatementForeseen, ...]
    """What the holders of the listed accounts would read."""


class NetworkHistory(Model):
    """A network with all entries of its record."""

    network: Network
    entries: tuple[NetworkEntry, ...]


class AccountNetworkLeft(Model):
    """The account has left its network (article 11)."""

    type: Literal["network_left"] = "network_left"
    network: str


class AccountNetworkLifted(Model):
    """The sanction `id` on the account's network was lifted, with its restrictions (article 11)."""

    type: Literal["network_lifted"] = "network_lifted"
    id: str
    network: str


class NetworkRegistered(Model):
    """The network was registered."""

    type: Literal["registered"] = "registered"
    name: str


class NetworkRegisteredAnnouncement(Model):
    """The network was registered."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["network.registered"] = "network.registered"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: NetworkRegistered
    actor_name: str | None = None
    """Name of the person or service, if known."""


class NetworkRequest(Model):
    """A network to register, with the name that homepages display."""

    id: str
    name: str


class AccountNetworkRestricted(Model):
    """A sanction on the account's network applies to it; it is no violation of the account (article 11)."""

    type: Literal["network_restricted"] = "network_restricted"
    id: str
    network: str
    measure: NetworkMeasure
    until: dt.datetime | None = None


class NetworkRosterChangedAnnouncement(Model):
    """Accounts were signed or have left; the roster and each account name them."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["network.roster_changed"] = "network.roster_changed"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: NetworkRosterChanged
    actor_name: str | None = None
    """Name of the person or service, if known."""


class NetworkSanction(Model):
    """Sanction on a network, with its effect on the roster."""

    id: str
    measure: NetworkMeasure
    since: dt.datetime
    until: dt.datetime | None
    """Null: no end."""
    reason: str
    lifted_at: dt.datetime | None
    ended: bool
    """Whether the end was recorded."""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class NetworkSanctionEndedAnnouncement(Model):
    """A sanction has ended by itself."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["network.sanction_ended"] = "network.sanction_ended"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: NetworkSanctionEnded
    actor_name: str | None = None
    """Name of the person or service, if known."""


class NetworkSanctionLiftedAnnouncement(Model):
    """A sanction was lifted, with its restrictions on the roster."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["network.sanction_lifted"] = "network.sanction_lifted"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: NetworkSanctionLifted
    actor_name: str | None = None
    """Name of the person or service, if known."""


class NetworkSanctioned(Model):
    """The network was sanctioned; the restrictions apply to every account of the roster."""

    type: Literal["sanctioned"] = "sanctioned"
    id: str
    article: int = 11
    terms: NetworkSanctionTerms


class NetworkSanctionedAnnouncement(Model):
    """The network was sanctioned; the restrictions apply to every account of the roster."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["network.sanctioned"] = "network.sanctioned"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: NetworkSanctioned
    actor_name: str | None = None
    """Name of the person or service, if known."""


class AccountNetworkSigned(Model):
    """A registered network has signed the account; its name is shown on the homepage (article 11)."""

    type: Literal["network_signed"] = "network_signed"
    network: str
    name: str


class NetworkTerms(Model):
    """Sanction on the network, if another than proposed (article 11)."""

    type: Literal["network"] = "network"
    measure: NetworkMeasure
    duration: dt.timedelta | None = None
    """Without it: no end."""


class NetworksPage(Model):
    """Networks in the order in which they were registered."""

    networks: tuple[Network, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""


class NewKey(Model):
    """A key that was just created, with its secret."""

    key: ApiKey
    secret: str
    """Shown only here: keep it."""


class NewPersonBody(Model):
    """A new person."""

    name: str
    """Name, as colleagues read it."""
    roles: tuple[Role, ...] = ()
    """At least one."""
    kinds: tuple[CaseKind, ...] | None = None
    """Kinds of case that the person may decide; null: all."""
    aliases: tuple[str, ...] = ()
    """Names under which earlier entries have the person."""


class NewRunBody(Model):
    """A new run: the kind of its commands."""

    id: str | None = None
    """Your identifier; creating it again is no fault. Omitted: generated."""
    commands: RunKind
    note: str = ""
    """For people who look at the run."""


class NewViewBody(Model):
    """A view to save."""

    id: str | None = None
    """Your identifier. Omitted: one is generated."""
    name: str
    filters: CaseFiltersBody | None = None
    sort: Annotated[Literal["urgency", "newest", "decided"], Open] | None = None
    shared: bool = False
    """Whether everybody sees it; only you may change it."""


class CaseNoteBody(Model):
    """A note for the other reviewers."""

    text: str


class CaseNoted(Model):
    """A reviewer has left a note for the others. The feed leaves out its text."""

    type: Literal["noted"] = "noted"
    text: str
    text_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class WebhookEmptyBody(Model):
    """An empty body."""


class ViewEmptyBody(Model):
    """An empty body."""


class CleanupNothingTainted(Model):
    """No reported gain can result from the violation."""

    type: Literal["nothing_tainted"] = "nothing_tainted"


class ExposureNotice(Model):
    """Public text of an exposure. It is written when the case is decided, and does not change."""

    kind: CaseKind
    article: int
    category: ViolationCategory | None = None
    outcome: CaseOutcome
    decided_on: dt.date
    """Date of the decision."""
    account_kind: AccountKind | None = None
    """Null for several accounts."""
    name: str | None = None
    """Name of an enterprise's account, if it is to be named."""
    summary: str = ""
    """Additional information from the reviewer."""
    zh: str
    en: str


class OldEvent(Model):
    """Event reported by old news: its time and place (article 3)."""

    time: dt.datetime | dt.date | str | None = None
    place: str | None = None


class CaseDecisionItem(Model):
    """The decision of one case."""

    ref: str | None = None
    """Your own reference of the item, repeated in its outcome. It has no effect and is not stored."""
    outcome: CaseOutcome
    reason: str = ""
    """Required, unless the outcome is `approved` or `done`."""
    terms: CaseTermsBody | None = None
    exposure: ExposingBody | None = None
    case: str
    """Identifier of the case."""


class CaseDecisionResult(Model):
    """The result for one case."""

    case: str | None
    """The item's case; null if it names none."""
    ref: str | None
    """The item's `ref`."""
    account: str | None
    """Account of the case; null if it is about none."""
    decided: bool
    """Whether the decision was recorded."""
    status: CaseStatus | None
    """`proposed`: a second person must decide; `deferred`: it can be taken back."""
    version: int | None
    problem: str | None
    """Type of the problem, as in a problem+json."""
    detail: str
    """Why not, and what would be right."""
    detail_zh: str
    """The same in Chinese."""
    errors: tuple[Fault, ...]
    """Faults of an invalid item, each with its path in it."""


class OpenCaseBody(Model):
    """A case that a reviewer opens by hand: closing an account, or cancelling its profit-making permanently."""

    id: str | None = None
    """Your identifier, unique among cases. Omitted: one is generated."""
    kind: CaseKind
    account: str
    category: ViolationCategory | None = None
    title: str = ""
    priority: CasePriority | None = None
    due_at: dt.datetime | None = None
    """Deadline. Omitted: the default of this kind."""
    evidence: tuple[EvidenceBody, ...] = ()


class OpenGrant(Model):
    """A certification or a granted application in force."""

    privilege: str
    article: int
    source: str
    since: dt.datetime
    until: dt.datetime | Annotated[Literal["never"], Open]


class OpenOrder(Model):
    """Order without an answer."""

    directive: str
    due_at: dt.datetime


class OpenRumourBody(Model):
    """A rumour and what is known of it. Further data can be added later."""

    id: str | None = None
    """Your identifier, unique among rumours. Omitted: one is generated."""
    claim: str
    """Claim, in the words in which it spreads."""
    claim_en: str = ""
    """The claim in English, for the English label."""
    field: RumourField
    terms: tuple[str, ...] = ()
    """Search terms on whose search pages verified information is pinned."""
    contents: tuple[str, ...] = ()
    """The platform's identifiers of the contents."""
    evidence: tuple[RumourProofBody, ...] = ()
    information: RumourInformationBody | None = None
    other_than: tuple[str, ...] = ()
    """Similar open rumours from which this one differs."""


class Origin(Model):
    """Action behind an inherited restriction, and the account on which it was taken (article 7)."""

    account: str
    action: str


class ReportOtherCounts(Model):
    """Counts of other actions in the period."""

    closures: int
    closures_as_sanction: int
    rumours_handled: int
    rumour_contents_labelled: int
    rumour_viewers: int
    debunking_viewers: int
    rumour_viewers_reached: int
    followers_removed: int
    followers_restored: int


class Overturn(Model):
    """Overturn of the action with an identifier, as if never recorded (reading 3)."""

    type: Literal["overturn"] = "overturn"
    of: str
    """Identifier of a ban, violation or cancellation on each account."""


class OwnName(Model):
    """Protected name of the holder, or of somebody for whom the holder may speak: it passes screening (article 1)."""

    type: Literal["own_name"] = "own_name"
    name: str


class ClaimPassage(Model):
    """Position of the claim in the text, in characters."""

    start: int
    end: int


class WebhookPauseBody(Model):
    """The reason for pausing deliveries."""

    reason: str = ""


class PeoplePage(Model):
    """Persons in the order in which they were added."""

    people: tuple[Person, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""


class ReportPeriod(Model):
    """Period of a report: `[start, end)`, in civil time of Asia/Shanghai."""

    id: str
    cadence: ReportCadence
    start: dt.datetime
    end: dt.datetime


class Person(Model):
    """State of a person."""

    id: str
    status: PersonStatus
    name: str
    roles: tuple[Role, ...]
    kinds: tuple[CaseKind, ...] | None
    aliases: tuple[str, ...]
    identities: tuple[SignInIdentity, ...]
    since: dt.datetime
    deactivated_at: dt.datetime | None


class PersonAddedAnnouncement(Model):
    """The person was added."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["person.added"] = "person.added"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: PersonAdded
    actor_name: str | None = None
    """Name of the person or service, if known."""


class PersonAliasAddedAnnouncement(Model):
    """Earlier entries under this name are the person's: a key given to the person, a user of the terminal."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["person.alias_added"] = "person.alias_added"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: PersonAliasAdded
    actor_name: str | None = None
    """Name of the person or service, if known."""


class PersonChangeBody(Model):
    """Changes of a person; what is left out stays."""

    name: str | None = None
    roles: tuple[Role, ...] | None = None
    """At least one; whoever shall do nothing is deactivated."""
    kinds: tuple[CaseKind, ...] | None = None
    """Only these kinds of case."""
    every_kind: bool = False
    """All kinds of case."""
    reason: str = ""


class PersonChangedAnnouncement(Model):
    """The person's name, roles or kinds of case were changed; every field has the new value."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["person.changed"] = "person.changed"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: PersonChanged
    actor_name: str | None = None
    """Name of the person or service, if known."""


class PersonDeactivatedAnnouncement(Model):
    """The person's keys and sessions have ended, and claimed cases are free. Decisions stay."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["person.deactivated"] = "person.deactivated"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: PersonDeactivated
    actor_name: str | None = None
    """Name of the person or service, if known."""


class PersonFigures(Model):
    """Figures of one person or service. Second looks count for whoever looked second."""

    decided: int
    late: int
    """Decided after they were due."""
    median_s: float | None
    """Median time from opening to decision, in seconds."""
    slowest_s: float | None
    """Time within which nine of ten were decided."""
    corrected: int
    """Decisions that were corrected in the period."""
    seconds: int
    """Proposals that a second person answered."""
    agreed: int
    """Of these, the ones with the same decision."""
    actor: str
    actor_name: str | None
    appealed: int
    """Own decisions whose appeal was decided in the period."""
    changed: int
    """Of these, the ones reduced or overturned."""


class PersonHistory(Model):
    """A person with all entries of the record."""

    person: Person
    entries: tuple[PersonEntry, ...]


class PersonIdentityLinkedAnnouncement(Model):
    """The person signs in with this identity. The feed leaves out issuer and subject."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["person.identity_linked"] = "person.identity_linked"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: PersonIdentityLinked
    actor_name: str | None = None
    """Name of the person or service, if known."""


class PersonIdentityUnlinkedAnnouncement(Model):
    """The person signs in with this identity no more. The feed leaves out issuer and subject."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["person.identity_unlinked"] = "person.identity_unlinked"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: PersonIdentityUnlinked
    actor_name: str | None = None
    """Name of the person or service, if known."""


class PersonReactivatedAnnouncement(Model):
    """The person may work again, with new keys and sessions."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["person.reactivated"] = "person.reactivated"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: PersonReactivated
    actor_name: str | None = None
    """Name of the person or service, if known."""


class PersonReasonBody(Model):
    """The reason."""

    reason: str = ""


class PinnedInformation(Model):
    """Information to pin at the top of a search page: the rumour that the query concerns, and its verified
    information.
    """

    rumour: str
    claim: str
    information_zh: str
    """Verified information."""
    information_en: str
    link: str
    """Address of the full text."""
    label_zh: str
    """Label with the claim and the verified information."""
    label_en: str
    score: float
    """1: the query is one of the rumour's search terms."""
    why: str


class CoordinationPostBody(Model):
    """A post. Its text is reduced to a signature and not stored."""

    ref: str | None = None
    """Your own reference of the item, repeated in its outcome. It has no effect and is not stored."""
    account: str
    post: str
    """The platform's identifier of the post."""
    published_at: dt.datetime
    text: str


class CoordinationPostsBody(Model):
    """Posts, each recorded on its own. A known post is left unchanged."""

    posts: tuple[CoordinationPostBody, ...]


class CasePresenceAnswer(Model):
    """Everybody who is looking at the case now, the one who came first first."""

    looking: tuple[CaseVisitor, ...]
    lease_s: int
    """Seconds after which you count as gone, unless you send it again."""


class CasePresenceBody(Model):
    """Presence at a case: you look at it for the next 30 seconds, or leave it."""

    leaving: bool = False


class ScreeningPresetBody(Model):
    """The preset to apply to all screening rows."""

    preset: str
    """`balanced`, or `literal`: the wording of the article."""
    reason: str = ""


class LexiconPresetChosen(Model):
    """The rows were set to a preset; earlier switches no longer apply."""

    type: Literal["preset_chosen"] = "preset_chosen"
    preset: str
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class ScreeningPresetShown(Model):
    """A preset of screening rows."""

    preset: str
    what: str
    what_zh: str


class OutcomePreview(Model):
    """What would follow from one outcome; nothing of it is recorded."""

    choice: CaseOutcomeChoice
    undone: Undoing | None
    """For a correction: what the withdrawal of the decision in force undoes."""
    accounts: tuple[AccountEffect, ...]
    accounts_concerned: int
    """Number of accounts; the first ones are listed."""
    events: tuple[EventForeseen, ...]
    statements: tuple[StatementForeseen, ...]
    reason_missing: bool
    """Whether a needed reason was not given yet: the texts show a place for it."""


class CasePreview(Model):
    """Previews of the outcomes of a case."""

    case: str
    kind: CaseKind
    version: int
    outcomes: tuple[OutcomePreview, ...]


class PrivilegeChange(Model):
    """Privilege whose answer changes, or the instant at which it opens."""

    privilege: str
    zh: str
    en: str
    before: Answer
    after: Answer
    opens_at: dt.datetime | Annotated[Literal["never"], Open] | None
    """When it would open without new facts, if it is refused afterwards."""


class PrivilegeItem(Model):
    """A question of a batch whether an account may use a privilege."""

    account: str
    privilege: Annotated[
        Literal[
            "service",
            "publish",
            "gain_followers",
            "be_recommended",
            "apply_monetization",
            "publish.finance",
            "publish.education",
            "publish.healthcare",
            "publish.justice",
            "monetize.advertising",
            "monetize.content_revenue",
            "monetize.ecommerce",
            "monetize.live_gifts",
            "monetize.appreciation",
            "monetize.paid_knowledge",
            "monetize.brand_cooperation",
        ],
        Open,
    ]
    at: dt.datetime | None = None
    """Instant in the past or future. Omitted: now."""
    as_of: dt.datetime | None = None
    """Use only facts recorded by this instant."""
    at_least_version: int = 0
    """A version that you know of: the answer reflects it or a later one."""
    content: str | None = None
    """The platform's identifier of the piece that the question is about. It has no effect on the answer; a receipt
    keeps it, and is found by it.
    """
    ref: str | None = None
    """Your own reference of the item, repeated in its answer. It has no effect and is not stored."""
    record: bool | None = None
    """Store question and answer: the answer names its `receipt`. Omitted: as the batch says."""


class PrivilegeNow(Model):
    """Summary of the answer for one privilege."""

    privilege: str
    answer: Answer
    until: dt.datetime | Annotated[Literal["never"], Open] | None
    reason: str | None
    reason_zh: str | None


class ProfileChangeBody(Model):
    """A new name, bio or avatar, decided together; omitted fields keep their values."""

    name: str | None = None
    bio: str | None = None
    avatar: str | None = None
    """The platform's reference of the picture."""
    picture: str | None = None
    """The avatar itself (PNG, JPEG or WebP, at most 4 MiB), to be screened; it is not stored."""
    evidence: tuple[EvidenceBody, ...] = ()
    """The applicant's own proof, for the reviewer if the profile is held: links, or digests of files sent to `POST
    /v1/evidence` before. Not stored when nothing is held.
    """
    effective_at: dt.datetime | None = None
    """Time of the event, if before now; limited by the configuration."""


class AccountProfileChangeHeld(Model):
    """A change of the profile waits until a person has decided the case `id`; the old one stays (article 1)."""

    type: Literal["profile_change_held"] = "profile_change_held"
    id: str
    name: str | None = None
    bio: str | None = None
    avatar: str | None = None
    grounds: ReviewGrounds


class AccountProfileChangeRejected(Model):
    """A person has rejected the change, and the old profile stays (article 1)."""

    type: Literal["profile_change_rejected"] = "profile_change_rejected"
    id: str
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class AccountProfileChanged(Model):
    """The account has changed its profile; with `id` after a person decided that case (article 1)."""

    type: Literal["profile_changed"] = "profile_changed"
    id: str | None = None
    name: str | None = None
    bio: str | None = None
    avatar: str | None = None
    finding: str = ""


class AccountProfileRestored(Model):
    """The approval of the change `id` was corrected: what it changed, and still stood, is as before (article 1)."""

    type: Literal["profile_restored"] = "profile_restored"
    id: str
    name: str | None = None
    bio: str | None = None
    avatar: str | None = None
    finding: str = ""
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class RescreenProgressed(Model):
    """A slice of accounts was screened."""

    looked_at: int = 0
    found: int = 0
    opened: int = 0
    type: Literal["progressed"] = "progressed"
    after: str
    lexicon: str = ""


class ProjectedPrivilege(Model):
    """A privilege over time."""

    privilege: str
    zh: str
    en: str
    answer: Answer
    """Answer now."""
    opens_at: dt.datetime | Annotated[Literal["never"], Open] | None
    """First instant at which it is allowed; null when it is now."""
    stretches: tuple[ProjectedStretch, ...]


class Projection(Model):
    """Privileges, restrictions and grants of an account over time, if nothing else happens."""

    account: str
    version: int
    now: dt.datetime
    from_: dt.datetime = pydantic.Field(alias="from")
    to: dt.datetime | Annotated[Literal["never"], Open]
    status: AccountStatus
    privileges: tuple[ProjectedPrivilege, ...]
    restrictions: tuple[RestrictionShown, ...]
    """Weightiest kind first."""
    grants: tuple[GrantShown, ...]
    moments: tuple[ProjectedMoment, ...]
    """From now on, in order."""
    earns_again_at: dt.datetime | Annotated[Literal["never"], Open] | None
    """First instant without a restriction of profit-making as a whole; null: none is now."""
    eligibility: tuple[Eligibility, ...]
    """For each method: when an application would be granted."""


class RumourProof(Model):
    """Evidence against the claim."""

    link: str
    text: str = ""
    text_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class RumourProofBody(Model):
    """Evidence against the claim."""

    link: str
    """An http or https address."""
    text: str = ""


class CaseProposed(Model):
    """A first person has decided; a second person must decide the same before it counts."""

    type: Literal["proposed"] = "proposed"
    ruling: CaseRuling


class ProtectedName(Model):
    """Name that nobody but its owner may use."""

    id: str
    kind: ProtectedKind
    name: str
    aliases: tuple[str, ...]
    plain: tuple[str, ...]
    level: AdministrativeLevel | None
    source: str
    listed_on: dt.date


class PublicExposure(Model):
    """The public part of a published case. A withdrawn one shows only that it was withdrawn."""

    number: str
    status: ExposureStatus
    """Published, withdrawn or overturned."""
    published_at: dt.datetime
    ended_at: dt.datetime | None
    """When it was withdrawn or overturned."""
    notice: ExposureNotice | None
    """Null after a withdrawal."""


class PublicPage(Model):
    """Published cases, the latest change first: a withdrawal moves a case to the front again."""

    exposures: tuple[PublicExposure, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""


class ExposurePublicationBody(Model):
    """An empty body."""


class PublishBody(Model):
    """A question whether an account may publish a draft at an instant, and with which labels (articles 2 to 5)."""

    account: str
    draft: Draft
    at: dt.datetime | None = None
    """Instant in the past or future. Omitted: now."""
    at_least_version: int = 0
    """A version that you know of: the answer reflects it or a later one."""
    content: str | None = None
    """The platform's identifier of the piece that the question is about. It has no effect on the answer; a receipt
    keeps it, and is found by it.
    """
    record: bool = False
    """Store question and answer: the status is 201, and the header `Receipt` names the receipt by which the answer
    can be proved. Not with `as_of`, and not while the database is unavailable.
    """


class PublishItem(Model):
    """A question of a batch whether an account may publish a draft."""

    account: str
    draft: Draft
    at: dt.datetime | None = None
    """Instant in the past or future. Omitted: now."""
    at_least_version: int = 0
    """A version that you know of: the answer reflects it or a later one."""
    content: str | None = None
    """The platform's identifier of the piece that the question is about. It has no effect on the answer; a receipt
    keeps it, and is found by it.
    """
    ref: str | None = None
    """Your own reference of the item, repeated in its answer. It has no effect and is not stored."""
    record: bool | None = None
    """Store question and answer: the answer names its `receipt`. Omitted: as the batch says."""


class PublishVerdict(Model):
    """Answer for one draft at one instant. `until` is the first instant at which this draft would be allowed without
    new facts (None when it is allowed); `valid_until` is the first instant at which the answer may change by
    itself. A refused draft is not published, so it has no labels and no limits.
    """

    account: str
    at: dt.datetime
    answer: GateAnswer
    name: str
    labels: tuple[DraftLabel, ...]
    limited: bool
    limits: tuple[DistributionLimit, ...]
    denies: tuple[str, ...] | None
    reasons: tuple[GateReason, ...]
    until: dt.datetime | Annotated[Literal["never"], Open] | None
    valid_until: dt.datetime | None
    version: int
    stale_s: float | None


class ExposurePublished(Model):
    """The exposure was published."""

    type: Literal["published"] = "published"


class QueuedCase(Model):
    """A case in the queue, with the data needed to choose one."""

    id: str
    kind: CaseKind
    kind_words: Bilingual
    status: CaseStatus
    title: str
    summary: Bilingual
    """The case in one line."""
    account: str | None
    account_name: str | None
    article: int
    priority: CasePriority
    """Priority now: urgent once it is overdue."""
    score: int
    """Urgency; it follows priority and deadline."""
    opened_at: dt.datetime
    age: Bilingual
    """Time since the opening, in words."""
    due_at: dt.datetime
    deadline: Bilingual
    """Time until the deadline, or beyond it, in words."""
    overdue: bool
    claimed_by: str | None
    claimed_by_name: str | None
    claimed_until: dt.datetime | None
    assigned_to: str | None
    assigned_to_name: str | None
    proposed_by: str | None
    proposed_by_name: str | None
    second_person: bool
    """Whether a second person must decide."""
    decided_by: str | None
    decided_by_name: str | None
    decided_at: dt.datetime | None
    outcome: CaseOutcome | None
    """Outcome decided, or proposed."""
    decidable: bool
    """Whether you may decide it now."""
    mine: bool
    """Whether you have claimed it, or it is assigned to you."""
    skipped: bool
    """Whether you have skipped it for now."""
    looking: tuple[CaseVisitor, ...]
    evidence: int
    notes: int
    version: int
    appeal: AppealShown | None
    """Null for other kinds of case."""
    title_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class RumourReach(Model):
    """Reach of a rumour and of its debunking."""

    rumour: str
    exposed: int
    """Viewers of the rumour."""
    informed: int
    """Viewers of the debunking."""
    known_exposed: int
    """Individually known viewers of the rumour."""
    reached: int
    """Those of `known_exposed` who have seen the debunking too."""
    share: float | None
    """`reached` divided by `known_exposed`; null if only counts were reported."""
    share_at_most: float | None
    """Upper bound from the counts: the largest share of the exposed that can have been reached."""
    points: tuple[ReachPoint, ...]


class ReachPoint(Model):
    """Counts of one hour: the viewers who saw a content for the first time in it."""

    hour: dt.datetime
    rumour: int
    debunking: int
    reached: int
    """Individually known viewers who have seen both by then."""


class PersonReactivated(Model):
    """The person may work again, with new keys and sessions."""

    type: Literal["reactivated"] = "reactivated"
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class Readiness(Model):
    """Readiness of the process: the database responds; the backlog for workers."""

    status: Annotated[Literal["ready", "without_worker"], Open]
    """`without_worker`: verdicts and commands are served, workflows and announcements wait."""
    workers: int
    """Workers that have polled Temporal within the last seconds."""
    clock: ClockReadiness
    outbox_depth: int
    """Outbox size: facts and entries not yet delivered to Temporal."""
    outbox: OutboxWaiting
    oldest_overdue_boundary: dt.datetime | None
    """The oldest boundary that has passed and is not recorded; verdicts already reflect it."""


class Reason(Model):
    """Reason for a closed privilege: its article, start and end, and the ways to lift it."""

    article: int
    kind: RestrictionKind
    privilege: str
    cause: str
    since: dt.datetime
    until: dt.datetime | Annotated[Literal["never"], Open]
    message: str
    message_zh: str
    lifted_by: str
    lifted_by_zh: str
    origin: Origin | None


class ReasonBody(Model):
    """The reason, for the record."""

    reason: str = ""
    effective_at: dt.datetime | None = None
    """Time of the event, if before now; limited by the configuration."""


class ReasonTemplate(Model):
    """Reason in words, to be completed by the person who decides."""

    id: str
    kind: CaseKind
    outcomes: tuple[CaseOutcome, ...]
    categories: tuple[ViolationCategory, ...]
    """Empty: for every category."""
    zh: str
    en: str
    open: tuple[str, ...]
    """Placeholders that are still to be filled."""
    since: dt.date


class ReasonTemplates(Model):
    """Reason templates, in the order in which they are offered."""

    templates: tuple[ReasonTemplate, ...]


class ReceiptAnswer(Model):
    """The question, the recorded answer, and the answer that the same facts give today."""

    reevaluated: PublishVerdict | Verdict | None
    same: bool
    differences: tuple[ReceiptDifference, ...]
    reworded: tuple[ReceiptDifference, ...]
    faults: tuple[str, ...]
    id: str
    caller: str
    kind: str
    asked_at: dt.datetime
    question: Any
    """The question as recorded."""
    answer: Any
    """The answer as recorded."""
    facts: AnswerBasis
    hash: str
    """SHA-256 of the receipt, hexadecimal."""


class ReportReceiptBody(Model):
    """The regulator's acknowledgement of receipt."""

    receipt: str = ""
    """The regulator's reference number; may be empty."""


class ReceiptListed(Model):
    """A receipt in a list; `GET /v1/receipts/{receipt}` has the whole question and answer."""

    id: str
    kind: str
    account: str
    content: str | None
    privilege: str | None
    """Privilege that was asked about; null for a draft."""
    answer: str
    asked_at: dt.datetime
    caller: str
    """Identifier of the API key that asked."""
    version: int
    """Version of the account's standing on which the answer rests."""
    hash: str
    """SHA-256 of the receipt, hexadecimal."""


class AnswerReceipt(Model):
    """The receipt of an answer, as the headers of a single answer name it."""

    id: str
    hash: str
    """SHA-256 of the receipt, hexadecimal. Keep it to verify that the receipt is unchanged."""


class ReceiptsPage(Model):
    """Receipts, the newest question first."""

    receipts: tuple[ReceiptListed, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""


class ReportReconciled(Model):
    """A second count over the ledger gave the same totals."""

    type: Literal["reconciled"] = "reconciled"


class Reference(Model):
    """Reference to another record: a directive, a rumour, a report, a finding."""

    type: Literal["reference"] = "reference"
    kind: str
    id: str


class Refusal(Model):
    """Refusal of a command: a stable code, the article behind it if there is one, and a message that says what would
    be right.
    """

    code: str
    message: str
    message_zh: str
    article: int | None
    others: tuple[str, ...]
    finding: RecordedViolation | None
    until: dt.datetime | None


class CleanupRefused(Model):
    """The order has failed, or was withdrawn by hand; a failed order may still be reported as done."""

    type: Literal["refused"] = "refused"
    directive: str
    outcome: Annotated[Literal["failed", "withdrawn"], Open]
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class RegisterBody(Model):
    """A new account."""

    account: str
    kind: AccountKind
    holder: HolderBody
    name: str
    fields: tuple[Field, ...] = ()
    bio: str = ""
    mcn: str | None = None
    avatar: str = ""
    """The platform's reference of the picture."""
    picture: str | None = None
    """The avatar itself (PNG, JPEG or WebP, at most 4 MiB), to be screened; it is not stored."""
    contacts: HolderContactsBody | None = None
    evidence: tuple[EvidenceBody, ...] = ()
    """The applicant's own proof, for the reviewer if the profile is held: links, or digests of files sent to `POST
    /v1/evidence` before. Not stored when nothing is held.
    """
    effective_at: dt.datetime | None = None
    """Time of the event, if before now; limited by the configuration."""


class AccountRegistrationHeld(Model):
    """The account has no service until a person has decided the case `id` (articles 1, 7)."""

    type: Literal["registration_held"] = "registration_held"
    id: str
    grounds: ReviewGrounds


class AccountRegistrationRejected(Model):
    """A person has rejected the registration: no service, and the holder's seat is free again (articles 1, 7)."""

    type: Literal["registration_rejected"] = "registration_rejected"
    id: str
    article: int | None = None
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class ReportRejected(Model):
    """The regulator has rejected the report; an amendment replaces it."""

    type: Literal["rejected"] = "rejected"
    reason: str
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class RejectedRow(Model):
    """Rejected row of a report."""

    path: str
    """Path in the report."""
    code: str
    """Stable code, as in the `type` of problems."""
    message: str
    """Error, and what would be right."""
    message_zh: str
    """The same in Chinese."""
    ref: str | None
    """Identifier of the rejected gain, if it is valid."""


class ReportRejectionBody(Model):
    """The regulator's reason for not accepting a report."""

    reason: str = ""
    """Required."""


class AccountRejectionLifted(Model):
    """The rejection of the registration was corrected: the account gets its service after all (articles 1, 7)."""

    type: Literal["rejection_lifted"] = "rejection_lifted"
    id: str
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class CaseReminded(Model):
    """Most of the time until the deadline has passed."""

    type: Literal["reminded"] = "reminded"


class RumourReopened(Model):
    """The rumour was reopened: it spreads again, or was closed or corrected in error."""

    type: Literal["reopened"] = "reopened"
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class RumourReopeningBody(Model):
    """The reason for reopening a rumour."""

    reason: str = ""
    other_than: tuple[str, ...] = ()
    """Similar open rumours from which this one differs."""


class SubscriptionReplayAsked(Model):
    """A replay was requested: every event after a place in the stream is delivered again."""

    type: Literal["replay_asked"] = "replay_asked"
    after: int


class WebhookReplayBody(Model):
    """The position from which events are delivered again."""

    after: int


class Report(Model):
    """State of a report."""

    id: str
    status: ReportStatus
    terms: ReportTerms
    requested_at: dt.datetime
    requested_by: str
    files: tuple[ReportFile, ...]
    rows: int | None
    restrictions: ReportMoves | None
    made_with: str
    differences: tuple[str, ...]
    released_by: tuple[str, ...]
    ready_at: dt.datetime | None
    attempts: int
    last_attempt_at: dt.datetime | None
    last_failure: str
    delivered_at: dt.datetime | None
    escalated_at: dt.datetime | None
    answered_at: dt.datetime | None
    answered_by: str | None
    receipt: str
    reason: str
    replaced_by: str | None
    requested_by_name: str | None = None
    """Name of the person or service, if known."""
    released_by_names: tuple[str | None, ...] | None = None
    """Names, in the same order, if known."""
    answered_by_name: str | None = None
    """Name of the person or service, if known."""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class ReportAcknowledgedAnnouncement(Model):
    """The regulator has confirmed the receipt."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["report.acknowledged"] = "report.acknowledged"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: ReportAcknowledged
    actor_name: str | None = None
    """Name of the person or service, if known."""


class ReportAmendedAnnouncement(Model):
    """Another report replaces this one."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["report.amended"] = "report.amended"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: ReportAmended
    actor_name: str | None = None
    """Name of the person or service, if known."""


class ReportBuiltAnnouncement(Model):
    """The files of the report were written and stored."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["report.built"] = "report.built"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: ReportBuilt
    actor_name: str | None = None
    """Name of the person or service, if known."""


class ReportDeliveredAnnouncement(Model):
    """The report was delivered."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["report.delivered"] = "report.delivered"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: ReportDelivered
    actor_name: str | None = None
    """Name of the person or service, if known."""


class ReportDeliveryFailedAnnouncement(Model):
    """A delivery has failed; it is tried again."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["report.delivery_failed"] = "report.delivery_failed"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: ReportDeliveryFailed
    actor_name: str | None = None
    """Name of the person or service, if known."""


class ReportEscalatedAnnouncement(Model):
    """The report is overdue: a person must deal with it."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["report.escalated"] = "report.escalated"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: ReportEscalated
    actor_name: str | None = None
    """Name of the person or service, if known."""


class ReportHistory(Model):
    """A report with all entries of its record; the regulator receives no entries."""

    report: Report
    entries: tuple[ReportEntry, ...]


class ReportMismatchedAnnouncement(Model):
    """A second count over the ledger differs; a case is opened, and nothing is filed."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["report.mismatched"] = "report.mismatched"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: ReportMismatched
    actor_name: str | None = None
    """Name of the person or service, if known."""


class ReportPreview(Model):
    """What a report on the period would say, if it were cut off now. Nothing is recorded, and nothing is filed."""

    period: ReportPeriod
    counted_at: dt.datetime
    """The cut-off of the preview: the facts recorded before it count."""
    running: bool
    """Whether the period is still running, so that the numbers may change."""
    counts: ReportSecondCount
    others: ReportOtherCounts


class ReportReconciledAnnouncement(Model):
    """A second count over the ledger gave the same totals."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["report.reconciled"] = "report.reconciled"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: ReportReconciled
    actor_name: str | None = None
    """Name of the person or service, if known."""


class ReportRejectedAnnouncement(Model):
    """The regulator has rejected the report; an amendment replaces it."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["report.rejected"] = "report.rejected"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: ReportRejected
    actor_name: str | None = None
    """Name of the person or service, if known."""


class ReportReleasedAnnouncement(Model):
    """A first or second person has released the report."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["report.released"] = "report.released"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: ReportReleased
    actor_name: str | None = None
    """Name of the person or service, if known."""


class ReportRequestedAnnouncement(Model):
    """The report was requested."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["report.requested"] = "report.requested"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: ReportRequested
    actor_name: str | None = None
    """Name of the person or service, if known."""


class ReportRetriedAnnouncement(Model):
    """The report is built again, after a fault was corrected."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["report.retried"] = "report.retried"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: ReportRetried
    actor_name: str | None = None
    """Name of the person or service, if known."""


class ReportsPage(Model):
    """Reports in the order in which they were requested."""

    reports: tuple[Report, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""


class ReportRequestBody(Model):
    """The period to report on."""

    period: str
    """Month, week or quarter: 2026-10, 2026-W41, 2026-Q4."""


class ReportRequested(Model):
    """The report was requested."""

    type: Literal["requested"] = "requested"
    terms: ReportTerms


class Rescreen(Model):
    """State of a rescreen."""

    looked_at: int
    found: int
    opened: int
    id: str
    status: RescreenStatus
    because: Annotated[Literal["lexicon", "schedule", "operator", "import"], Open]
    lexicon: str
    accounts: int
    started_at: dt.datetime
    started_by: str
    after: str
    changed_at: dt.datetime
    ended_at: dt.datetime | None
    reason: str
    started_by_name: str | None = None
    """Name of the person or service, if known."""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class RescreenFinishedAnnouncement(Model):
    """Every account was screened."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["rescreen.finished"] = "rescreen.finished"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: RescreenFinished
    actor_name: str | None = None
    """Name of the person or service, if known."""


class RescreenHistory(Model):
    """A rescreen with all entries of its record."""

    rescreen: Rescreen
    entries: tuple[RescreenEntry, ...]


class RescreenProgressedAnnouncement(Model):
    """A slice of accounts was screened."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["rescreen.progressed"] = "rescreen.progressed"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: RescreenProgressed
    actor_name: str | None = None
    """Name of the person or service, if known."""


class RescreenStartedAnnouncement(Model):
    """The rescreen of all accounts was started."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["rescreen.started"] = "rescreen.started"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: RescreenStarted
    actor_name: str | None = None
    """Name of the person or service, if known."""


class RescreenStoppedAnnouncement(Model):
    """An operator stopped the rescreen; its findings stay."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["rescreen.stopped"] = "rescreen.stopped"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: RescreenStopped
    actor_name: str | None = None
    """Name of the person or service, if known."""


class RescreensPage(Model):
    """Rescreens in the order in which they were started."""

    rescreens: tuple[Rescreen, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""


class CleanupRestoreOrdered(Model):
    """The violation was overturned: the removed followers are to be restored."""

    type: Literal["restore_ordered"] = "restore_ordered"
    directive: str
    restore: int
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class CleanupRestored(Model):
    """The platform has restored the followers."""

    type: Literal["restored"] = "restored"
    directive: str
    done: int


class LexiconRetired(Model):
    """Names are no longer protected."""

    type: Literal["retired"] = "retired"
    entries: tuple[str, ...]
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class ReportRetried(Model):
    """The report is built again, after a fault was corrected."""

    type: Literal["retried"] = "retried"
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class ReportRetryBody(Model):
    """The correction made before a retry."""

    reason: str = ""


class BulkReversalBody(Model):
    """The reason for reversing a bulk action."""

    reason: str
    """Shown to each holder."""


class BulkReversalCancellationStarted(Model):
    """The reversal was cancelled: nothing more is overturned, and what was overturned stays so."""

    type: Literal["reversal_cancellation_started"] = "reversal_cancellation_started"
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class BulkReversalCancelled(Model):
    """Every account that waited for the reversal is marked as cancelled."""

    type: Literal["reversal_cancelled"] = "reversal_cancelled"
    totals: BulkTotals


class BulkReversalPreviewBody(Model):
    """The slice of a reversal to preview."""

    reason: str = ""
    after: str | None = None
    """`next` of the slice before; null: from the beginning."""
    limit: int = 500
    """Number of accounts."""


class BulkReversalStarted(Model):
    """The reversal was ordered for every account on which the action was carried out."""

    type: Literal["reversal_started"] = "reversal_started"
    reason: str
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class BulkReverted(Model):
    """Every account was processed for the reversal."""

    type: Literal["reverted"] = "reverted"
    totals: BulkTotals


class ExemptionRevocationBody(Model):
    """The reason for revoking an exemption."""

    reason: str = ""


class ExemptionRevoked(Model):
    """The exemption is no longer in force; accounts opened under it stay."""

    type: Literal["revoked"] = "revoked"
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class NetworkRosterBody(Model):
    """Accounts that sign with the network, and accounts that it releases."""

    sign: tuple[str, ...] = ()
    release: tuple[str, ...] = ()


class NetworkRosterChanged(Model):
    """Accounts were signed or have left; the roster and each account name them."""

    type: Literal["roster_changed"] = "roster_changed"
    signed: int
    released: int


class RosterPage(Model):
    """Accounts in the order of their identifiers."""

    accounts: tuple[RosterMember, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""


class RosterViolation(Model):
    """Finding on an account of the roster."""

    account: str
    id: str
    category: str


class ScreeningRowShown(Model):
    """One screening row, a reason to hold a text, and whether it is on."""

    row: str
    on: bool
    what: str
    what_zh: str
    held: str
    """Example of a name that this row holds."""
    clear: str
    """Example of a similar name that is not held."""


class RowsReceived(Model):
    """What was received by one upload."""

    run: str
    lines: int
    """Lines of this upload, without blank ones."""
    new: int
    repeated: int
    """Rows that were sent before with the same content."""
    refused: int
    """New rows that cannot be carried out; each states its line and fault."""


class CaseRuling(Model):
    """Outcome of a decision, with its reason and terms."""

    outcome: CaseOutcome
    reason: str = ""
    terms: (
        Annotated[ValidityTerms | DurationTerms | SanctionTerms | NetworkTerms | Other, DistinguishedBy("type")] | None
    ) = None
    exposure: Exposing | None = None
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class Rumour(Model):
    """State of a rumour."""

    id: str
    status: RumourStatus
    opening: RumourOpening
    opened_at: dt.datetime
    opened_by: str
    since: dt.datetime
    turn: int
    contents: int
    orders: int
    steps: dict[str, RumourStepProgress]
    """Progress of each step that was begun."""
    pinned: tuple[str, ...]
    up: tuple[str, ...]
    recommended: bool
    told: bool
    measured: bool
    correction: RumourCorrected | None
    violations: int
    ended_at: dt.datetime | None
    reason: str
    opened_by_name: str | None = None
    """Name of the person or service, if known."""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class RumourAnsweredAnnouncement(Model):
    """The platform has answered an order."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["rumour.answered"] = "rumour.answered"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: RumourAnswered
    actor_name: str | None = None
    """Name of the person or service, if known."""


class RumourCalledOffAnnouncement(Model):
    """An order was withdrawn."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["rumour.called_off"] = "rumour.called_off"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: RumourCalledOff
    actor_name: str | None = None
    """Name of the person or service, if known."""


class RumourClosedAnnouncement(Model):
    """The rumour was closed: it no longer spreads."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["rumour.closed"] = "rumour.closed"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: RumourClosed
    actor_name: str | None = None
    """Name of the person or service, if known."""


class RumourContentsFoundAnnouncement(Model):
    """More contents spread the rumour. A table names them; the digest binds this entry to it."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["rumour.contents_found"] = "rumour.contents_found"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: RumourContentsFound
    actor_name: str | None = None
    """Name of the person or service, if known."""


class RumourCorrectedAnnouncement(Model):
    """The claim turned out to be true: every label is removed, and a correction is published."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["rumour.corrected"] = "rumour.corrected"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: RumourCorrected
    actor_name: str | None = None
    """Name of the person or service, if known."""


class RumourEntries(Model):
    """Entries of a rumour, oldest first."""

    entries: tuple[RumourEntry, ...]


class RumourEscalatedAnnouncement(Model):
    """A step is overdue or has failed: a person must deal with it."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["rumour.escalated"] = "rumour.escalated"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: RumourEscalated
    actor_name: str | None = None
    """Name of the person or service, if known."""


class RumourInformationVerifiedAnnouncement(Model):
    """Information was verified; it replaces earlier information."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["rumour.information_verified"] = "rumour.information_verified"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: RumourInformationVerified
    actor_name: str | None = None
    """Name of the person or service, if known."""


class RumourOpenedAnnouncement(Model):
    """A rumour was identified."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["rumour.opened"] = "rumour.opened"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: RumourOpened
    actor_name: str | None = None
    """Name of the person or service, if known."""


class RumourOrderedAnnouncement(Model):
    """The platform was ordered to carry out a step."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["rumour.ordered"] = "rumour.ordered"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: RumourOrdered
    actor_name: str | None = None
    """Name of the person or service, if known."""


class RumourReopenedAnnouncement(Model):
    """The rumour was reopened: it spreads again, or was closed or corrected in error."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["rumour.reopened"] = "rumour.reopened"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: RumourReopened
    actor_name: str | None = None
    """Name of the person or service, if known."""


class RumourTermsAddedAnnouncement(Model):
    """Search terms were added."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["rumour.terms_added"] = "rumour.terms_added"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: RumourTermsAdded
    actor_name: str | None = None
    """Name of the person or service, if known."""


class RumourView(Model):
    """A rumour and the progress of its steps as text."""

    rumour: Rumour
    steps: tuple[str, ...]


class RumourViolationsOverturnedAnnouncement(Model):
    """Violations for making or spreading the rumour were overturned, because the claim is true."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["rumour.violations_overturned"] = "rumour.violations_overturned"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: RumourViolationsOverturned
    actor_name: str | None = None
    """Name of the person or service, if known."""


class RumourViolationsRecordedAnnouncement(Model):
    """Violations were recorded for the accounts that made or spread the rumour."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["rumour.violations_recorded"] = "rumour.violations_recorded"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: RumourViolationsRecorded
    actor_name: str | None = None
    """Name of the person or service, if known."""


class RumoursPage(Model):
    """Rumours in the order in which they were opened."""

    rumours: tuple[Rumour, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""


class Run(Model):
    """State of a run."""

    id: str
    status: RunStatus
    commands: RunKind
    """Kind of the commands: each row is one."""
    note: str
    created_at: dt.datetime
    created_by: str
    rows: int | None
    """Number of rows; null until the run is started."""
    started_at: dt.datetime | None
    started_by: str | None
    totals: RunTotals | None
    finished_at: dt.datetime | None
    cancelled_at: dt.datetime | None
    cancelled_by: str | None
    cancelled_because: str
    created_by_name: str | None = None
    """Name of the person or service, if known."""
    started_by_name: str | None = None
    """Name of the person or service, if known."""


class RunCancellationBody(Model):
    """The reason for cancelling a run."""

    reason: str = ""


class RunCancelledAnnouncement(Model):
    """The run was cancelled: rows that were waiting are not carried out."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["run.cancelled"] = "run.cancelled"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: RunCancelled
    actor_name: str | None = None
    """Name of the person or service, if known."""


class RunCreatedAnnouncement(Model):
    """The run was created; rows may be sent."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["run.created"] = "run.created"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: RunCreated
    actor_name: str | None = None
    """Name of the person or service, if known."""


class RunFinishedAnnouncement(Model):
    """Every row has an outcome."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["run.finished"] = "run.finished"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: RunFinished
    actor_name: str | None = None
    """Name of the person or service, if known."""


class RunProgress(Model):
    """Number of rows by outcome."""

    total: int
    waiting: int
    done: int
    held: int
    refused: int
    cancelled: int


class RunRow(Model):
    """Row of a run, and its outcome."""

    ref: str
    """Your identifier of the row; `#` and the number of a line that has none."""
    line: int
    """Line of the upload, counted from its first line's number."""
    account: str | None
    outcome: RowOutcome
    code: str | None
    """Code of the refusal; stable."""
    message: str
    message_zh: str
    """The same in Chinese."""
    version: int | None
    """Version of the account's standing afterwards."""
    case: str | None
    """Case that decides what is held or applied for."""
    problem: dict[str, Any] | None
    """The problem with which the same command alone would have been answered."""


class RunRowsPage(Model):
    """Rows in the order in which they arrived."""

    rows: tuple[RunRow, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""


class RunStartBody(Model):
    """The start of a run."""

    rows: int | None = None
    """Rows that you have sent; refused when another number was received."""


class RunStartedAnnouncement(Model):
    """All rows were sent; they are being carried out."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["run.started"] = "run.started"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: RunStarted
    actor_name: str | None = None
    """Name of the person or service, if known."""


class RunTotals(Model):
    """Number of rows by outcome."""

    done: int = 0
    held: int = 0
    refused: int = 0


class RunView(Model):
    """A run, its progress and all its entries."""

    run: Run
    progress: RunProgress
    entries: tuple[RunEntry, ...]


class RunsPage(Model):
    """Runs in the order asked for."""

    runs: tuple[Run, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""


class SanctionAnswer(Model):
    """Consequences of a finding, and the standing after it."""

    account: str
    outcome: Annotated[Literal["active", "held", "changed", "granted", "done", "refused"], Open]
    version: int
    id: str | None
    facts: tuple[FactRef, ...]
    standing: StandingSummary
    category: ViolationCategory
    consequences: Consequences
    nth: int | None
    """Ordinal of this violation within its category, within the period that counts."""
    rules: str
    """Version of the catalogue that was applied."""
    evidence: tuple[str, ...]
    cases: tuple[str, ...]
    """Cases in which two people decide the remaining consequences."""
    dry_run: bool


class NetworkSanctionEnded(Model):
    """A sanction has ended by itself."""

    type: Literal["sanction_ended"] = "sanction_ended"
    id: str


class SanctionForeseen(Model):
    """Consequences that a finding would have, and all that would follow."""

    account: str
    outcome: Annotated[Literal["active", "held", "changed", "granted", "done", "refused"], Open]
    version: int
    id: str | None
    facts: tuple[FactRef, ...]
    standing: StandingSummary
    category: ViolationCategory
    consequences: Consequences
    nth: int | None
    """Ordinal of this violation within its category, within the period that counts."""
    rules: str
    """Version of the catalogue that was applied."""
    evidence: tuple[str, ...]
    cases: tuple[str, ...]
    """Cases in which two people decide the remaining consequences."""
    dry_run: bool
    foreseen: ForeseenAnswer


class NetworkSanctionLifted(Model):
    """A sanction was lifted, with its restrictions on the roster."""

    type: Literal["sanction_lifted"] = "sanction_lifted"
    id: str
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class SanctionTerms(Model):
    """Sanction on every member of a cluster; each member gets a statement of its own."""

    type: Literal["sanction"] = "sanction"
    category: ViolationCategory
    consequences: Consequences | None = None
    without: tuple[str, ...] = ()


class CleanupScope(Model):
    """Scope of the tainted gains; an empty one leaves it to the platform to determine them."""

    contents: tuple[str, ...] = ()
    windows: tuple[TimeWindow, ...] = ()
    everything: bool = False


class ScreenedProfile(Model):
    """Outcome of the screening: `review` if any part needs a reviewer."""

    outcome: ScreeningOutcome
    name: TextScreening
    bio: TextScreening | None
    avatar: EmblemScreening | None


class TextScreening(Model):
    """Matches in a text, with the versions of the lexicon and of the normalisation."""

    text: str
    outcome: ScreeningOutcome
    matches: tuple[ProtectedNameMatch, ...]
    lexicon: str
    normalisation: str
    text_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class ScreeningBody(Model):
    """A proposed name, with a bio and an avatar where wanted."""

    name: str
    bio: str = ""
    """May mention others; only a claim to be them or to belong to them is held."""
    avatar: str | None = None
    """PNG, JPEG or WebP of at most 4 MiB, in base64; it is not stored."""


class RumourSearchAnswer(Model):
    """Information to pin, the best match first; may be empty."""

    pinned: tuple[PinnedInformation, ...]


class ReportSecondCount(Model):
    """Result of the second count, line by line."""

    accounts: int
    restrictions: ReportMoves
    by_kind: dict[str, ReportMoves]
    by_category: dict[str, ReportMoves]
    by_field: dict[str, ReportMoves]
    by_method: dict[str, ReportMoves]
    by_account_kind: dict[str, ReportMoves]


class SecondPersonCounts(Model):
    """Cases that a second person must decide."""

    needed: int
    me: int
    """Those of which you may be the second person."""


class SubscriptionSecretRotated(Model):
    """Deliveries are signed with a new secret, and with the old one too until it expires."""

    type: Literal["secret_rotated"] = "secret_rotated"
    salt: str
    old_until: dt.datetime


class TimelineSegment(Model):
    """Interval of a timeline in which the answer for one privilege and its causes are the same."""

    privilege: str
    start: dt.datetime
    end: dt.datetime | None
    answer: Answer
    causes: tuple[str, ...]
    origins: tuple[Origin, ...]


class DirectiveSentAgain(Model):
    """The directive was sent again, because no answer was received."""

    type: Literal["sent_again"] = "sent_again"
    terms: DirectiveTerms
    attempt: int


class SessionEntry(Model):
    """A session in a list; its token is never included."""

    id: str
    person: str
    person_name: str
    roles: tuple[Role, ...]
    way: SignInWay
    created_at: dt.datetime
    seen_at: dt.datetime
    ends_at: dt.datetime
    ended_at: dt.datetime | None
    ended_by: str | None
    address: str
    user_agent: str


class SessionsEnded(Model):
    """Sessions that have ended just now."""

    ended: tuple[str, ...]


class SessionsPage(Model):
    """Sessions, the newest first."""

    sessions: tuple[SessionEntry, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""


class CleanupSettled(Model):
    """A person has dealt with the clean-up."""

    type: Literal["settled"] = "settled"
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class ShortenBody(Model):
    """The new total length of a ban."""

    duration: dt.timedelta
    reason: str = ""
    effective_at: dt.datetime | None = None
    """Time of the event, if before now; limited by the configuration."""


class ShortenMeasureBody(Model):
    """The new total length of a measure."""

    measure: MeasureKind
    duration: dt.timedelta
    reason: str = ""
    effective_at: dt.datetime | None = None
    """Time of the event, if before now; limited by the configuration."""


class SimilarCase(Model):
    """Similar case of the same kind."""

    case: str
    account: str | None
    name: str
    """Name that its account shows now."""
    title: str
    status: CaseStatus
    opened_at: dt.datetime
    shared: tuple[TraitKind, ...]
    """What it has in common, the weightiest first."""
    score: int
    outcome: CaseOutcome | None
    reason: str
    by: str | None
    at: dt.datetime | None
    by_name: str | None = None
    """Name of the person or service, if known."""
    title_zh: str | None = None
    """The same in Chinese, where the system has written it."""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class CaseSkipAnswer(Model):
    """The time until which the case is not offered to you."""

    case: str
    skipped_until: dt.datetime


class CaseSkipBody(Model):
    """The time for which a case is not offered to you; null: an hour."""

    for_: dt.timedelta | None = pydantic.Field(default=None, alias="for")
    """At most P3D. Omitted: one hour."""


class DraftSource(Model):
    """Source of the information."""

    name: str
    link: str | None = None


class ProfileSpot(Model):
    """Place in a profile where screening found a protected name."""

    part: Annotated[Literal["name", "bio"], Open]
    text: str
    protected: str
    start: int
    end: int
    text_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class StandingAnswer(Model):
    """The whole standing at an instant."""

    status: AccountStatus
    message: str
    message_zh: str
    restrictions: tuple[Reason, ...]
    next_boundary: Boundary | None
    account: str
    version: int
    at: dt.datetime
    as_of: dt.datetime
    grants: tuple[OpenGrant, ...]
    privileges: tuple[PrivilegeNow, ...]


class StandingNow(Model):
    """Standing of the account in short."""

    status: AccountStatus
    restrictions: tuple[RestrictionShown, ...]
    grants: tuple[GrantShown, ...]
    monetization_closed_until: dt.datetime | Annotated[Literal["never"], Open] | None
    next_boundary: dt.datetime | None
    next_change: str
    """What changes by itself next."""
    next_change_zh: str
    """The same in Chinese."""


class ViewStarBody(Model):
    """Whether the view stands among your starred ones."""

    starred: bool = True


class Statement(Model):
    """Statement of a decision about an account and its reasons; it remains readable after an overturn."""

    account: str
    id: str
    decided_at: dt.datetime
    category: ViolationCategory | None
    article: int
    reason: str
    evidence: tuple[str, ...]
    automated: bool | None
    two_persons: bool
    """Whether two people decided it, in a case."""
    rules: str
    nth: int | None
    occurred_at: dt.datetime | None
    """When the offence was committed; null if unknown."""
    measures: tuple[MeasureStated, ...]
    withdrawn: tuple[WithdrawnStated, ...]
    """Measures withdrawn when the decision was corrected."""
    overturned_at: dt.datetime | None
    reduced: bool
    appeal: AppealStated | None
    en: str
    """Complete statement, as a text for the account."""
    zh: str
    """Complete statement in Chinese."""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class StatementForeseen(Model):
    """Text that the holder would read."""

    account: str | None
    action: str | None
    """Null: the answer to an application."""
    zh: str
    en: str


class StatusLinkAnswer(Model):
    """A status link. Whoever has it reads the account's status and can appeal until it ends: pass it to the holder
    only, and store it nowhere.
    """

    id: str
    """Identifier of the link in logs, where the link itself does not appear."""
    account: str
    url: str
    """Address of the page, to be opened in the app."""
    language: Annotated[Literal["zh", "en"], Open]
    expires_at: dt.datetime
    """End of the validity; a change of holder ends it earlier."""


class StatusLinkBody(Model):
    """Language and validity of the page, and the way back from it."""

    language: Annotated[Literal["zh", "en"], Open] = "zh"
    """Language of the page; it can be switched on the page."""
    expires_in: dt.timedelta | None = None
    """Validity. At least PT1M, at most `STANDING_STATUS_LINK_LONGEST`. Omitted: PT15M."""
    return_url: str | None = None
    """Address back to the app, under one of `STANDING_STATUS_RETURN_URLS`."""


class CatalogueStep(Model):
    """Consequences of one more violation of the category."""

    consequences: Consequences
    en: str
    zh: str


class ProjectedStretch(Model):
    """Interval in which the answer for a privilege and its weightiest reason are the same."""

    start: dt.datetime
    end: dt.datetime | Annotated[Literal["never"], Open]
    """`never`: it does not end by itself."""
    answer: Answer
    kind: RestrictionKind | None
    """Kind of the weightiest reason; null if allowed."""
    article: int | None
    cause: str | None
    """Fact behind the weightiest reason."""
    message: str | None
    """The weightiest reason in words."""
    message_zh: str | None
    """The same in Chinese."""


class SubscriptionChanged(Model):
    """The address or the types of a subscription were changed."""

    type: Literal["changed"] = "changed"
    url: str | None = None
    types: tuple[str, ...] | None = None
    note: str | None = None


class SubscriptionChangedAnnouncement(Model):
    """The address or the types of a subscription were changed."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["subscription.changed"] = "subscription.changed"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: SubscriptionChanged
    actor_name: str | None = None
    """Name of the person or service, if known."""


class SubscriptionCreated(Model):
    """A subscription was created: events are delivered to its address from now on."""

    type: Literal["created"] = "created"
    url: str
    types: tuple[str, ...]
    after: int
    salt: str
    note: str = ""


class SubscriptionCreatedAnnouncement(Model):
    """A subscription was created: events are delivered to its address from now on."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["subscription.created"] = "subscription.created"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: SubscriptionCreated
    actor_name: str | None = None
    """Name of the person or service, if known."""


class SubscriptionDeleted(Model):
    """The subscription was deleted."""

    type: Literal["deleted"] = "deleted"


class SubscriptionDeletedAnnouncement(Model):
    """The subscription was deleted."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["subscription.deleted"] = "subscription.deleted"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: SubscriptionDeleted
    actor_name: str | None = None
    """Name of the person or service, if known."""


class SubscriptionPaused(Model):
    """Delivery was paused: the address has failed for too long, or a person paused it."""

    type: Literal["paused"] = "paused"
    because: Annotated[Literal["failing", "gone", "command"], Open]
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class SubscriptionPausedAnnouncement(Model):
    """Delivery was paused: the address has failed for too long, or a person paused it."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["subscription.paused"] = "subscription.paused"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: SubscriptionPaused
    actor_name: str | None = None
    """Name of the person or service, if known."""


class SubscriptionReplayAskedAnnouncement(Model):
    """A replay was requested: every event after a place in the stream is delivered again."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["subscription.replay_asked"] = "subscription.replay_asked"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: SubscriptionReplayAsked
    actor_name: str | None = None
    """Name of the person or service, if known."""


class SubscriptionResumed(Model):
    """Delivery continues at the place where it stopped."""

    type: Literal["resumed"] = "resumed"


class SubscriptionResumedAnnouncement(Model):
    """Delivery continues at the place where it stopped."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["subscription.resumed"] = "subscription.resumed"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: SubscriptionResumed
    actor_name: str | None = None
    """Name of the person or service, if known."""


class SubscriptionSecretRotatedAnnouncement(Model):
    """Deliveries are signed with a new secret, and with the old one too until it expires."""

    id: int
    """Position in the stream; pass it as `after` to continue."""
    type: Literal["subscription.secret_rotated"] = "subscription.secret_rotated"
    account: str | None = None
    """The account concerned; null if there is no single one."""
    dossier: str | None = None
    """The record concerned: a case, a directive, …"""
    version: int
    """Version of the account, or of the record, after it."""
    at: dt.datetime
    """When it took effect."""
    recorded_at: dt.datetime
    """When the ledger recorded it."""
    actor: str
    """The actor: an API key, or a part of the system."""
    data: SubscriptionSecretRotated
    actor_name: str | None = None
    """Name of the person or service, if known."""


class StandingSummary(Model):
    """Summary of a standing at an instant."""

    status: AccountStatus
    message: str
    message_zh: str
    restrictions: tuple[Reason, ...]
    next_boundary: Boundary | None


class Superseded(Model):
    """Decision of a case that was corrected since."""

    outcome: CaseOutcome
    reason: str
    by: str
    proposed_by: str | None
    at: dt.datetime
    proposed_by_name: str | None = None
    """Name of the person or service, if known."""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class SweepBody(Model):
    """An empty body."""


class SweepResult(Model):
    """Result of a sweep."""

    sweep: str
    at: dt.datetime
    links: int
    """Ties shared by two or more accounts, without hubs."""
    texts: int
    """Texts published by several accounts within a short time."""
    hubs: int
    """Tokens shared by too many accounts to be evidence."""
    found: int
    """Clusters."""
    opened: int
    grown: int


class ScreeningRowSwitchBody(Model):
    """A screening row, and whether it is on."""

    row: str
    on: bool
    reason: str = ""


class LexiconSwitched(Model):
    """A row of the screening table was switched on or off."""

    type: Literal["switched"] = "switched"
    row: str
    on: bool
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class CoordinationTaken(Model):
    """Outcome of a bulk report: numbers of new and known rows."""

    new: int
    known: int
    """Rows that were known already, or repeated in this body."""
    too_short: int
    """Posts whose text is too short for a meaningful comparison."""
    invalid: int
    """Rows that were not recorded; each is in `items` with its faults."""
    items: tuple[ItemOutcome, ...]
    """Outcomes of the items that have a `ref`, and of all that are invalid, in their order."""


class CaseTakenBack(Model):
    """The decision was taken back before it took effect, or could not take effect; the case is open again."""

    type: Literal["taken_back"] = "taken_back"
    of: str
    because: Annotated[Literal["taken_back", "refused"], Open] = "taken_back"
    reason: str = ""
    of_name: str | None = None
    """Name of the person or service, if known."""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class CleanupTakenOver(Model):
    """Another violation that had tainted the same followers was overturned: they stay removed because of this one."""

    type: Literal["taken_over"] = "taken_over"
    cleanup: str
    """Clean-up that had claimed them."""
    tainted: int
    """Number tainted by this violation too."""
    removed: int
    """Number of them already removed; the rest is to be removed."""
    everything: bool = False
    unverified: UnverifiedRemoval | None = None
    """Removal that the next count is to verify."""


class RumourTermsAdded(Model):
    """Search terms were added."""

    type: Literal["terms_added"] = "terms_added"
    terms: tuple[str, ...]


class WebhookTestAnswer(Model):
    """The response of the address to a test event."""

    taken: bool
    status: int | None
    error: str | None
    took_ms: int


class ClusterTie(Model):
    """Feature that several accounts share."""

    kind: TieKind
    token: str
    """First characters of the keyed hash, to distinguish devices."""
    accounts: tuple[str, ...]


class TimelineAnswer(Model):
    """Past and future states of each privilege, if nothing else happens."""

    account: str
    version: int
    from_: dt.datetime = pydantic.Field(alias="from")
    to: dt.datetime
    segments: tuple[TimelineSegment, ...]


class BulkTotals(Model):
    """Number of accounts by result."""

    done: int
    refused: int
    cancelled: int = 0


class UnansweredItem(Model):
    """An item that cannot be answered at present, with the reason; retry it."""

    ref: str | None = None
    """The item's `ref`; left out if it has none."""
    account: str
    answer: Literal["unavailable"]
    code: Annotated[Literal["version_not_reached", "database_away", "host_clock_differs"], Open]
    message: str
    message_zh: str
    """The message in Chinese."""


class UncertifiedField(Model):
    """A declared field without a certification: publishing in it is closed, and a certification is due (article 2)."""

    field: Field
    label_zh: str
    label_en: str
    since: dt.datetime
    """The registration, or the end of the last certification."""
    why: RestrictionKind
    """Why there is none: never certified (`withheld`), expired (`expiry`), or taken away."""
    certification: str | None
    """Identifier of what ended the last certification, or of that certification."""
    opens_at: dt.datetime | None
    """Start of a certification that is verified already."""


class Undoing(Model):
    """Effect of withdrawing a decision, in words."""

    outcome: CaseOutcome
    """Outcome that is withdrawn."""
    zh: str
    en: str


class UnknownAccount(Model):
    """The verdict on an account that does not exist, or was unknown at `as_of`: every privilege is refused."""

    ref: str | None = None
    """The item's `ref`; left out if it has none."""
    account: str
    answer: Literal["refused"]
    reasons: tuple[UnknownAccountReason, ...]
    version: int


class UnknownAccountReason(Model):
    """The reason of a refusal for an unregistered account."""

    code: Literal["unknown_account"]
    type: Literal["urn:standing:problem:unknown-account"]
    message: str
    message_zh: str
    lifted_by: str
    lifted_by_zh: str


class UnverifiedRemoval(Model):
    """Removal that the platform has reported and no count has verified yet."""

    ordered: int
    """Number of followers by which the count must fall."""
    before: FollowerCount | None
    """Last count before the order."""
    answered_at: dt.datetime


class ValidityTerms(Model):
    """Dates that the reviewer has read on the certificate, if others than applied for."""

    type: Literal["validity"] = "validity"
    valid_from: dt.date
    valid_until: dt.date


class Verdict(Model):
    """Answer for one privilege at one instant. `until` is the first instant at which the answer would be `allowed`
    without new facts (None when it is allowed now); `valid_until` is the first instant at which this answer or
    its reasons may change by themselves, so the verdict may be cached until then, or until a newer `version` is
    known.
    """

    account: str
    privilege: str
    at: dt.datetime
    answer: Answer
    reasons: tuple[Reason, ...]
    until: dt.datetime | Annotated[Literal["never"], Open] | None
    valid_until: dt.datetime | None
    version: int
    stale_s: float | None


class ReportVerification(Model):
    """The result of hashing every file of a report again."""

    report: str
    same: bool
    files: tuple[ReportFileCheck, ...]


class CleanupVerified(Model):
    """A count was compared with the expected number of followers."""

    type: Literal["verified"] = "verified"
    count: FollowerCount
    expected: int | None
    """Expected count; unknown without an earlier count."""
    left: int
    missing: int = 0
    """Number below the expected count, beyond the usual fluctuation."""


class ViewChangesBody(Model):
    """Changes of a view; what is omitted stays."""

    name: str | None = None
    filters: CaseFiltersBody | None = None
    sort: Annotated[Literal["urgency", "newest", "decided"], Open] | None = None
    shared: bool | None = None


class ViewCount(Model):
    """Number of cases of a view."""

    view: str
    cases: int
    """At most 1000 for a view that lists decided cases."""


class ViewShown(Model):
    """A view of the queue."""

    id: str
    name: Bilingual
    owner: str | None
    """Person who saved it; null for a view that everybody has."""
    owner_name: str | None
    mine: bool
    filters: CaseFilters
    sort: Annotated[Literal["urgency", "newest", "decided"], Open] | None
    shared: bool
    starred: bool
    """Whether you have starred it."""


class ViewerItem(Model):
    """Content seen by a viewer. Only the first time counts, so a report may be repeated."""

    ref: str | None = None
    """Your own reference of the item, repeated in its outcome. It has no effect and is not stored."""
    seen: SeenContent
    viewer: str
    at: dt.datetime


class ViewsAnswer(Model):
    """The views that you see: those of everybody, then your own and shared ones, oldest first."""

    views: tuple[ViewShown, ...]
    last_used: str | None
    """View that you opened last."""


class Violation(Model):
    """Finding alone."""

    type: Literal["violation"] = "violation"
    category: ViolationCategory


class ViolationBody(Model):
    """A decided finding, with the consequences of the catalogue, or alone."""

    reason: str = ""
    contents: tuple[str, ...] = ()
    """The platform's identifiers of the contents concerned: they identify another finding as the same offence, and
    the followers to remove (article 10).
    """
    evidence: tuple[str, ...] = ()
    """Addresses of the evidence; stored with the finding."""
    automated: bool | None = None
    """Whether the violation was detected automatically; stated in the statement of reasons."""
    occurred_at: dt.datetime | None = None
    """Time of the offence, if known: then only findings recorded before that time make it a repetition. Not after
    `effective_at`, nor before the account's registration.
    """
    another_offence: bool = False
    """True for a different offence from a standing finding of the same category with the same contents, or the same
    evidence where no contents are named. Otherwise refused with `same-offence`.
    """
    effective_at: dt.datetime | None = None
    """Time of the event, if before now; limited by the configuration."""
    windows: tuple[TimeWindow, ...] = ()
    """Time windows in which the violation gained followers."""
    id: str | None = None
    """Your identifier, unique on the account. Omitted: one is generated."""
    category: ViolationCategory
    consequences: Annotated[Literal["none", "catalogue"], Open] = "catalogue"
    """`catalogue`: all consequences, in the same transaction. `none`: the finding alone."""


class ViolationListPage(Model):
    """Violations of all accounts."""

    violations: tuple[ListedViolation, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""
    complete: bool
    """False for some minutes after an upgrade, while the rows of older accounts are prepared."""


class AccountViolationRecorded(Model):
    """A finding was decided: it interrupts the clean window of article 8 for `clean_months`."""

    type: Literal["violation_recorded"] = "violation_recorded"
    id: str
    category: ViolationCategory
    clean_months: int
    decided_at: dt.datetime | None = None
    reason: str = ""
    basis: DecisionBasis | None = None
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class RumourViolationsOverturned(Model):
    """Violations for making or spreading the rumour were overturned, because the claim is true."""

    type: Literal["violations_overturned"] = "violations_overturned"
    accounts: tuple[ClearedAccount, ...]


class RumourViolationsRecorded(Model):
    """Violations were recorded for the accounts that made or spread the rumour."""

    type: Literal["violations_recorded"] = "violations_recorded"
    accounts: tuple[AccusedAccount, ...]
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class OutboxWaiting(Model):
    """Outbox entries that have not been delivered to Temporal, by stream."""

    facts: int
    """Facts of accounts."""
    entries: int
    """Entries of records: cases, directives, rumours, reports and the like."""


class WantedStanding(Model):
    """An account, and the version that is known of it."""

    account: str
    at_least_version: int = 0
    """The answer waits until the account has this version."""


class WebhookAnswer(Model):
    """State of a webhook. Its secret is shown only when it is created and when it is rotated."""

    id: str
    status: SubscriptionStatus
    url: str
    types: tuple[str, ...]
    note: str
    created_at: dt.datetime
    delivered_upto: int
    """Identifier of the last event that was delivered or filtered out."""
    behind: int
    """Number of events of all types after `delivered_upto`."""
    paused_at: dt.datetime | None
    paused_because: str | None
    reason: str
    old_secret_until: dt.datetime | None
    """Until then deliveries are also signed with the old secret."""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class WebhookWithSecret(Model):
    """State of a webhook with its secret."""

    id: str
    status: SubscriptionStatus
    url: str
    types: tuple[str, ...]
    note: str
    created_at: dt.datetime
    delivered_upto: int
    """Identifier of the last event that was delivered or filtered out."""
    behind: int
    """Number of events of all types after `delivered_upto`."""
    paused_at: dt.datetime | None
    paused_because: str | None
    reason: str
    old_secret_until: dt.datetime | None
    """Until then deliveries are also signed with the old secret."""
    secret: str
    """Signing secret, for the `standardwebhooks` libraries; keep it confidential."""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class WebhooksPage(Model):
    """Webhooks in the order in which they were created."""

    webhooks: tuple[WebhookAnswer, ...]
    next: str | None
    """Pass it as `after` for the next page; null on the last page."""


class TimeWindow(Model):
    """Interval of time, without its end."""

    begins: dt.datetime
    ends: dt.datetime


class CaseWithdrawalBody(Model):
    """The reason for withdrawing a case."""

    reason: str = ""


class DirectiveWithdrawalBody(Model):
    """The reason for withdrawing a directive."""

    reason: str = ""


class WithdrawnStated(Model):
    """Measure that was withdrawn, because the decision of its case was corrected."""

    measure: str
    at: dt.datetime
    en: str
    zh: str


class ExposureWithheld(Model):
    """A person decided not to publish the exposure."""

    type: Literal["withheld"] = "withheld"
    reason: str
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class AccountWithholdingLifted(Model):
    """A person has decided that profit-making may be granted again; the violation stays on record (article 9)."""

    type: Literal["withholding_lifted"] = "withholding_lifted"
    id: str
    reason: str
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class CaseDecisionBody(Model):
    """The decision. The possible outcomes depend on the kind of the case."""

    outcome: CaseOutcome
    reason: str = ""
    """Required, unless the outcome is `approved` or `done`."""
    terms: CaseTermsBody | None = None
    exposure: ExposingBody | None = None


class CaseReleaseBody(Model):
    """An empty body."""


class ClusterSanctionBody(Model):
    """The sanction on every member of a cluster, each with its own statement of reasons."""

    category: ViolationCategory = "matrix_manipulation"
    consequences: Annotated[Literal["none", "catalogue"], Open] | ConsequencesInput = "catalogue"
    """`catalogue`: the catalogue's consequences for each member's own record; `none`: the finding alone; or chosen
    consequences. Closing an account or cancelling its profit-making takes a case of its own.
    """
    without: tuple[str, ...] = ()
    """Members that are not sanctioned."""


class CaseTakeBackBody(Model):
    """The reason for taking a decision back."""

    reason: str = ""


class CaseTermsBody(Model):
    """Terms of a decision: validity days other than those applied for, a duration, or a sanction on all members."""

    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    duration: dt.timedelta | None = None
    of: str | None = None
    """Identifier of the measure that the duration applies to, where there are several."""
    sanction: ClusterSanctionBody | None = None
    """For a confirmed coordination case."""


class CasePreviewBody(Model):
    """A decision to preview; without an outcome, every outcome of the kind is previewed."""

    outcome: CaseOutcome | None = None
    reason: str = ""
    """Omitted where one is needed: the texts show a place for it."""
    terms: CaseTermsBody | None = None
    exposure: ExposingBody | None = None


class ExposureWithdrawalBody(Model):
    """The reason for a withdrawal. It is not published."""

    reason: str


class CleanupStopBody(Model):
    """The reason for undoing a clean-up."""

    reason: str = ""


class DecisionBody(Model):
    """A question whether an account may use a privilege at an instant."""

    account: str
    privilege: Annotated[
        Literal[
            "service",
            "publish",
            "gain_followers",
            "be_recommended",
            "apply_monetization",
            "publish.finance",
            "publish.education",
            "publish.healthcare",
            "publish.justice",
            "monetize.advertising",
            "monetize.content_revenue",
            "monetize.ecommerce",
            "monetize.live_gifts",
            "monetize.appreciation",
            "monetize.paid_knowledge",
            "monetize.brand_cooperation",
        ],
        Open,
    ]
    at: dt.datetime | None = None
    """Instant in the past or future. Omitted: now."""
    as_of: dt.datetime | None = None
    """Use only facts recorded by this instant."""
    at_least_version: int = 0
    """A version that you know of: the answer reflects it or a later one."""
    content: str | None = None
    """The platform's identifier of the piece that the question is about. It has no effect on the answer; a receipt
    keeps it, and is found by it.
    """
    record: bool = False
    """Store question and answer: the status is 201, and the header `Receipt` names the receipt by which the answer
    can be proved. Not with `as_of`, and not while the database is unavailable.
    """


class AnswerBasis(Model):
    """The facts that an answer depends on: those of the account from 1 up to `version`."""

    account: str
    version: int
    hash: str
    """Hash of the last of these facts, hexadecimal; each hash covers all facts before."""


class NetworkLiftBody(Model):
    """The reason for lifting a sanction."""

    reason: str


class NetworkSanctionBody(Model):
    """A sanction on the network, which reaches its roster."""

    measure: NetworkMeasure
    duration: dt.timedelta | None = None
    """Length of the sanction. Omitted: no end."""
    reason: str
    evidence: tuple[str, ...] = ()


class ReportReleaseBody(Model):
    """An empty body: the caller releases the report."""


class RumourTermsBody(Model):
    """Further search terms of the rumour."""

    terms: tuple[str, ...]


class WithholdingLiftBody(Model):
    """The reason for permitting profit-making again; recorded with the decision."""

    reason: str
    effective_at: dt.datetime | None = None
    """Time of the event, if before now; limited by the configuration."""


class BulkPreviewBody(Model):
    """A bulk action as it would be started, with the accounts of one slice."""

    id: str | None = None
    """Your identifier, also used for what is recorded on each account. Omitted: one is generated."""
    measure: Annotated[BanInput | Violation | ProfitCancellation | Closure | Overturn | Other, DistinguishedBy("type")]
    accounts: tuple[str, ...]
    """A slice of the list; send the next one after it."""
    reason: str
    """Shown to each holder."""


class EmblemRetirementBody(Model):
    """The reason for retiring an emblem."""

    reason: str = ""


class ProtectedNamesRetirementBody(Model):
    """Names that need no protection any more: all of them are retired, or none."""

    entries: tuple[str, ...]
    reason: str = ""


class RescreenStopBody(Model):
    """The reason for ending a rescreen early."""

    reason: str = ""


class ExemptionGranted(Model):
    """The exemption is in force from now to its end."""

    type: Literal["granted"] = "granted"
    terms: ExemptionTerms


class ExemptionTerms(Model):
    """Terms of an exemption: its holder, content, reason and end."""

    holder: str
    allows: Annotated[MoreAccounts | OwnName | Other, DistinguishedBy("type")]
    until: dt.datetime
    reason: str
    evidence: tuple[Evidence, ...] = ()
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class AccountOverturned(Model):
    """A violation was overturned with all its consequences: from now on it counts as if never recorded."""

    type: Literal["overturned"] = "overturned"
    id: str
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class CaseEscalated(Model):
    """The case is overdue: more people must see it."""

    type: Literal["escalated"] = "escalated"
    level: int
    """Number of escalations."""


class CaseOpened(Model):
    """The case was opened."""

    type: Literal["opened"] = "opened"
    opening: CaseOpening
    evidence: tuple[Evidence, ...] = ()


class CaseOpening(Model):
    """Subject of a case, and its deadline."""

    kind: CaseKind
    article: int
    title: str
    account: str | None = None
    subject: (
        Annotated[
            Reference
            | CertificationApplied
            | ClosureAsked
            | CancellationAsked
            | Appealed
            | EmblemSeen
            | CoordinationFound
            | ImitationSuspected
            | IrregularCode
            | Other,
            DistinguishedBy("type"),
        ]
        | None
    ) = None
    """Subject of the decision."""
    origin: Reference | None = None
    priority: CasePriority
    due_at: dt.datetime
    two_persons: tuple[CaseOutcome, ...] = ()
    not_by: tuple[str, ...] = ()
    not_by_names: tuple[str | None, ...] | None = None
    """Names, in the same order, if known."""
    title_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class CaseReleased(Model):
    """The claim has ended."""

    type: Literal["released"] = "released"
    because: (
        Annotated[Literal["released", "lease_ended", "reassigned", "handed_over"], Open]
        | Annotated[Literal["key_revoked", "role_lost", "person_inactive", "kind_lost", "unknown_holder"], Open]
    ) = "released"
    of: str
    of_name: str | None = None
    """Name of the person or service, if known."""


class CaseWithdrawn(Model):
    """No decision is needed any more."""

    type: Literal["withdrawn"] = "withdrawn"
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class CaseCorrected(Model):
    """The decision in force was wrong: it is withdrawn with all that followed from it, and this one holds instead."""

    type: Literal["corrected"] = "corrected"
    ruling: CaseRuling
    proposed_by: str | None = None
    proposed_by_name: str | None = None
    """Name of the person or service, if known."""


class ClusterFinding(Model):
    """Cluster found by one sweep."""

    members: tuple[str, ...]
    weight: int
    """Sum of the weights of all counted pairs."""
    pairs: int
    """Pairs of accounts above the minimum weight."""
    ties: tuple[ClusterTie, ...]
    """Ties with the highest weights."""
    all_ties: int
    """Number of ties; `ties` may name fewer."""
    edges: tuple[ClusterEdge, ...]
    """Pairs with the highest weights."""


class DirectiveAcknowledged(Model):
    """The platform has answered: done, or failed with a reason."""

    type: Literal["acknowledged"] = "acknowledged"
    outcome: Annotated[Literal["done", "failed"], Open]
    reason: str = ""
    counts: DirectiveCounts | None = None
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class DirectiveEscalated(Model):
    """The directive is overdue or has failed: a person must deal with it."""

    type: Literal["escalated"] = "escalated"
    because: Annotated[Literal["overdue", "failed"], Open]


class DirectiveTerms(Model):
    """Content of an order: its action, targets and deadline."""

    order: DirectiveOrder
    article: int
    due_at: dt.datetime
    account: str | None = None
    targets: tuple[str, ...] = ()
    expected: int | None = None
    label_zh: str = ""
    label_en: str = ""
    link: str = ""
    instructions: str = ""
    cause: str | None = None
    origin: Reference | None = None


class DirectiveWithdrawn(Model):
    """The directive was withdrawn."""

    type: Literal["withdrawn"] = "withdrawn"
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class ExposureOverturned(Model):
    """The decision was overturned: the exposure is not public, and is not published again."""

    type: Literal["overturned"] = "overturned"
    reason: str
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class ExposureWithdrawn(Model):
    """The exposure was withdrawn from the public."""

    type: Literal["withdrawn"] = "withdrawn"
    reason: str
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class CleanupAnswered(Model):
    """The platform has answered the order."""

    type: Literal["answered"] = "answered"
    directive: str
    done: int
    left: int


class CleanupEscalated(Model):
    """The clean-up cannot continue by itself: a person must deal with it."""

    type: Literal["escalated"] = "escalated"
    because: Annotated[Literal["no_count", "not_removed", "withdrawn", "removed_too_many"], Open]


class CleanupOpened(Model):
    """A clean-up was opened: followers gained by a violation are to be removed."""

    type: Literal["opened"] = "opened"
    terms: CleanupTerms


class CleanupOrdered(Model):
    """The removal was ordered."""

    type: Literal["ordered"] = "ordered"
    directive: str
    remove: int | None
    """Number to remove; null: the platform determines it."""
    tainted: int
    """Followers gained by the violation, as reported by then."""
    before: FollowerCount | None
    """Last count before the order; the next one is compared with it."""


class CleanupStopped(Model):
    """The violation was overturned before anything was removed."""

    type: Literal["stopped"] = "stopped"
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class RosterMember(Model):
    """Account of a roster, and whether all decisions have been applied to it."""

    account: str
    signed_at: dt.datetime
    released_at: dt.datetime | None
    pending: bool
    """Whether a decision about the network is still to be applied."""
    code: str | None
    """Code of the last refusal; stable."""
    message: str
    message_zh: str


class NetworkSanctionTerms(Model):
    """Measure to impose on a network, with its reason."""

    measure: NetworkMeasure
    duration: dt.timedelta | None = None
    """Without it: no end."""
    reason: str = ""
    evidence: tuple[str, ...] = ()
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class ReportAcknowledged(Model):
    """The regulator has confirmed the receipt."""

    type: Literal["acknowledged"] = "acknowledged"
    receipt: str = ""


class ReportEscalated(Model):
    """The report is overdue: a person must deal with it."""

    type: Literal["escalated"] = "escalated"
    because: Annotated[Literal["mismatch", "undelivered", "unacknowledged", "rejected"], Open]


class ReportReleased(Model):
    """A first or second person has released the report."""

    type: Literal["released"] = "released"
    without: tuple[str, ...] = ()
    """Actors whose earlier release does not count any more: they may release no reports now."""


class ReportTerms(Model):
    """Identification of a report and the way of filing it; fixed at the request."""

    head: ReportHead
    bilingual: bool
    release: bool
    """Whether two people must release the report."""
    channel: ReportChannel
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class RumourMatch(Model):
    """Similarity of a text to a rumour."""

    rumour: str
    claim: str
    score: float
    """1: the text contains the whole claim."""
    repeats: bool
    """Whether it is similar enough for the rumour's label."""
    denies: bool
    """Whether the text denies the claim."""
    of_claim: float
    """Share of the claim that the passage contains."""
    terms: tuple[str, ...]
    """Search terms of the rumour that the text contains."""
    passage: ClaimPassage | None
    explanation: str
    label_zh: str
    """Label; empty if the text does not repeat the rumour."""
    label_en: str
    link: str | None


class RumourAnswered(Model):
    """The platform has answered an order."""

    type: Literal["answered"] = "answered"
    step: RumourStep
    directive: str
    outcome: Annotated[Literal["done", "failed"], Open]
    reason: str = ""
    counts: DirectiveCounts | None = None
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class RumourClosed(Model):
    """The rumour was closed: it no longer spreads."""

    type: Literal["closed"] = "closed"
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class RumourCorrected(Model):
    """The claim turned out to be true: every label is removed, and a correction is published."""

    type: Literal["corrected"] = "corrected"
    reason: str
    statement_zh: str
    statement_en: str = ""
    link: str | None = None
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class RumourEscalated(Model):
    """A step is overdue or has failed: a person must deal with it."""

    type: Literal["escalated"] = "escalated"
    step: RumourStep
    because: Annotated[Literal["overdue", "failed", "no_information"], Open]
    directive: str | None = None


class RumourOpened(Model):
    """A rumour was identified."""

    type: Literal["opened"] = "opened"
    opening: RumourOpening


class RumourOpening(Model):
    """Facts known when the rumour is identified."""

    claim: str
    """Claim, in the words in which it spreads."""
    claim_en: str = ""
    """Claim in English, for the English label."""
    field: RumourField
    terms: tuple[str, ...] = ()
    evidence: tuple[RumourProof, ...] = ()
    information: RumourInformation | None = None


class RumourOrdered(Model):
    """The platform was ordered to carry out a step."""

    type: Literal["ordered"] = "ordered"
    step: RumourStep
    directive: str
    due_at: dt.datetime
    targets: int = 0
    """Number of contents or search terms; the directive names them."""
    terms: tuple[str, ...] = ()
    """Search terms, for an order about them."""


class RumourStepProgress(Model):
    """Progress of one step."""

    orders: int
    open: tuple[OpenOrder, ...]
    failed: int
    """Number of orders that the platform could not carry out."""
    done: int
    done_at: dt.datetime | None
    late_since: dt.datetime | None


class RunCancelled(Model):
    """The run was cancelled: rows that were waiting are not carried out."""

    type: Literal["cancelled"] = "cancelled"
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class RunFinished(Model):
    """Every row has an outcome."""

    type: Literal["finished"] = "finished"
    totals: RunTotals


class RunStarted(Model):
    """All rows were sent; they are being carried out."""

    type: Literal["started"] = "started"
    rows: int


class BulkCancelled(Model):
    """Every account that waited is marked as cancelled."""

    type: Literal["cancelled"] = "cancelled"
    totals: BulkTotals


class BulkFinished(Model):
    """Every account was processed."""

    type: Literal["finished"] = "finished"
    totals: BulkTotals


class BulkMember(Model):
    """Account of a bulk action, and its result."""

    account: str
    outcome: BulkOutcome
    code: str | None
    """Code of the refusal; stable."""
    message: str
    message_zh: str
    version: int | None
    """Version of the account's standing afterwards."""
    reversal: BulkOutcome | None
    """Result of the reversal; null if none was requested."""
    reversal_code: str | None
    reversal_message: str
    reversal_message_zh: str


class BulkProgress(Model):
    """Progress of the action, or of its reversal."""

    total: int
    done: int
    refused: int
    waiting: int
    cancelled: int


class BulkStarted(Model):
    """The bulk action was ordered."""

    type: Literal["started"] = "started"
    measure: Annotated[Ban | Violation | ProfitCancellation | Closure | Overturn | Other, DistinguishedBy("type")]
    reason: str
    accounts: int
    """Number of accounts."""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class RescreenFinished(Model):
    """Every account was screened."""

    looked_at: int = 0
    found: int = 0
    opened: int = 0
    type: Literal["finished"] = "finished"
    lexicon: str = ""


class RescreenStarted(Model):
    """The rescreen of all accounts was started."""

    type: Literal["started"] = "started"
    because: Annotated[Literal["lexicon", "schedule", "operator", "import"], Open]
    lexicon: str = ""
    accounts: int
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class RescreenStopped(Model):
    """An operator stopped the rescreen; its findings stay."""

    type: Literal["stopped"] = "stopped"
    reason: str = ""
    reason_zh: str | None = None
    """The same in Chinese, where the system has written it."""


class ProtectedNameMatch(Model):
    """Protected name found in a text."""

    entry: str
    protected: str
    kind: ProtectedKind
    how: NameMatchKind
    rule: str
    start: int
    end: int


class DecisionBasis(Model):
    """Basis of a decision, for the statement of reasons."""

    evidence: tuple[str, ...] = ()
    automated: bool | None = None
    rules: str = ""
    nth: int | None = None
    consequences: Consequences | None = None
    by_case: tuple[Annotated[Literal["closure", "cancellation"], Open], ...] = ()
    gained: CleanupScope | None = None
    occurred_at: dt.datetime | None = None
    another_offence: bool = False


class RecordedViolation(Model):
    """Violation on an account's record, and whether it still counts."""

    id: str
    category: ViolationCategory
    decided_at: dt.datetime
    overturned: bool
    closed: bool
    contents: tuple[str, ...]
    evidence: tuple[str, ...]
    measures: tuple[str, ...]


class RestrictionShown(Model):
    """Restriction in values and in words."""

    privilege: str
    kind: RestrictionKind
    article: int
    cause: str
    since: dt.datetime
    until: dt.datetime | Annotated[Literal["never"], Open]
    zh: str
    en: str


class GrantShown(Model):
    """Grant in values and in words."""

    privilege: str
    article: int
    source: str
    since: dt.datetime
    until: dt.datetime | Annotated[Literal["never"], Open]
    zh: str
    en: str


class Problem(Model):
    """Body of an error response (RFC 9457)."""

    type: str
    """Stable identifier of the kind of problem, for programs."""
    title: str
    title_zh: str
    status: int
    detail: str
    """The fault, and how to correct it."""
    detail_zh: str
    """The same in Chinese."""
    instance: str
    """Identifier of this occurrence, also in the logs."""
    article: int | None = None
    """The article of the notice that it is based on."""
    errors: tuple[Fault, ...] | None = None
    """Each fault of the request with its position."""
    others: tuple[str, ...] | None = None
    """Identifiers of existing records that conflict."""
    finding: StandingFinding | None = None
    """The finding that the request repeats."""
    until: dt.datetime | Annotated[Literal["never"], Open] | None = None
    """First instant at which the refusal ends by itself; `never`: only by a new fact."""
    lifted_by: str | None = None
    """What would lift the refusal."""
    lifted_by_zh: str | None = None
    """The same in Chinese."""


class StandingFinding(Model):
    """A standing finding on the account."""

    id: str
    category: ViolationCategory
    recorded_at: dt.datetime


AnyEvent: TypeAlias = (
    AccountRegisteredAnnouncement
    | AccountRegistrationHeldAnnouncement
    | AccountHoldLiftedAnnouncement
    | AccountRegistrationRejectedAnnouncement
    | AccountRejectionLiftedAnnouncement
    | AccountNameChangedAnnouncement
    | AccountProfileChangedAnnouncement
    | AccountProfileChangeHeldAnnouncement
    | AccountProfileChangeRejectedAnnouncement
    | AccountProfileRestoredAnnouncement
    | AccountImpersonationFoundAnnouncement
    | AccountImpersonationLiftedAnnouncement
    | AccountFindingDismissedAnnouncement
    | AccountHolderChangedAnnouncement
    | AccountCertificationGrantedAnnouncement
    | AccountCertificationRevokedAnnouncement
    | AccountMonetizationGrantedAnnouncement
    | AccountMonetizationWithheldAnnouncement
    | AccountMonetizationCancelledAnnouncement
    | AccountViolationRecordedAnnouncement
    | AccountBanImposedAnnouncement
    | AccountBanShortenedAnnouncement
    | AccountMeasureImposedAnnouncement
    | AccountMeasureShortenedAnnouncement
    | AccountWithholdingLiftedAnnouncement
    | AccountOverturnedAnnouncement
    | AccountConsequenceWithdrawnAnnouncement
    | AccountClosedAnnouncement
    | AccountReopenedAnnouncement
    | AccountNetworkSignedAnnouncement
    | AccountNetworkLeftAnnouncement
    | AccountNetworkRestrictedAnnouncement
    | AccountNetworkLiftedAnnouncement
    | AccountHolderRestrictedAnnouncement
    | AccountHolderLiftedAnnouncement
    | AccountBoundaryPassedAnnouncement
    | DirectiveIssuedAnnouncement
    | DirectiveSentAgainAnnouncement
    | DirectiveAcknowledgedAnnouncement
    | DirectiveEscalatedAnnouncement
    | DirectiveWithdrawnAnnouncement
    | CaseOpenedAnnouncement
    | CaseEvidenceAddedAnnouncement
    | CaseClaimedAnnouncement
    | CaseReleasedAnnouncement
    | CaseAssignedAnnouncement
    | CaseNotedAnnouncement
    | CaseProposedAnnouncement
    | CaseDecidedAnnouncement
    | CaseDeferredAnnouncement
    | CaseTakenBackAnnouncement
    | CaseCorrectionProposedAnnouncement
    | CaseCorrectedAnnouncement
    | CaseCorrectionDroppedAnnouncement
    | CaseRemindedAnnouncement
    | CaseEscalatedAnnouncement
    | CaseWithdrawnAnnouncement
    | BulkDraftedAnnouncement
    | BulkStartedAnnouncement
    | BulkFinishedAnnouncement
    | BulkCancellationStartedAnnouncement
    | BulkCancelledAnnouncement
    | BulkReversalStartedAnnouncement
    | BulkRevertedAnnouncement
    | BulkReversalCancellationStartedAnnouncement
    | BulkReversalCancelledAnnouncement
    | RunCreatedAnnouncement
    | RunStartedAnnouncement
    | RunFinishedAnnouncement
    | RunCancelledAnnouncement
    | ExposureDrawnUpAnnouncement
    | ExposurePublishedAnnouncement
    | ExposureWithheldAnnouncement
    | ExposureWithdrawnAnnouncement
    | ExposureOverturnedAnnouncement
    | LexiconImportedAnnouncement
    | LexiconRetiredAnnouncement
    | LexiconSwitchedAnnouncement
    | LexiconPresetChosenAnnouncement
    | RumourOpenedAnnouncement
    | RumourContentsFoundAnnouncement
    | RumourTermsAddedAnnouncement
    | RumourInformationVerifiedAnnouncement
    | RumourOrderedAnnouncement
    | RumourAnsweredAnnouncement
    | RumourCalledOffAnnouncement
    | RumourEscalatedAnnouncement
    | RumourClosedAnnouncement
    | RumourCorrectedAnnouncement
    | RumourReopenedAnnouncement
    | RumourViolationsRecordedAnnouncement
    | RumourViolationsOverturnedAnnouncement
    | CleanupOpenedAnnouncement
    | CleanupOrderedAnnouncement
    | CleanupNothingTaintedAnnouncement
    | CleanupAnsweredAnnouncement
    | CleanupRefusedAnnouncement
    | CleanupTakenOverAnnouncement
    | CleanupKeptAwayAnnouncement
    | CleanupVerifiedAnnouncement
    | CleanupEscalatedAnnouncement
    | CleanupSettledAnnouncement
    | CleanupStoppedAnnouncement
    | CleanupRestoreOrderedAnnouncement
    | CleanupRestoredAnnouncement
    | NetworkRegisteredAnnouncement
    | NetworkRosterChangedAnnouncement
    | NetworkSanctionedAnnouncement
    | NetworkSanctionLiftedAnnouncement
    | NetworkSanctionEndedAnnouncement
    | NetworkEscalatedAnnouncement
    | SubscriptionCreatedAnnouncement
    | SubscriptionChangedAnnouncement
    | SubscriptionSecretRotatedAnnouncement
    | SubscriptionPausedAnnouncement
    | SubscriptionResumedAnnouncement
    | SubscriptionReplayAskedAnnouncement
    | SubscriptionDeletedAnnouncement
    | CertificationExpiringAnnouncement
    | ReportRequestedAnnouncement
    | ReportBuiltAnnouncement
    | ReportReconciledAnnouncement
    | ReportMismatchedAnnouncement
    | ReportRetriedAnnouncement
    | ReportReleasedAnnouncement
    | ReportDeliveredAnnouncement
    | ReportDeliveryFailedAnnouncement
    | ReportEscalatedAnnouncement
    | ReportAcknowledgedAnnouncement
    | ReportRejectedAnnouncement
    | ReportAmendedAnnouncement
    | ExemptionGrantedAnnouncement
    | ExemptionRevokedAnnouncement
    | RescreenStartedAnnouncement
    | RescreenProgressedAnnouncement
    | RescreenFinishedAnnouncement
    | RescreenStoppedAnnouncement
    | PersonAddedAnnouncement
    | PersonChangedAnnouncement
    | PersonAliasAddedAnnouncement
    | PersonIdentityLinkedAnnouncement
    | PersonIdentityUnlinkedAnnouncement
    | PersonDeactivatedAnnouncement
    | PersonReactivatedAnnouncement
    | Other
)
"""An event of the feed."""
