"""The steps about rumours (article 6): what happens to one, and how it must stand then."""

from collections.abc import Sequence
from typing import Literal

from documents.document import Place
from models.accounts.commands import Outcome
from models.base import Frozen
from models.instants import Instant
from models.names import AccountId
from models.records import DossierId
from models.rumours.rumours import (
    Accused,
    Claim,
    ContentIds,
    Corrected,
    Information,
    Opening,
    RumourField,
    SearchTerm,
    ShortLink,
    Status,
    Step,
)
from models.texts.incoming import Line
from regulation.articles.a06_rumours import CORRECTED_ZH
from regulation.rumours import rumours as rules
from regulation.rumours.rumours import Decide

REASON = "scenario"


class RumourStep(Frozen):
    """Something happens to a rumour; what is not said of it is not used."""

    place: Place
    name: Literal[
        "rumour", "rumour_contents", "verify_rumour", "close_rumour", "correct_rumour", "reopen_rumour", "accuse"
    ]
    at: Instant
    id: DossierId
    claim: Claim = "?"
    field: RumourField = RumourField.OTHER
    terms: tuple[SearchTerm, ...] = ()
    contents: ContentIds = ()
    text: Line = "?"
    link: ShortLink = "https://www.piyao.org.cn/"
    making: tuple[AccountId, ...] = ()
    spreading: tuple[AccountId, ...] = ()
    other_than: tuple[DossierId, ...] = ()
    outcome: Outcome | None = None

    def decide(self, accounts: Sequence[Accused] = ()) -> Decide:
        """The same as a person would ask for; contents come besides, accounts with what came of them."""
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
        """What a rumour is opened with."""
        return Opening(claim=self.claim, field=self.field, terms=self.terms)


class ExpectedRumour(Frozen):
    """How the rumour must stand; what is None is not compared."""

    status: Status | None = None
    orders: frozenset[Step] | None = None
    """The steps of which an order is not answered yet."""


class AskRumour(Frozen):
    """How does the rumour stand?"""

    place: Place
    at: Instant
    id: DossierId
    expected: ExpectedRumour
