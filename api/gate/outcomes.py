"""Outcomes of the items of a batch, and their form: a verdict, an unknown account, an item that cannot be answered.

Each has the item's `ref`. It is written before the serialised answer, so that the cached answers serve every `ref`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Final, Literal, NamedTuple

import msgspec
from pydantic import Field, computed_field

from api.gate.questions import Item, Misunderstood, PublishItem
from api.gate.recording import completed, question_of
from api.http.authentication import require_part
from api.http.problems import Fault, ProblemError, unknown_account
from api.state.answer_cache import Given
from api.state.app_state import AppState
from ledger import receipts
from ledger.people.callers import Caller
from ledger.store.clock import ClockDiffersError
from ledger.store.database import DatabaseAwayError
from models.accounts.verdicts import Verdict
from models.base import Frozen
from models.gate.publishing import PublishVerdict
from models.names import AccountId
from regulation.words.sentences.chinese import in_chinese

Own = Annotated[str | None, Field(description="The item's `ref`; left out if it has none.")]


class Usual(NamedTuple):
    """What holds for the items of a batch that do not say it themselves."""

    as_of: datetime | None = None
    record: bool = False


NOTHING_MORE: Final = Usual()


class ReceiptOf(Frozen):
    """The receipt of an answer, as the headers of a single answer name it."""

    id: str
    hash: Annotated[
        str, Field(description="SHA-256 of the receipt, hexadecimal. Keep it to verify that the receipt is unchanged.")
    ]


Receipt = Annotated[ReceiptOf | None, Field(description="Left out unless the item was recorded.")]


class BatchVerdict(Verdict):
    """The verdict on an item that asks about a privilege."""

    ref: Own = None
    receipt: Receipt = None


class BatchPublishVerdict(PublishVerdict):
    """The verdict on an item that asks about a draft."""

    ref: Own = None
    receipt: Receipt = None


class UnknownAccountReason(Frozen):
    """The reason of a refusal for an unregistered account."""

    code: Literal["unknown_account"] = "unknown_account"
    type: Literal["urn:standing:problem:unknown-account"] = "urn:standing:problem:unknown-account"
    message: str
    message_zh: str
    lifted_by: str = "its registration"
    lifted_by_zh: str = "账号注册"


class UnknownAccount(Frozen):
    """The verdict on an account that does not exist, or was unknown at `as_of`: every privilege is refused."""

    ref: Own = None
    account: AccountId
    answer: Literal["refused"] = "refused"
    reasons: tuple[UnknownAccountReason, ...]
    version: int = 0


class Unanswered(Frozen):
    """An item that cannot be answered at present, with the reason; retry it."""

    ref: Own = None
    account: AccountId
    answer: Literal["unavailable"] = "unavailable"
    code: Literal["version_not_reached", "database_away", "host_clock_differs"]
    message: str

    @computed_field
    def message_zh(self) -> str:
        """The message in Chinese."""
        return in_chinese(self.message, "暂时无法回答，请重试")


Undecided = UnknownAccount | Unanswered
Decided = Verdict | PublishVerdict | Undecided


class BatchAnswer(Frozen):
    """The answers, in the order of the questions."""

    answers: tuple[BatchVerdict | BatchPublishVerdict | UnknownAccount | Misunderstood | Unanswered, ...]


class Unkept(NamedTuple):
    """An answer of which a receipt must be stored before it is sent, with its place among all."""

    place: int
    item: Item
    answer: Verdict | PublishVerdict


def unknown_item(account: str, problem: ProblemError | None = None) -> UnknownAccount:
    """Return the verdict on an unknown account, in the words of the problem with which a single question ends."""
    said = problem or unknown_account(account)
    return UnknownAccount(
        account=account, reasons=(UnknownAccountReason(message=said.detail, message_zh=said.detail_zh),)
    )


def faults_of_knowledge(app_state: AppState, caller: Caller, item: Item, as_of: datetime) -> tuple[Fault, ...]:
    """Return why the item cannot be answered with the knowledge of that instant."""
    if isinstance(item, PublishItem):
        return (Fault(path="as_of", message=NOT_FOR_DRAFTS),)
    try:
        require_part(caller, "ask_decision.as_of")
    except ProblemError as problem:
        return (Fault(path="as_of", message=problem.detail),)
    return () if as_of <= app_state.latest() else (Fault(path="as_of", message=IN_FUTURE),)


NOT_FOR_DRAFTS: Final = "is not for drafts: they are decided with the rumours and rules known now"
IN_FUTURE: Final = "lies in the future: omit it for current knowledge, or name a past time"


async def all_kept(app_state: AppState, caller: Caller, wanted: Sequence[Unkept]) -> list[tuple[int, Given]]:
    """Store the receipts of answers, and return each answer with its receipt and its place."""
    answered = [receipts.Answered(completed(question_of(item), answer), answer) for _, item, answer in wanted]
    try:
        kept = await receipts.keep_all(app_state.database, answered, caller=caller.id, asked_at=app_state.clock())
    except DatabaseAwayError:
        return [(place, named(undecided(_unkept(item, "database_away")), item.ref)) for place, item, _ in wanted]
    except ClockDiffersError:
        return [(place, named(undecided(_unkept(item, "host_clock_differs")), item.ref)) for place, item, _ in wanted]
    found: list[tuple[int, Given]] = []
    for (place, item, answer), receipt in zip(wanted, kept, strict=True):
        if receipt is None:
            given = undecided(_unkept(item, "version_not_reached"))
        else:
            before = f'{{"receipt":{{"id":"{receipt.id}","hash":"{receipt.hash}"}},'
            given = Given(answer.answer.value, before + answer.model_dump_json(by_alias=True)[1:], answer.answer)
        found.append((place, named(given, item.ref)))
    return found


_UNKEPT: Final = {
    "database_away": "the receipt cannot be stored, as the database cannot be reached: ask again shortly",
    "host_clock_differs": "no receipt can be stored while this host's clock is wrong: ask another host",
    "version_not_reached": "no receipt can be stored, as the ledger has not reached the account's version: ask again",
}


def _unkept(item: Item, code: Literal["version_not_reached", "database_away", "host_clock_differs"]) -> Unanswered:
    return Unanswered(account=item.account, code=code, message=_UNKEPT[code])


def named(given: Given, ref: str | None) -> Given:
    """Return the answer with the item's `ref`."""
    if ref is None:
        return given
    return given._replace(text=f'{{"ref":{msgspec.json.encode(ref).decode()},{given.text[1:]}')


def misunderstood(item: Misunderstood) -> Given:
    """Return the form of an item that was not understood; it has its `ref` already."""
    left_out = {name for name in ("ref", "account") if getattr(item, name) is None}
    return Given(item.answer, item.model_dump_json(by_alias=True, exclude=left_out))


def undecided(answer: Undecided) -> Given:
    """Return the form of an answer that is no verdict."""
    away = isinstance(answer, Unanswered) and answer.code == "database_away"
    return Given(answer.answer, answer.model_dump_json(by_alias=True, exclude={"ref"}), away=away)
