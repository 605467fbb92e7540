"""Steps about rumours (article 6), and questions about their state."""

from collections.abc import Sequence
from typing import Literal

from documents.document import Place
from models.accounts.commands import Outcome
from models.base import Frozen
from models.instants import Instant
from models.names import AccountId
from models.records import RecordId
from models.rumours.rumours import (
    Accused,
    Claim,
    ContentIds,
    Corrected,
    Information,
    Opening,
    RumourField,
    RumourStatus,
    SearchTerm,
    ShortLink,
    Step,
)
from models.texts.incoming import Line
from regulation.articles.a06_rumours import CORRECTED_ZH
from regulation.rumours import rumours as rules
from regulation.rumours.rumours import DecideRumour

REASON = "scenario"


class RumourStep(Frozen):
    """Step about a rumour; each verb uses the fields that belong to it."""

    place: Place
    name: Literal[
        "rumour", "rumour_contents", "verify_rumour", "close_rumour", "correct_rumour", "reopen_rumour", "accuse"
    ]
    at: Instant
    id: RecordId
    claim: Claim = "?"
    field: RumourField = RumourField.OTHER
    terms: tuple[SearchTerm, ...] = ()
    contents: ContentIds = ()
    text: Line = "?"
    link: ShortLink = "https://www.piyao.org.cn/"
    making: tuple[AccountId, ...] = ()
    spreading: tuple[AccountId, ...] = ()
    other_than: tuple[RecordId, ...] = ()
    outcome: Outcome | None = None

    def decide(self, accounts: Sequence[Accused] = ()) -> DecideRumour:
        """Decision function of the step. Contents are added apart; `accounts` are the accused with their outcomes."""
        match self.name:
            case "rumour":
                return rules.open_rumour(self.opening())
            case "rumour_contents":
                return rules.find_contents(())
            case "verify_rumour":
                return rules.verify(Information(text_zh=self.text, link=self.link))
            case "close_rumour":
                return rules.close(REASON)
            case "correct_rumour":
                return rules.correct(Corrected(reason=REASON, statement_zh=CORRECTED_ZH))
            case "reopen_rumour":
                return rules.reopen(REASON)
            case "accuse":
                return rules.accuse(accounts, REASON)

    def opening(self) -> Opening:
        """Opening of the rumour."""
        return Opening(claim=self.claim, field=self.field, terms=self.terms)


class ExpectedRumour(Frozen):
    """Expected state of a rumour; a field that is None is not compared."""

    status: RumourStatus | None = None
    orders: frozenset[Step] | None = None
    """Steps whose orders are not answered yet."""


class AskRumour(Frozen):
    """Question about the state of a rumour."""

    place: Place
    at: Instant
    id: RecordId
    expected: ExpectedRumour
