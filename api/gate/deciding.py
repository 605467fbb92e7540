"""Single and bulk decisions. Both give the same answers and use the standings in memory where available."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal

from api.gate.questions import Item, Misunderstood, PublishItem, read_or_explained
from api.handling.asking import history_for, instant_asked, stale_standing, standing_for
from api.http.turns import Turn
from api.state.answer_cache import Given, microseconds
from api.state.app_state import AppState
from ledger.store.database import DatabaseAwayError
from models.accounts.standing import Standing
from models.accounts.verdicts import Verdict
from models.base import Frozen
from models.gate.publishing import PublishVerdict
from models.instants import SHANGHAI
from models.names import AccountId
from models.words.privileges import PUBLISH, publish_in
from regulation.gate import decide_publish, is_plain
from regulation.standing.verdicts import verdict

AT_ONCE: Final = 100
"""Number of questions read together, with one database query for the standings that are not in memory: a millisecond of
work, three with the query.
"""


class UnknownAccountReason(Frozen):
    """The reason of a refusal for an unregistered account."""

    code: Literal["unknown_account"] = "unknown_account"
    message: str = "there is no such account; register it first"


class UnknownAccount(Frozen):
    """The verdict on an unregistered account: every privilege is refused."""

    account: AccountId
    answer: Literal["refused"] = "refused"
    reasons: tuple[UnknownAccountReason, ...] = (UnknownAccountReason(),)
    version: int = 0


class Unanswered(Frozen):
    """An item that cannot be answered at present, with the reason; retry it."""

    account: AccountId
    answer: Literal["unavailable"] = "unavailable"
    code: Literal["version_not_reached", "database_away"]
    message: str


Decided = Verdict | PublishVerdict | UnknownAccount | Misunderstood | Unanswered


class BatchAnswer(Frozen):
    """The answers, in the order of the questions."""

    answers: tuple[Decided, ...]


async def decided(app_state: AppState, item: Item) -> Verdict | PublishVerdict:
    """Return the answer to one item.

    Raises:
        ProblemError: when there is no such account.
        VersionNotReachedError: when the ledger has not reached the version asked for.
        DatabaseAwayError: when the database is needed and unavailable, and the platform permits no stale standing.
    """
    await _rumours_known(app_state, item)
    try:
        standing, at = await standing_for(app_state, item.account, at=item.at, at_least_version=item.at_least_version)
    except DatabaseAwayError:
        before = _from_before(app_state, item)
        if before is None:
            raise
        answer = before
    else:
        answer = _answer(app_state, standing, item, at)
    app_state.measures.verdict(answer.answer)
    return answer


Read = Callable[[Any], Item | Misunderstood]


async def all_given(app_state: AppState, sent: list[Any], of: str, read: Read = read_or_explained) -> list[Given]:
    """Return the answers to many questions of one key, in their order and for one instant.

    An item that cannot be answered does not affect the others. The work is done in slices, between which other requests
    are served. `sent` is emptied item by item, since freeing the whole list at once would take longer than a slice.
    """
    together = _Together(app_state, app_state.clock(), {})
    given: list[Given] = []
    async with app_state.turns.turn(of) as turn:
        sent.reverse()
        while sent:
            start, items = len(given), list[Item | Misunderstood]()
            while sent and len(items) < AT_ONCE:
                if turn.over:
                    await turn.again()
                items.append(read(sent.pop()))
            await together.read(items, turn)
            for item in items:
                if turn.over:
                    await turn.again()
                given.append(
                    _misunderstood(item)
                    if isinstance(item, Misunderstood)
                    else together.cached(item) or await together.given(item)
                )
            for answer, count in Counter([one.verdict for one in given[start:]]).items():
                if answer is not None:
                    app_state.measures.verdict(answer, count)
    return given


def all_away(given: Sequence[Given]) -> bool:
    """Return whether the database is unavailable and no item could be decided without it."""
    understood = [one for one in given if one.answer != _INVALID]
    return bool(understood) and all(one.away for one in understood)


_INVALID: Final = Misunderstood(errors=()).answer


@dataclass
class _Together:
    """Answers to many items at one instant, over standings that were read together."""

    app_state: AppState
    now: datetime
    standings: dict[str, Standing]
    away: bool = False
    """Whether the database is unavailable; it is tried once, as ten thousand tries would each wait for the timeout."""
    _pasts: dict[str, Standing] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._now_text = self.now.astimezone(SHANGHAI).isoformat()
        self._now = microseconds(self.now)

    async def read(self, items: Sequence[Item | Misunderstood], turn: Turn) -> None:
        """Load the standings of the items' accounts; the turn is released during the database query."""
        wanted: dict[str, int] = {}
        for item in items:
            if not isinstance(item, Misunderstood):
                wanted[item.account] = max(item.at_least_version, wanted.get(item.account, 0))
        snapshots = self.app_state.snapshots
        if not self.away and snapshots.lacks(wanted):
            try:
                async with turn.paused():
                    self.standings |= await snapshots.get_all(wanted)
            except DatabaseAwayError:
                self.away = True
            else:
                return
        # A standing older than the version asked for gives no answer, but shows that the account exists.
        self.standings |= snapshots.all_at_hand(dict.fromkeys(wanted, 0) if self.away else wanted)

    def cached(self, item: Item) -> Given | None:
        """Return the cached answer, if any, without a decision or serialisation."""
        standing = self._asked(item)
        question = None if standing is None else _lasting(item)
        if standing is None or question is None:
            return None
        return self.app_state.answer_cache.given(standing, question, self._now, self._now_text)

    async def given(self, item: Item) -> Given:
        """Decide the item now and return its answer."""
        try:
            await _rumours_known(self.app_state, item)
        except DatabaseAwayError:
            answer: Decided = _away(item)
        else:
            answer = await self._decided(item)
        text = answer.model_dump_json(by_alias=True)
        if isinstance(answer, Verdict | PublishVerdict):
            standing, question = self._asked(item), _lasting(item)
            if standing is not None and question is not None and standing.as_of <= self.now:
                self.app_state.answer_cache.keep(standing, question, answer, text)
            return Given(answer.answer.value, text, answer.answer)
        return Given(answer.answer, text, away=isinstance(answer, Unanswered) and answer.code == "database_away")

    def _asked(self, item: Item) -> Standing | None:
        """Return the standing that answers the item at this instant; None if the item names another instant or
        version.
        """
        standing = self.standings.get(item.account)
        return None if standing is None or item.at is not None or standing.version < item.at_least_version else standing

    async def _decided(self, item: Item) -> Decided:
        standing = self.standings.get(item.account)
        if standing is None or standing.version < item.at_least_version:
            if self.away:
                return _from_before(self.app_state, item) or _away(item)
            return UnknownAccount(account=item.account) if standing is None else _not_reached(standing, item)
        at = item.at or max(self.now, standing.as_of)
        if at < standing.as_of:
            past = await self._past(item.account)
            if past is None:
                return _away(item)
            standing = past
        return _answer(self.app_state, standing, item, at)

    async def _past(self, account: str) -> Standing | None:
        """Return the standing with its history; None while the database is unavailable."""
        if account not in self._pasts and not self.away:
            try:
                self._pasts[account] = await history_for(self.app_state, account)
            except DatabaseAwayError:
                self.away = True
        return self._pasts.get(account)


def _lasting(item: Item) -> str | None:
    """Return the cache key of a question whose answer depends on the standing alone; None for a draft that must be
    examined.
    """
    if isinstance(item, PublishItem):
        return "" if is_plain(item.draft) else None
    return item.privilege


def _misunderstood(item: Misunderstood) -> Given:
    return Given(item.answer, item.model_dump_json(by_alias=True))


def _from_before(app_state: AppState, item: Item) -> Verdict | PublishVerdict | None:
    """Return the answer from before the outage, with its age, if the platform permits stale answers."""
    stale = stale_standing(
        app_state, item.account, _privileges_of(item), at=item.at, at_least_version=item.at_least_version
    )
    if stale is None:
        return None
    standing, age_s = stale
    answer = _answer(app_state, standing, item, instant_asked(app_state, standing, None))
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


async def _rumours_known(app_state: AppState, item: Item) -> None:
    """Wait until a draft's text can be compared with the open rumours."""
    if isinstance(item, PublishItem) and item.draft.text:
        await app_state.rumours.ready()


def _answer(app_state: AppState, standing: Standing, item: Item, at: datetime) -> Verdict | PublishVerdict:
    if isinstance(item, PublishItem):
        draft = item.draft
        # No database query: the open rumours are in memory.
        answer = decide_publish(standing, draft, at, app_state.rumours.repeated(draft, at) if draft.text else ())
        if answer.denies:
            app_state.measures.debunking(len(answer.denies))
        return answer
    return verdict(standing, item.privilege, at)


def _privileges_of(item: Item) -> tuple[str, ...]:
    if isinstance(item, PublishItem):
        return (PUBLISH, *map(publish_in, item.draft.fields))
    return (item.privilege,)
