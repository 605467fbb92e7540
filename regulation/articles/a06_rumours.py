"""Article 6: rumours about public policy, livelihood, emergencies and the like are promptly labelled; verified
information is pinned at the top of the search page for the rumour, and recommended so that it reaches more people.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from unicodedata import category

from models.directives import Order
from models.gate.publishing import DistributionLimit, Label, LabelKind, PublishVerdict
from models.rumours.matching import Repeated
from models.rumours.rumours import Opening, RumourStatus, Step
from models.words.privileges import BE_RECOMMENDED
from models.words.stances import Stance
from regulation.directives import ORDERS

ARTICLE: Final = 6


@dataclass(frozen=True)
class StepRow:
    """One row of the table of steps."""

    order: Order
    """Order given to the platform for the step; its deadline is the step's."""
    during: frozenset[RumourStatus]
    """Statuses of the rumour in which the step applies; in any other no orders are given, and unanswered ones are
    withdrawn.
    """
    needs_information: bool = False
    """Whether the step needs verified information: without it the step waits, and becomes late all the same."""


def _while(*statuses: RumourStatus) -> frozenset[RumourStatus]:
    return frozenset(statuses)


STEPS: Final[Mapping[Step, StepRow]] = {
    # A closed rumour is still a rumour: content found later is labelled too.
    Step.LABEL: StepRow(Order.LABEL_CONTENT, _while(RumourStatus.OPEN, RumourStatus.CLOSED)),
    Step.PIN: StepRow(Order.PIN_INFORMATION, _while(RumourStatus.OPEN), needs_information=True),
    Step.RECOMMEND: StepRow(Order.RECOMMEND_DEBUNKING, _while(RumourStatus.OPEN), needs_information=True),
    Step.MEASURE: StepRow(Order.REPORT_REACH, _while(RumourStatus.OPEN)),
    Step.UNLABEL: StepRow(Order.UNLABEL_CONTENT, _while(RumourStatus.CORRECTED)),
    Step.UNPIN: StepRow(Order.UNPIN_INFORMATION, _while(RumourStatus.CLOSED, RumourStatus.CORRECTED)),
    # Users who saw the debunking are shown a correction.
    Step.CORRECT: StepRow(Order.RECOMMEND_DEBUNKING, _while(RumourStatus.CORRECTED)),
}
"""Steps in their order: the order of each, and the statuses of the rumour in which it applies."""

WORDS: Final[Mapping[Step, str]] = {
    Step.LABEL: "label the content",
    Step.PIN: "pin the verified information",
    Step.RECOMMEND: "recommend the debunking",
    Step.MEASURE: "measure the reach",
    Step.UNLABEL: "take the labels back",
    Step.UNPIN: "take the pinned information back",
    Step.CORRECT: "send the correction to those who saw the debunking",
}

LABEL_ZH: Final = "谣言：“{claim}”。{beside}"
LABEL_EN: Final = "Rumour: “{claim}”. {beside}"
REFUTED_ZH: Final = "辟谣：{information}"
REFUTED_EN: Final = "Debunked: {information}"
UNREFUTED_ZH: Final = "请勿轻信和传播"
UNREFUTED_EN: Final = "Do not believe or spread it"
"""Refutation without verified information. A label names the claim as a rumour, and beside it the verified information
as its refutation, once there is some (reading 15).
"""
LONGEST_CLAIM: Final = 160
"""Most characters of a claim in a label. The verified information is never cut."""

CORRECTED_ZH: Final = "此前标注为谣言的信息经核实属实，标签已撤销"
CORRECTED_EN: Final = "This was labelled a rumour; it is verified to be true, and the label was taken back"

NOT_SPREAD: Final = DistributionLimit(
    article=ARTICLE,
    code=LabelKind.RUMOUR,
    privilege=BE_RECOMMENDED,
    until="never",
    message="what repeats a rumour is not recommended",
    message_zh="涉谣言内容不予推荐",
)


_WITHIN: Final = {"“": "‘", "”": "’"}
_ENDS: Final = " 。！!.；;，,"


def due(step: Step, begun: datetime) -> datetime:
    """Due time of a step that could begin at the instant."""
    return begun + ORDERS[STEPS[step].order].due.at(begun)


def label_text(opening: Opening) -> tuple[str, str]:
    """Text of a rumour's label, in Chinese and English: the claim as the rumour, and its refutation."""
    claim_zh, claim_en = _quoted(opening.claim), _quoted(opening.claim_en or opening.claim)
    information = opening.information
    if information is None:
        beside_zh, beside_en = UNREFUTED_ZH, UNREFUTED_EN
    else:
        beside_zh = REFUTED_ZH.format(information=information.text_zh)
        beside_en = REFUTED_EN.format(information=information.text_en or information.text_zh)
    return LABEL_ZH.format(claim=claim_zh, beside=beside_zh), LABEL_EN.format(claim=claim_en, beside=beside_en)


def _quoted(claim: str) -> str:
    """Claim between quotation marks: one line of bounded length, without invisible characters."""
    shown = "".join(" " if category(each)[0] in "CZ" else _WITHIN.get(each, each) for each in claim)
    line = " ".join(shown.split()).strip(_ENDS)
    return line if len(line) <= LONGEST_CLAIM else f"{line[: LONGEST_CLAIM - 1]}…"


def labels(repeated: tuple[Repeated, ...]) -> tuple[Label, ...]:
    """Labels beside a draft that repeats open rumours, or asks about them; a denial has no label."""
    return tuple(
        Label(
            kind=LabelKind.RUMOUR,
            article=ARTICLE,
            where="text",
            text_zh=one.label_zh,
            text_en=one.label_en,
            prominent=True,
            link=one.link,
            rumour=one.rumour,
        )
        for one in repeated
        if one.stance is not Stance.DENIES
    )


def denied(repeated: tuple[Repeated, ...]) -> tuple[str, ...] | None:
    """Rumours that a draft denies; None when there are none."""
    return tuple(one.rumour for one in repeated if one.stance is Stance.DENIES) or None


def repeated_in(answer: PublishVerdict, stance: Stance | None) -> tuple[Repeated, ...]:
    """Rumours that a draft repeated or denied, read from its verdict; `stance` is the draft's own statement."""
    shown = (
        Repeated(
            rumour=label.rumour,
            label_zh=label.text_zh,
            label_en=label.text_en,
            link=label.link,
            stance=stance or Stance.REPEATS,
        )
        for label in answer.labels
        if label.rumour is not None
    )
    not_shown = (
        Repeated(rumour=rumour, label_zh="", label_en="", stance=Stance.DENIES) for rumour in answer.denies or ()
    )
    return (*shown, *not_shown)


def limits(repeated: tuple[Repeated, ...]) -> tuple[DistributionLimit, ...]:
    """Limits of content that repeats a rumour: it may be published, but is not recommended."""
    return (NOT_SPREAD,) if any(one.stance is Stance.REPEATS for one in repeated) else ()
