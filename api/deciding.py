"""Decisions one by one and by the thousand: the same answers, with the standings taken from memory where they are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from api.asking import history_for, instant_asked, stale_standing, standing_for
from api.edge import Edge
from api.requests import Item, Misunderstood, PublishItem
from ledger.database import DatabaseAwayError
from models.base import Frozen
from models.gate import PublishVerdict
from models.names import AccountId
from models.privileges import PUBLISH, publish_in
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
        before = _from_before(edge, item)
        if before is None:
            raise
        answer = before
    else:
        answer = _answer(standing, item, at)
    edge.measures.verdict(answer.answer)
    return answer


async def all_decided(edge: Edge, items: Sequence[Item | Misunderstood]) -> tuple[Decided, ...]:
    """The answers to many items, in their order; one that cannot be answered does not spoil the others."""
    wanted: dict[str, int] = {}
    for item in items:
        if not isinstance(item, Misunderstood):
            wanted[item.account] = max(item.at_least_version, wanted.get(item.account, 0))
    try:
        together = _Together(edge, edge.clock(), await edge.snapshots.get_all(wanted))
    except DatabaseAwayError:
        together = _Together(edge, edge.clock(), edge.snapshots.all_at_hand(dict.fromkeys(wanted, 0)), away=True)
    answers = [item if isinstance(item, Misunderstood) else await together.decided(item) for item in items]
    given = Counter([answer.answer for answer in answers if isinstance(answer, Verdict | PublishVerdict)])
    for answer, count in given.items():
        edge.measures.verdict(answer, count)
    return tuple(answers)


def all_refused_for_now(answers: Sequence[Decided]) -> bool:
    """Whether the database is away and nothing at all could be decided without it."""
    understood = [answer for answer in answers if not isinstance(answer, Misunderstood)]
    return bool(understood) and all(map(is_away, understood))


def is_away(answer: Decided) -> bool:
    """Whether this is no answer, because the database cannot be reached."""
    return isinstance(answer, Unanswered) and answer.code == "database_away"


@dataclass
class _Together:
    """Many items at one instant, over standings that were read together."""

    edge: Edge
    now: datetime
    standings: Mapping[str, Standing]
    away: bool = False
    """Whether the database is; once is enough, ten thousand tries would take as many times the patience."""
    _pasts: dict[str, Standing] = field(default_factory=dict)

    async def decided(self, item: Item) -> Decided:
        standing = self.standings.get(item.account)
        if standing is None or standing.version < item.at_least_version:
            if self.away:
                return _from_before(self.edge, item) or _away(item)
            return UnknownAccount(account=item.account) if standing is None else _not_reached(standing, item)
        at = item.at or max(self.now, standing.as_of)
        if at < standing.as_of:
            past = await self._past(item.account)
            if past is None:
                return _away(item)
            standing = past
        return _answer(standing, item, at)

    async def _past(self, account: str) -> Standing | None:
        """The standing with its past; None while the database is away."""
        if account not in self._pasts and not self.away:
            try:
                self._pasts[account] = await history_for(self.edge, account)
            except DatabaseAwayError:
                self.away = True
        return self._pasts.get(account)


def _from_before(edge: Edge, item: Item) -> Verdict | PublishVerdict | None:
    """The answer from before the outage, with its age, if the platform allows it."""
    stale = stale_standing(edge, item.account, _privileges_of(item), at=item.at, at_least_version=item.at_least_version)
    if stale is None:
        return None
    standing, age_s = stale
    answer = _answer(standing, item, instant_asked(edge, standing, None))
    return answer.model_copy(update={"stale_s": round(age_s, 3)})


def _away(item: Item) -> Unanswered:
    return Unanswered(
        account=item.account, code="database_away", message="the database cannot be reached: ask again shortly"
    )


def _not_reached(standing: Standing, item: Item) -> Unanswered:
    return Unanswered(
        account=item.account,
        code="version_not_reached",
        message=f"the account is at version {standing.version}, {item.at_least_version} was asked for: ask again",
    )


def _answer(standing: Standing, item: Item, at: datetime) -> Verdict | PublishVerdict:
    if isinstance(item, PublishItem):
        return decide_publish(standing, item.draft, at)
    return verdict(standing, item.privilege, at)


def _privileges_of(item: Item) -> tuple[str, ...]:
    if isinstance(item, PublishItem):
        return (PUBLISH, *map(publish_in, item.draft.fields))
    return (item.privilege,)
