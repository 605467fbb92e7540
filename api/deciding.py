"""Decisions one by one and by the thousand: the same answers, with the standings taken from memory where they are."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from api.asking import history_for, instant_asked, stale_standing, standing_for
from api.edge import Edge
from api.requests import Item, Misunderstood, PublishBody
from ledger.database import DatabaseAwayError
from models.base import Frozen
from models.gate import PublishVerdict
from models.names import AccountId
from models.privileges import PUBLISH
from models.standing import Standing
from models.verdicts import Verdict
from regulation.gate import decide_publish
from regulation.verdicts import verdict


class UnknownAccountReason(Frozen):
    """There is no such account."""

    code: Literal["unknown_account"] = "unknown_account"
    message: str = "there is no such account; register it first"


class UnknownAccount(Frozen):
    """The verdict on an account that nobody has registered: it may do nothing."""

    account: AccountId
    answer: Literal["refused"] = "refused"
    reasons: tuple[UnknownAccountReason, ...] = (UnknownAccountReason(),)
    version: int = 0


class Unanswered(Frozen):
    """An item that cannot be answered now, and why; ask again."""

    account: AccountId
    answer: Literal["unavailable"] = "unavailable"
    code: Literal["version_not_reached", "database_away"]
    message: str


Decided = Verdict | PublishVerdict | UnknownAccount | Misunderstood | Unanswered


class BatchAnswer(Frozen):
    """The answers, in the order of the questions."""

    answers: tuple[Decided, ...]


async def decided(edge: Edge, item: Item) -> Verdict | PublishVerdict:
    """The answer to one item.

    Raises:
        ProblemError: when there is no such account.
        VersionNotReachedError: when the ledger is not at the version asked for.
        DatabaseAwayError: when it takes the database, that is away, and the platform allows no older standing.
    """
    try:
        standing, at = await standing_for(edge, item.account, at=item.at, at_least_version=item.at_least_version)
    except DatabaseAwayError:
        stale = stale_standing(edge, item.account, _privilege_of(item), item.at)
        if stale is None or stale[0].version < item.at_least_version:
            raise
        standing, age_s = stale
        answer = _answer(edge, standing, item, instant_asked(edge, standing, None))
        return answer.model_copy(update={"stale_s": round(age_s, 3)})
    return _answer(edge, standing, item, at)


async def all_decided(edge: Edge, items: Sequence[Item | Misunderstood]) -> tuple[Decided, ...]:
    """The answers to many items, in their order; one that cannot be answered does not spoil the others."""
    now = edge.clock()
    asked = {item.account for item in items if not isinstance(item, Misunderstood)}
    try:
        standings = await edge.snapshots.get_all(asked)
    except DatabaseAwayError:
        return tuple([await _while_away(edge, item) for item in items])
    answers: list[Decided] = []
    for item in items:
        if isinstance(item, Misunderstood):
            answers.append(item)
            continue
        standing = standings.get(item.account)
        if standing is not None and standing.version < item.at_least_version:
            standing = await edge.snapshots.get(item.account)
        if standing is None:
            answers.append(UnknownAccount(account=item.account))
        elif standing.version < item.at_least_version:
            answers.append(_not_reached(standing, item))
        else:
            at = item.at or max(now, standing.as_of)
            if at < standing.as_of:
                standing = await history_for(edge, item.account)
            answers.append(_answer(edge, standing, item, at))
    return tuple(answers)


async def _while_away(edge: Edge, item: Item | Misunderstood) -> Decided:
    if isinstance(item, Misunderstood):
        return item
    try:
        return await decided(edge, item)
    except DatabaseAwayError:
        return Unanswered(
            account=item.account, code="database_away", message="the database cannot be reached: ask again shortly"
        )


def _not_reached(standing: Standing, item: Item) -> Unanswered:
    return Unanswered(
        account=item.account,
        code="version_not_reached",
        message=f"the account is at version {standing.version}, {item.at_least_version} was asked for: ask again",
    )


def _answer(edge: Edge, standing: Standing, item: Item, at: datetime) -> Verdict | PublishVerdict:
    if isinstance(item, PublishBody):
        published = decide_publish(standing, item.draft, at)
        edge.measures.gate(published.answer)
        return published
    answer = verdict(standing, item.privilege, at)
    edge.measures.verdict(answer.answer)
    return answer


def _privilege_of(item: Item) -> str:
    return PUBLISH if isinstance(item, PublishBody) else item.privilege
