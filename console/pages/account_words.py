"""Words of the account pages: statuses, kinds of restriction, and the actions with their forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from console.texts.acts import ACTS_ON_ACCOUNTS
from console.texts.languages import N_, Language
from console.texts.words import MATERIALS as MATERIAL_LABELS
from console.texts.words import words
from models.words.restrictions import RestrictionKind
from models.words.sanctions import MeasureKind
from regulation.words.categories import CATEGORIES
from regulation.words.fields import FIELDS
from regulation.words.measures import MEASURES
from regulation.words.restrictions import AccountStatus

STATUSES: Final[Mapping[str, tuple[str, str]]] = {
    AccountStatus.ACTIVE: (N_("in good standing"), "good"),
    AccountStatus.WITHHELD: (N_("profit withheld"), "wait"),
    AccountStatus.LIMITED: (N_("limited"), "wait"),
    AccountStatus.FROZEN: (N_("frozen after a change of holder"), "wait"),
    AccountStatus.SUSPENDED: (N_("profit suspended"), "wait"),
    AccountStatus.BANNED: (N_("banned"), "bad"),
    AccountStatus.HELD: (N_("held for review"), "wait"),
    AccountStatus.DENIED: (N_("service denied"), "bad"),
    AccountStatus.CLOSED: (N_("closed"), "quiet"),
}
"""Statuses of an account: the words, and the colour of the badge."""

KINDS: Final[Mapping[str, tuple[str, str]]] = {
    RestrictionKind.CLOSURE: (N_("closure"), "quiet"),
    RestrictionKind.DENIAL: (N_("service denied"), "bad"),
    RestrictionKind.HOLD: (N_("held for review"), "wait"),
    RestrictionKind.CANCELLATION: (N_("cancelled"), "bad"),
    RestrictionKind.BAN: (N_("ban"), "bad"),
    RestrictionKind.SUSPENSION: (N_("suspended"), "wait"),
    RestrictionKind.LIMIT: (N_("limit"), "wait"),
    RestrictionKind.FREEZE: (N_("freeze"), "info"),
    RestrictionKind.EXPIRY: (N_("certificate expired"), "info"),
    RestrictionKind.WITHHELD: (N_("withheld"), "info"),
    RestrictionKind.NETWORK: (N_("sanction on the network"), "wait"),
}
"""Kinds of restriction: the words on a bar of the timeline, and its colour."""

Kind = Literal["line", "days", "day", "text", "category", "choice", "links", "check"]
OF_MATERIALS: Final = "materials."
"""Beginning of the fields' names whose values are materials of a certification."""


@dataclass(frozen=True)
class Field:
    """One field of an action's form."""

    name: str
    label: str
    kind: Kind = "line"
    required: bool = False
    hint: str = ""


CATEGORY: Final = Field("category", N_("What was found"), "category", required=True)
REASON: Final = Field("reason", N_("Reason"), "text", required=True, hint=N_("The holder reads it word for word."))
EVIDENCE: Final = Field("evidence", N_("Evidence"), "links", hint=N_("One address on each line."))
ANOTHER: Final = Field("another_offence", N_("This is another offence than the one recorded already"), "check")
DAYS: Final = Field("duration", N_("Days"), "days", required=True)
LENGTH: Final = Field("duration", N_("New length in days"), "days", required=True, hint=N_("From its beginning."))


@dataclass(frozen=True)
class Act:
    """An action on an account: a command of the API with its form."""

    label: str
    button: str
    about: str
    done: str
    path: str
    """Path under the account, with `{id}` for the action that it concerns."""
    operation: str
    fields: tuple[Field, ...]
    tone: str = "primary"
    begins: Literal["", "sanction", "certification"] = ""
    """What it begins, under an identifier of its own; empty where it concerns what there is already."""
    whole: str = ""
    """Field beside which the message stands when several fields do not fit together; empty: above the form."""


ACTS: Final[Mapping[str, Act]] = {
    "ban": Act(
        ACTS_ON_ACCOUNTS["ban"],
        N_("Impose the ban"),
        N_("Nothing is published while it lasts; profit is suspended two to three times as long (articles 9, 10)."),
        N_("The ban is imposed"),
        "bans",
        "ban_account",
        (
            CATEGORY,
            DAYS,
            Field("factor", N_("Suspension, times the ban"), hint=N_("2 to 3; empty: as the category provides.")),
            REASON,
            EVIDENCE,
            ANOTHER,
        ),
        "danger",
        begins="sanction",
    ),
    "violation": Act(
        ACTS_ON_ACCOUNTS["violation"],
        N_("Record the violation"),
        N_("The consequences that the catalogue provides for this account's record follow at once."),
        N_("The violation is recorded"),
        "violations",
        "record_violation",
        (CATEGORY, Field("consequences", N_("Consequences"), "choice"), REASON, EVIDENCE, ANOTHER),
        "danger",
        begins="sanction",
    ),
    "measure": Act(
        ACTS_ON_ACCOUNTS["measure"],
        N_("Impose the measure"),
        N_("Warn, limit, freeze, withhold, remove followers (articles 9, 10 and 12)."),
        N_("The measure is imposed"),
        "actions",
        "impose_measure",
        (
            Field("measure", N_("Measure"), "choice", required=True),
            CATEGORY,
            Field("duration", N_("Days"), "days", hint=N_("Empty: the default of the measure.")),
            REASON,
            EVIDENCE,
            ANOTHER,
        ),
        "danger",
        begins="sanction",
    ),
    "cancel": Act(
        ACTS_ON_ACCOUNTS["cancel"],
        N_("Cancel profit-making"),
        N_("Granted methods end for good (article 9)."),
        N_("Profit-making is cancelled"),
        "monetization-cancellations",
        "cancel_monetization",
        (
            Field("category", N_("What was found"), "category", hint=N_("Empty: no violation is recorded with it.")),
            REASON,
            EVIDENCE,
        ),
        "danger",
        begins="sanction",
    ),
    "close": Act(
        ACTS_ON_ACCOUNTS["close"],
        N_("Close the account"),
        N_("The account ends for good, and the holder may not register again (article 7)."),
        N_("The account is closed"),
        "closure",
        "close_account",
        (CATEGORY, REASON, EVIDENCE),
        "danger",
        begins="sanction",
    ),
    "certify": Act(
        ACTS_ON_ACCOUNTS["certify"],
        N_("Record the certification"),
        N_("Publishing in the field is open through the last day; the homepage shows the materials (article 2)."),
        N_("The certification is recorded"),
        "certifications",
        "certify_account",
        (
            Field("field", N_("Field"), "choice", required=True),
            Field("valid_from", N_("Valid from"), "day", required=True),
            Field("valid_until", N_("Valid until"), "day", required=True, hint=N_("The last day of the certificate.")),
            *(Field(f"{OF_MATERIALS}{name}", label) for name, label in MATERIAL_LABELS.items()),
        ),
        begins="certification",
        whole="valid_until",
    ),
    "reopen": Act(
        ACTS_ON_ACCOUNTS["reopen"],
        N_("Reopen the account"),
        N_(
            "The closure was wrong: grants and bans apply as without it, and the holder may register again (article 7)."
        ),
        N_("The account is open again"),
        "reopening",
        "reopen_account",
        (Field("reason", N_("Reason"), "text", required=True),),
    ),
    "shorten-ban": Act(
        ACTS_ON_ACCOUNTS["shorten-ban"],
        N_("Shorten the ban"),
        N_("The suspension of profit is shortened by the same factor."),
        N_("The ban is shortened"),
        "bans/{id}/shorten",
        "shorten_ban",
        (LENGTH, REASON),
    ),
    "shorten-measure": Act(
        ACTS_ON_ACCOUNTS["shorten-measure"],
        N_("Shorten the measure"),
        N_("What has passed by now stays as it was."),
        N_("The measure is shortened"),
        "actions/{id}/shorten",
        "shorten_measure",
        (Field("measure", N_("Measure"), "choice", required=True), LENGTH, REASON),
    ),
    "overturn": Act(
        ACTS_ON_ACCOUNTS["overturn"],
        N_("Overturn the action"),
        N_("From now on it counts as if it had never been recorded, with all its consequences."),
        N_("The action is overturned"),
        "actions/{id}/overturn",
        "overturn_action",
        (REASON,),
    ),
    "lift": Act(
        ACTS_ON_ACCOUNTS["lift"],
        N_("Lift the withholding"),
        N_("Profit-making may be applied for again; the violation stays on record."),
        N_("The withholding is lifted"),
        "actions/{id}/lift",
        "lift_withholding",
        (REASON,),
    ),
}
"""Actions by the last part of their address."""

ON_OPEN: Final = ("ban", "violation", "measure", "cancel", "certify", "close")
"""Actions on an open account; those with an identifier in their path concern an earlier action."""
ON_CLOSED: Final = ("reopen",)
"""Actions on a closed account."""

WHAT_IF: Final = (
    "ban",
    "violation",
    "measure",
    "cancel",
    "close",
    "reopen",
    "shorten-ban",
    "shorten-measure",
    "lift",
    "overturn",
)
"""Actions whose effect on the future of an account is projected; a certification opens what it says."""

_LASTING: Final = (MeasureKind.LIMIT_RECOMMENDATION, MeasureKind.FREEZE_GROWTH, MeasureKind.WITHHOLD_PROFIT)


def acts_on(statement: Mapping[str, object]) -> tuple[str, ...]:
    """Return the actions that an earlier action admits, by its statement of reasons."""
    measures = statement["measures"]
    if statement["overturned_at"] is not None or not isinstance(measures, list):
        return ()
    kinds = {measure["measure"] for measure in measures}
    return tuple(
        name
        for name, fits in (
            ("shorten-ban", "ban" in kinds),
            ("shorten-measure", bool(kinds & set(_LASTING))),
            ("lift", MeasureKind.WITHHOLD_PROFIT in kinds),
            ("overturn", True),
        )
        if fits
    )


def lasting_measures(statement: Mapping[str, Any], language: Language) -> list[tuple[str, str]]:
    """Return the measures of an earlier action that have an end to be shortened, with their labels."""
    imposed = {measure["measure"] for measure in statement["measures"]}
    return [(kind, label) for kind, label in measures(language, lasting=True) if kind in imposed]


def categories(language: Language) -> list[tuple[str, str]]:
    """Return the categories of violations with their labels."""
    return [(category.value, words(row.words, language)) for category, row in CATEGORIES.items()]


def fields_of_publishing(language: Language) -> list[tuple[str, str]]:
    """Return the fields in which publishing takes a certification, with their labels."""
    return [(field.value, words(row.words, language)) for field, row in FIELDS.items()]


def measures(language: Language, *, lasting: bool = False) -> list[tuple[str, str]]:
    """Return the measures with their labels; those that last only, if wanted."""
    return [
        (kind.value, words(row.words, language)) for kind, row in MEASURES.items() if not lasting or kind in _LASTING
    ]
