"""Receipts: what was asked, what was answered and on which facts, kept so that it can be proved later."""

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


class ReceiptKind(StrEnum):
    """What was asked about: a privilege, or the publishing of a draft."""

    PRIVILEGE = "privilege"
    PUBLISH = "publish"


class PrivilegeQuestion(Frozen):
    """May the account do this?"""

    account: AccountId
    privilege: Privilege
    at: Instant | None = None
    """As it was sent; None when now was meant, which the answer names."""
    at_least_version: int = 0


class PublishQuestion(Frozen):
    """May the account publish this draft?"""

    account: AccountId
    draft: Draft
    """Without its text, of which the digest is kept."""
    at: Instant | None = None
    at_least_version: int = 0
    text_sha256: str | None = None
    repeated: tuple[Repeated, ...] = ()
    """The open rumours that the text repeated then: later others are open, and the answer stays what it was."""


Question = PrivilegeQuestion | PublishQuestion


class DecisionReceipt(Frozen):
    """An answer as it was given. Question and answer stay the JSON that was written, whatever later models look like,
    and what somebody may have made of them since.
    """

    id: str
    caller: str
    """The identifier of the API key that asked."""
    account: str
    kind: str
    version: int
    """The answer rests on the account's facts from 1 up to here."""
    head: str
    """Hash of the last of them, hexadecimal: it binds the receipt to the ledger's chain."""
    asked_at: Instant
    question: Any
    answer: Any
    hash: str
    """SHA-256 over everything above, hexadecimal."""


class Difference(Frozen):
    """A part of the answer that comes out otherwise today."""

    path: str
    stored: Any
    now: Any


class Reevaluation(Frozen):
    """The stored question, answered again from the stored facts."""

    reevaluated: Verdict | PublishVerdict | None
    """None when it cannot be answered again; `faults` says why."""
    same: bool
    """Whether it is the stored answer, and receipt and facts are as they were written."""
    differences: tuple[Difference, ...] = ()
    reworded: tuple[Difference, ...] = ()
    """Sentences that are worded otherwise today, and say the same: the receipt keeps the words that were told."""
    faults: tuple[str, ...] = ()
    """What is not as it was written: of the receipt, or of the facts."""
