"""Single and bulk decisions. Both give the same answers and use the standings in memory where available."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from api.gate.outcomes import (
    NOTHING_MORE,
    Decided,
    Unanswered,
    Unkept,
    Usual,
    all_kept,
    faults_of_knowledge,
    misunderstood,
    named,
    undecided,
    unknown_item,
)
from api.gate.questions import Asked, Item, Misunderstood, PublishItem, PublishQuestion, read_or_explained
from api.gate.recording import unfit
from api.handling.asking import history_for, instant_asked, stale_standing, standing_for
from api.http.problems import ProblemError
from api.http.turns import Turn
from api.state.answer_cache import Given, microseconds
from api.state.app_state import AppState
from ledger.people.callers import Caller
from ledger.store.database import DatabaseAwayError
from models.accounts.standing import Standing
from models.accounts.verdicts import Verdict
from models.gate.publishing import PublishVerdict
from models.instants import SHANGHAI
from models.words.privileges import PUBLISH, publish_in
from regulation.gate import decide_publish, is_plain
from regulation.standing.verdicts import verdict

AT_ONCE: Final = 100
"""Number of questions read together, with one database query for the standings that are not in memory: a millisecond of
work, three with the query.
"""


async def decided(app_state: AppState, item: Asked) -> Verdict | PublishVerdict:
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


async def all_given(
    app_state: AppState, sent: list[Any], caller: Caller, read: Read = read_or_explained, usual: Usual = NOTHING_MORE
) -> list[Given]:
    """Return the answers to many questions of one key, in their order and for one instant; `usual` says what holds for
    the items that do not say it themselves.

    An item that cannot be answered does not affect the others. The work is done in slices, between which other requests
    are served. `sent` is emptied item by item, since freeing the whole list at once would take longer than a slice.
    """
    together = _Together(app_state, app_state.clock(), caller, usual)
    given: list[Given] = []
    async with app_state.turns.turn(caller.id) as turn:
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
                    misunderstood(item)
                    if isinstance(item, Misunderstood)
                    else named(together.cached(item) or await together.given(item, len(given)), item.ref)
                )
            if together.unkept:
                async with turn.paused():
                    kept = await together.kept()
                for place, one in kept:
                    given[place] = one
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
    caller: Caller
    usual: Usual
    standings: dict[str, Standing] = field(default_factory=dict)
    away: bool = False
    """Whether the database is unavailable; it is tried once, as ten thousand tries would each wait for the timeout."""
    unkept: list[Unkept] = field(default_factory=list)
    """Answers of which a receipt must be stored before they are sent."""
    _pasts: dict[tuple[str, datetime | None], Standing] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._now_text = self.now.astimezone(SHANGHAI).isoformat()
        self._now = microseconds(self.now)
        self._plain = self.usual == NOTHING_MORE

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

    async def given(self, item: Item, place: int) -> Given:
        """Decide the item now and return its answer, which has this place among all; `unkept` has those of which a
        receipt is wanted.
        """
        if (fault := self._fault(item)) is not None:
            return misunderstood(fault)
        try:
            await _rumours_known(self.app_state, item)
        except DatabaseAwayError:
            answer: Decided = _away(item)
        else:
            answer = await self._decided(item)
        if not isinstance(answer, Verdict | PublishVerdict):
            return undecided(answer)
        text = answer.model_dump_json(by_alias=True)
        standing, question = self._asked(item), _lasting(item)
        if standing is not None and question is not None and standing.as_of <= self.now:
            self.app_state.answer_cache.keep(standing, question, answer, text)
        if self._recorded(item):
            if answer.stale_s is not None:
                return undecided(_away(item))
            self.unkept.append(Unkept(place, item, answer))
        return Given(answer.answer.value, text, answer.answer)

    async def kept(self) -> list[tuple[int, Given]]:
        """Store the receipts of the answers that wait for them, and return these with their places."""
        wanted, self.unkept = self.unkept, []
        return await all_kept(self.app_state, self.caller, wanted)

    def _asked(self, item: Item) -> Standing | None:
        """Return the standing that answers the item at this instant and with the knowledge of now; None if the item
        names another instant or version, or wants a receipt.
        """
        standing = self.standings.get(item.account)
        if standing is None or item.at is not None or standing.version < item.at_least_version:
            return None
        if self._plain and item.record is None and (isinstance(item, PublishItem) or item.as_of is None):
            return standing
        return None if self._recorded(item) or self._as_of(item) is not None else standing

    def _recorded(self, item: Item) -> bool:
        return self.usual.record if item.record is None else item.record

    def _as_of(self, item: Item) -> datetime | None:
        """Return the instant of knowledge of the item: its own, or that of the batch."""
        return self.usual.as_of if isinstance(item, PublishItem) else item.as_of or self.usual.as_of

    def _fault(self, item: Item) -> Misunderstood | None:
        """Return why the item cannot be answered as the single question could not be."""
        as_of = self._as_of(item)
        faults = faults_of_knowledge(self.app_state, self.caller, item, as_of) if as_of is not None else ()
        if not faults and self._recorded(item):
            faults = unfit(item, as_of)
        return Misunderstood(account=item.account, errors=faults) if faults else None

    async def _decided(self, item: Item) -> Decided:
        standing, as_of = self.standings.get(item.account), self._as_of(item)
        if standing is None or standing.version < item.at_least_version:
            if self.away:
                before = None if as_of is not None else _from_before(self.app_state, item)
                return before or _away(item)
            return unknown_item(item.account) if standing is None else _not_reached(standing, item)
        at = item.at or max(self.now, standing.as_of)
        if as_of is not None or at < standing.as_of:
            try:
                standing = await self._past(item.account, as_of)
            except ProblemError as problem:
                return unknown_item(item.account, problem)
            if standing is None:
                return _away(item)
            if as_of is not None:
                at = item.at or max(as_of, standing.as_of)
        return _answer(self.app_state, standing, item, at)

    async def _past(self, account: str, as_of: datetime | None) -> Standing | None:
        """Return the standing with its history; None while the database is unavailable.

        Raises:
            ProblemError: when nothing of the account was known at `as_of`.
        """
        if (account, as_of) not in self._pasts and not self.away:
            try:
                self._pasts[account, as_of] = await history_for(self.app_state, account, as_of=as_of)
            except DatabaseAwayError:
                self.away = True
        return self._pasts.get((account, as_of))


def _lasting(item: Item) -> str | None:
    """Return the cache key of a question whose answer depends on the standing alone; None for a draft that must be
    examined.
    """
    if isinstance(item, PublishQuestion):
        return "" if is_plain(item.draft) else None
    return item.privilege


def _from_before(app_state: AppState, item: Asked) -> Verdict | PublishVerdict | None:
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


async def _rumours_known(app_state: AppState, item: Asked) -> None:
    """Wait until a draft's text can be compared with the open rumours."""
    if isinstance(item, PublishQuestion) and item.draft.text:
        await app_state.rumours.ready()


def _answer(app_state: AppState, standing: Standing, item: Asked, at: datetime) -> Verdict | PublishVerdict:
    if isinstance(item, PublishQuestion):
        draft = item.draft
        # No database query: the open rumours are in memory.
        answer = decide_publish(standing, draft, at, app_state.rumours.repeated(draft, at) if draft.text else ())
        if answer.denies:
            app_state.measures.debunking(len(answer.denies))
        return answer
    return verdict(standing, item.privilege, at)


def _privileges_of(item: Asked) -> tuple[str, ...]:
    if isinstance(item, PublishQuestion):
        return (PUBLISH, *map(publish_in, item.draft.fields))
    return (item.privilege,)
