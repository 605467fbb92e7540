"""Article 6: rumours about public policy, livelihood, emergencies and the like are promptly labelled; verified
information is pinned at the top of the search page for the rumour, and recommended so that it reaches more people.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from models.directives import Order
from models.gate import DistributionLimit, Label, LabelKind, PublishVerdict
from models.matching import Repeated
from models.privileges import BE_RECOMMENDED
from models.rumours import Information, Status, Step
from regulation.directives import ORDERS

ARTICLE: Final = 6

About = Literal["contents", "labelled", "terms", "pinned", "information", "recommended", "told"]
"""What there must be, or there is nothing to do."""


@dataclass(frozen=True)
class Row:
    """One row of the table of steps."""

    order: Order
    """What the platform is ordered to do for it; its deadline is the step's."""
    during: frozenset[Status]
    """While the rumour stands otherwise, orders for it are not given, and those not answered are called off."""
    about: frozenset[About]
    needs_information: bool = False
    """Whether somebody must first have said what is so: without it the step waits, and is late all the same."""


def _while(*statuses: Status) -> frozenset[Status]:
    return frozenset(statuses)


STEPS: Final[Mapping[Step, Row]] = {
    # A rumour that has run out is still one: what is found later is labelled too.
    Step.LABEL: Row(Order.LABEL_CONTENT, _while(Status.OPEN, Status.CLOSED), frozenset({"contents"})),
    Step.PIN: Row(Order.PIN_INFORMATION, _while(Status.OPEN), frozenset({"terms"}), needs_information=True),
    Step.RECOMMEND: Row(
        Order.RECOMMEND_DEBUNKING, _while(Status.OPEN), frozenset({"information"}), needs_information=True
    ),
    Step.MEASURE: Row(Order.REPORT_REACH, _while(Status.OPEN), frozenset({"recommended"})),
    Step.UNLABEL: Row(Order.UNLABEL_CONTENT, _while(Status.CORRECTED), frozenset({"labelled"})),
    Step.UNPIN: Row(Order.UNPIN_INFORMATION, _while(Status.CLOSED, Status.CORRECTED), frozenset({"pinned"})),
    # Who was told that it is not so is told that it is.
    Step.CORRECT: Row(Order.RECOMMEND_DEBUNKING, _while(Status.CORRECTED), frozenset({"told"})),
}
"""The steps in their order: what is ordered, while the rumour stands how, and what there must be for it."""

WORDS: Final[Mapping[Step, str]] = {
    Step.LABEL: "label the content",
    Step.PIN: "pin the verified information",
    Step.RECOMMEND: "recommend the debunking",
    Step.MEASURE: "measure the reach",
    Step.UNLABEL: "take the labels back",
    Step.UNPIN: "take the pinned information back",
    Step.CORRECT: "tell those who were told",
}

RUMOUR_ZH: Final = "谣言"
RUMOUR_EN: Final = "Rumour"
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


def due(step: Step, begun: datetime) -> datetime:
    """Until when a step should be carried out that could begin at the instant."""
    return begun + ORDERS[STEPS[step].order].due.at(begun)


def label_text(information: Information | None) -> tuple[str, str]:
    """What a label says, in Chinese and English: that it is a rumour, and what is so, as far as that is known."""
    if information is None:
        return f"{RUMOUR_ZH}：请勿轻信和传播", f"{RUMOUR_EN}: do not spread"
    english = information.text_en and f"{RUMOUR_EN}: {information.text_en}"
    return f"{RUMOUR_ZH}：{information.text_zh}"[:200], (english or RUMOUR_EN)[:200]


def labels(repeated: tuple[Repeated, ...]) -> tuple[Label, ...]:
    """What is shown beside a draft that repeats open rumours."""
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
    )


def repeated_in(answer: PublishVerdict) -> tuple[Repeated, ...]:
    """The rumours that a draft repeated, read off its labels."""
    return tuple(
        Repeated(rumour=label.rumour, label_zh=label.text_zh, label_en=label.text_en, link=label.link)
        for label in answer.labels
        if label.rumour is not None
    )


def limits(repeated: tuple[Repeated, ...]) -> tuple[DistributionLimit, ...]:
    """What repeats a rumour may be read where it stands, but is not spread."""
    return (NOT_SPREAD,) if repeated else ()
