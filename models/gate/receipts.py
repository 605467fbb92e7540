"""Receipts: question, answer and facts of a decision, stored as proof."""

from enum import StrEnum
from typing import Any

from models.accounts.verdicts import Verdict
from models.base import Frozen
from models.gate.drafts import Draft
from models.gate.publishing import PublishVerdict
from models.instants import Instant
from models.names import AccountId
from models.rumours.matching import Repeated
from models.words.privileges import Privilege
from models.words.scopes import ContentId


class ReceiptKind(StrEnum):
    """Kind of the question: a privilege, or the publishing of a draft."""

    PRIVILEGE = "privilege"
    PUBLISH = "publish"


class PrivilegeQuestion(Frozen):
    """Question whether the account has a privilege."""

    account: AccountId
    privilege: Privilege
    at: Instant | None = None
    """Instant as sent; None: the time of the question, which the answer names."""
    at_least_version: int = 0
    content: ContentId | None = None
    """The platform's identifier of the piece that it is about."""


class PublishQuestion(Frozen):
    """Question whether the account may publish a draft."""

    account: AccountId
    draft: Draft
    """Draft without its text, of which the digest is stored."""
    at: Instant | None = None
    at_least_version: int = 0
    content: ContentId | None = None
    text_sha256: str | None = None
    repeated: tuple[Repeated, ...] = ()
    """Open rumours that the text repeated at the time of the question: later changes of rumours do not alter the
    answer.
    """


Question = PrivilegeQuestion | PublishQuestion


class DecisionReceipt(Frozen):
    """Answer as it was given.

    Question and answer are kept as the JSON that was written, so that changes of the models do not alter them and
    tampering shows.
    """

    id: str
    caller: str
    """Identifier of the API key that asked."""
    account: str
    kind: str
    version: int
    """Version of the account's standing: the answer rests on its facts from 1 up to this number."""
    head: str
    """Hash of the last of these facts, hexadecimal: it binds the receipt to the ledger's chain."""
    asked_at: Instant
    question: Any
    answer: Any
    hash: str
    """SHA-256 over all preceding fields, hexadecimal."""


class Difference(Frozen):
    """Part of the answer that differs today."""

    path: str
    stored: Any
    now: Any


class Reevaluation(Frozen):
    """Result of answering the stored question again from the stored facts."""

    reevaluated: Verdict | PublishVerdict | None
    """New answer; None when there is none, and then `faults` has the reason."""
    same: bool
    """Whether the answers are equal, and receipt and facts are unaltered."""
    differences: tuple[Difference, ...] = ()
    reworded: tuple[Difference, ...] = ()
    """Sentences with the same meaning and other words today: the receipt keeps the original words."""
    faults: tuple[str, ...] = ()
    """Alterations of the receipt or of the facts."""
