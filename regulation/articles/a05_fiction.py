"""Article 5: fiction and dramatisation are prominently labelled; disputed information is labelled and its spread
limited.
"""

from typing import Final

from models.gate.drafts import Draft
from models.gate.publishing import DistributionLimit, GateReason, Label, LabelKind
from models.words.privileges import BE_RECOMMENDED
from models.words.violations import Category

ARTICLE: Final = 5

_UNLABELLED: Final = GateReason(
    article=ARTICLE,
    code=Category.UNLABELLED_FICTION,
    where="fiction_label",
    until="never",
    message="fiction or dramatisation does not carry its label",
    message_zh="含有虚构情节或剧情演绎的内容未作标记",
    lifted_by="the fiction label",
    lifted_by_zh="标记为虚构或演绎",
)

FICTION: Final = Label(
    kind=LabelKind.FICTION,
    article=ARTICLE,
    where="fictional",
    text_zh="虚构内容，剧情演绎",
    text_en="Fiction or dramatisation",
    prominent=True,
)

DISPUTED: Final = Label(
    kind=LabelKind.DISPUTED,
    article=ARTICLE,
    where="disputed",
    text_zh="内容存在争议，请注意甄别",
    text_en="Disputed information",
)

NOT_SPREAD: Final = DistributionLimit(
    article=ARTICLE,
    code=LabelKind.DISPUTED,
    privilege=BE_RECOMMENDED,
    until="never",
    message="disputed information is not recommended",
    message_zh="存在争议的内容不予推荐",
)


def lacking(draft: Draft) -> tuple[GateReason, ...]:
    """Reason when fiction lacks its label; none otherwise."""
    return (_UNLABELLED,) if draft.fictional and not draft.fiction_label else ()


def labels(draft: Draft) -> tuple[Label, ...]:
    """Labels beside a draft that lacks nothing."""
    if draft.fictional:
        return (FICTION, DISPUTED) if draft.disputed else (FICTION,)
    return (DISPUTED,) if draft.disputed else ()


def limits(draft: Draft) -> tuple[DistributionLimit, ...]:
    """Limits of disputed information: it may be published, but is not recommended."""
    return (NOT_SPREAD,) if draft.disputed else ()
