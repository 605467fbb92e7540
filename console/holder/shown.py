"""What the templates show of a status, in one language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from console.texts.languages import N_, Code
from models.accounts.verdicts import Never
from models.sanctions.holder_status import HolderPrivilege, HolderReason, HolderStatus
from models.sanctions.statements import AppealStated, Statement
from regulation.reports.words import APPEAL
from regulation.words.restrictions import AccountStatus

_LABELLED: Final = re.compile(r"([^：:]{1,12}(?:：|: ))(.+)")
"""Line of a statement: a label, and what it labels."""

TONES: Final = {AccountStatus.ACTIVE.value: "good", AccountStatus.HELD.value: "wait"}
"""Tones of states in colour; all others are bad news."""

WAITING: Final = N_("under review")
NOT_NEEDED: Final = N_("not needed any more")


@dataclass(frozen=True)
class ShownReason:
    """A reason in one language."""

    text: str
    lifted_by: str
    statement: str | None
    of_earlier_holder: bool
    other_account: str | None


@dataclass(frozen=True)
class ShownPrivilege:
    """A privilege in one language."""

    name: str
    open: bool
    until: datetime | Never | None
    reasons: tuple[ShownReason, ...]


@dataclass(frozen=True)
class ShownAppeal:
    """State of an appeal: a word (an English msgid), a tone, the outcome's reason."""

    word: str
    tone: str
    case: str
    decided_at: datetime | None
    reason: str


@dataclass(frozen=True)
class ShownStatement:
    """A statement of reasons in one language."""

    id: str
    decided_at: datetime
    measures: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]
    """Label and text of each line; the label may be empty."""
    stands: bool
    appeal: ShownAppeal | None
    appeal_until: datetime | None
    """Until when it can be appealed against; None when it cannot."""


@dataclass(frozen=True)
class Shown:
    """A status in one language."""

    account: str
    name: str
    status: str
    tone: str
    at: datetime
    closed: tuple[ShownPrivilege, ...]
    open: tuple[ShownPrivilege, ...]
    statements: tuple[ShownStatement, ...]

    def statement(self, action: str) -> ShownStatement | None:
        """Return the statement of an action; None where there is none."""
        return next((one for one in self.statements if one.id == action), None)


def shown_in(code: Code, found: HolderStatus) -> Shown:
    """Return the status in a language."""
    rows = [_privilege(code, one) for one in found.privileges]
    return Shown(
        account=found.account,
        name=found.name,
        status=found.status_zh if code == "zh" else _sentence(found.status_en),
        tone=TONES.get(found.status, "bad"),
        at=found.at,
        closed=tuple(row for row in rows if not row.open),
        open=tuple(row for row in rows if row.open),
        statements=tuple(_statement(code, one) for one in found.statements),
    )


def _privilege(code: Code, row: HolderPrivilege) -> ShownPrivilege:
    return ShownPrivilege(
        name=row.zh if code == "zh" else _sentence(row.en),
        open=row.open,
        until=row.until,
        reasons=tuple(_reason(code, one) for one in row.reasons),
    )


def _reason(code: Code, reason: HolderReason) -> ShownReason:
    return ShownReason(
        text=reason.zh if code == "zh" else _sentence(reason.en),
        lifted_by=reason.lifted_by_zh if code == "zh" else reason.lifted_by_en,
        statement=reason.statement,
        of_earlier_holder=reason.of_earlier_holder,
        other_account=None if reason.origin is None else reason.origin.account,
    )


def _statement(code: Code, said: Statement) -> ShownStatement:
    appeal = said.appeal
    return ShownStatement(
        id=said.id,
        decided_at=said.decided_at,
        measures=tuple(one.zh if code == "zh" else _sentence(one.en) for one in said.measures),
        lines=tuple(_lines(said.zh if code == "zh" else said.en)),
        stands=said.overturned_at is None,
        appeal=None if appeal is None else _appeal(code, appeal),
        appeal_until=appeal.until if appeal is not None and appeal.open else None,
    )


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Lines of a statement with their labels apart; the first, its heading, has none."""
    for number, line in enumerate(text.split("\n")):
        labelled = None if number == 0 else _LABELLED.fullmatch(line)
        yield ("", line) if labelled is None else (labelled[1], labelled[2])


_OUTCOME_TONES: Final = {"overturned": "good", "reduced": "good", "upheld": "quiet"}


def _appeal(code: Code, appeal: AppealStated) -> ShownAppeal | None:
    if appeal.case is None:
        return None
    if appeal.outcome is None:
        waits = appeal.status != "withdrawn"
        return ShownAppeal(WAITING if waits else NOT_NEEDED, "wait" if waits else "quiet", appeal.case, None, "")
    words = next((words for status, words in APPEAL.items() if status.value == appeal.outcome), None)
    word = appeal.outcome if words is None else words.zh if code == "zh" else words.en
    return ShownAppeal(word, _OUTCOME_TONES.get(appeal.outcome, "quiet"), appeal.case, appeal.decided_at, appeal.reason)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
