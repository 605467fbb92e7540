"""Article 4: the account answers for what it publishes; its name is shown, never an anonymous stand-in."""

from typing import Final

from models.accounts.standing import Standing
from models.gate.drafts import Draft
from models.gate.publishing import GateReason
from models.words.violations import Category

ARTICLE: Final = 4

_ANONYMOUS: Final = GateReason(
    article=ARTICLE,
    code=Category.ANONYMOUS_PUBLISHING,
    where="anonymous",
    until="never",
    message="the draft hides the account's name",
    message_zh="发布时隐去了账号名称",
    lifted_by="publishing under the account's name",
    lifted_by_zh="以账号名称发布",
)


def lacking(draft: Draft) -> tuple[GateReason, ...]:
    """Reason when the draft hides the account's name; none otherwise."""
    return (_ANONYMOUS,) if draft.anonymous else ()


def name_shown(standing: Standing) -> str:
    """Name to show on the publishing page."""
    return standing.name
