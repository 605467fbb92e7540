"""Group commit: the commands that arrive while one transaction commits are carried out together in the next.

Every commit waits for the disk; ten commands that share a transaction wait once. A command that is refused, in conflict
or repeated does not affect its neighbours; a group that fails as a whole is carried out one by one. Without load
nothing waits: a first command is carried out alone.

Only commands that concern one account and no holder are grouped. Registering, changing the holder, closing, overturning
and shortening lock more, and are carried out alone; so are screened commands, which may open a case.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import structlog
from sqlalchemy import Text, delete, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.accounts import commands
from ledger.accounts.commands import Executed, Request
from ledger.accounts.reviews import LOOKED_AT
from ledger.accounts.together import carry_out_together
from ledger.store import idempotency
from ledger.store.database import Database, DatabaseAwayError, DatabaseSlowError, Size
from ledger.store.idempotency import KeyReusedError
from ledger.store.statements import given
from ledger.streams.envelope import table
from models.accounts.commands import GROUPED
from models.tables import IDEMPOTENCY_KEYS

BEYOND_S: Final = 0.5
"""Seconds a command waits for its turn beyond the deadline of its transaction."""
MOST: Final = 64
"""Greatest number of commands in one transaction: enough to share the disk's time, few enough to keep waits short."""

log = structlog.get_logger("ledger")


@dataclass(frozen=True)
class _Waiting:
    request: Request
    answer: asyncio.Future[Executed]


class GroupCommit:
    """Group commit of the commands of one process."""

    def __init__(self, database: Database) -> None:
        table()
        self._database = database
        self._waiting: list[_Waiting] = []
        self._working: asyncio.Task[None] | None = None

    async def executed(self, request: Request) -> Executed:
        """Carry a command out as `ledger.accounts.commands.executed` does, together with others where that is possible.

        Raises:
            KeyReusedError: the idempotency key belongs to another request.
            VersionConflictError: the account is at another version than expected.
            DatabaseAwayError: PostgreSQL cannot be reached, or did not answer in time; then it is unknown whether the
                command was carried out.
            DatabaseSlowError: its turn did not come in time; it is not carried out.
        """
        if not isinstance(request.command, GROUPED) or (request.screen and isinstance(request.command, LOOKED_AT)):
            return await commands.executed(self._database, request)
        answer: asyncio.Future[Executed] = asyncio.get_running_loop().create_future()
        one = _Waiting(request, answer)
        self._waiting.append(one)
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work())
        try:
            async with asyncio.timeout(self._database.deadlines.of(Size.WORK) + BEYOND_S):
                # Cancelling one waiter must not cancel the batch.
                return await asyncio.shield(answer)
        except TimeoutError:
            if one in self._waiting:
                self._waiting.remove(one)
                raise DatabaseSlowError("the command's turn did not come in time: too many wait") from None
            raise DatabaseAwayError("the command was begun, but did not end in time") from None

    async def close(self) -> None:
        """Wait until the current group is carried out."""
        if self._working is not None:
            await asyncio.gather(self._working, return_exceptions=True)

    async def _work(self) -> None:
        while self._waiting:
            await self._arriving()
            group = self._next_group()
            try:
                await self._carry_out(group)
            except BaseException as error:
                for one in group:
                    _fail(one, DatabaseAwayError("the process ends"))
                if not isinstance(error, Exception):
                    raise
                log.exception("a group of commands failed", commands=len(group))

    async def _arriving(self) -> None:
        """Yield to the event loop, and again while other commands arrive: those of the same moment join the group."""
        seen = 0
        while seen < len(self._waiting) < MOST:
            seen = len(self._waiting)
            await asyncio.sleep(0)

    def _next_group(self) -> list[_Waiting]:
        """Take the oldest commands, one an account and one a key, so that the others see the result of these."""
        group: list[_Waiting] = []
        rest: list[_Waiting] = []
        taken: set[object] = set()
        for one in self._waiting:
            request = one.request
            names = {request.account, *([] if request.key is None else [(request.key.caller, request.key.key)])}
            if len(group) < MOST and taken.isdisjoint(names):
                group.append(one)
            else:
                rest.append(one)
            # A waiting command takes its names too: the next one for the same account must not overtake it.
            taken |= names
        self._waiting = rest
        return group

    async def _carry_out(self, group: Sequence[_Waiting]) -> None:
        if len(group) == 1:
            await self._alone(group[0])
            return
        try:
            answers = await self._together([one.request for one in group])
        except DatabaseAwayError as error:
            if isinstance(error, DatabaseSlowError):
                await self._one_by_one(group, error)
            else:
                self._give_up(error, *group)
        except Exception as error:  # one command may be the cause; nothing was done, so try each alone
            await self._one_by_one(group, error)
        else:
            for one, answer in zip(group, answers, strict=True):
                if isinstance(answer, Executed):
                    if not one.answer.done():
                        one.answer.set_result(answer)
                else:
                    _fail(one, answer)

    async def _one_by_one(self, group: Sequence[_Waiting], error: Exception) -> None:
        log.warning("commands are carried out one by one", commands=len(group), error=str(error))
        for one in group:
            await self._alone(one)

    def _give_up(self, error: DatabaseAwayError, *group: _Waiting) -> None:
        """Fail the commands of the group and those that have waited meanwhile: they need not wait as long again."""
        for one in (*group, *self._waiting):
            _fail(one, error)
        self._waiting = []

    async def _alone(self, one: _Waiting) -> None:
        try:
            done = await commands.executed(self._database, one.request)
        except DatabaseSlowError as error:
            _fail(one, error)
        except DatabaseAwayError as error:
            self._give_up(error, one)
        except Exception as error:
            _fail(one, error)
        else:
            if not one.answer.done():
                one.answer.set_result(done)

    async def _together(self, requests: Sequence[Request]) -> list[Executed | Exception]:
        """Return the result of each command, in their order; all is committed when this returns."""
        async with self._database.transaction() as connection:
            answers = await _answered_before(connection, requests)
            fresh = [place for place, answer in enumerate(answers) if answer is None]
            done = await carry_out_together(connection, [requests[place] for place in fresh])
            for place, answer in zip(fresh, done, strict=True):
                answers[place] = answer
            await _keep(connection, requests, answers, fresh)
        return [_given(answer) for answer in answers]


def _given(answer: Executed | Exception | None) -> Executed | Exception:
    if answer is None:
        raise AssertionError("every command has an answer")
    return answer


def _fail(one: _Waiting, error: Exception) -> None:
    if not one.answer.done():
        one.answer.set_exception(error)
        one.answer.exception()  # the waiter may have left; mark the exception as retrieved


async def _answered_before(
    connection: AsyncConnection, requests: Sequence[Request]
) -> list[Executed | Exception | None]:
    """Return the answers kept under the requests' keys; None where the key is claimed now, or there is no key.

    The keys are claimed in their sorted order, as in every process, so that no two groups wait for each other.
    """
    answers: list[Executed | Exception | None] = [None] * len(requests)
    keyed = [(request.key, place) for place, request in enumerate(requests) if request.key is not None]
    for key, place in sorted(keyed, key=lambda one: (one[0].caller, one[0].key)):
        try:
            given = await idempotency.claim(connection, key, requests[place].now)
        except KeyReusedError as error:
            answers[place] = error
        else:
            if given is not None:
                answers[place] = commands.replayed(given)
    return answers


_K: Final = IDEMPOTENCY_KEYS.c
_ANSWERED: Final = given(caller=("callers", Text()), key=("keys", Text()), answer=("answers", JSONB())).c
_KEEP: Final = (
    update(IDEMPOTENCY_KEYS)
    .where(_K.caller == _ANSWERED.caller, _K.key == _ANSWERED.key)
    .values(answer=_ANSWERED.answer)
)
_FAILED: Final = given(caller=("callers", Text()), key=("keys", Text())).c
_FORGET: Final = delete(IDEMPOTENCY_KEYS).where(_K.caller == _FAILED.caller, _K.key == _FAILED.key)


async def _keep(
    connection: AsyncConnection,
    requests: Sequence[Request],
    answers: Sequence[Executed | Exception | None],
    fresh: Sequence[int],
) -> None:
    """Keep the answers under the claimed keys; a failed command leaves its key free, as it would alone."""
    kept: list[tuple[str, str, str]] = []
    failed: list[tuple[str, str]] = []
    for place in fresh:
        key, answer = requests[place].key, answers[place]
        if key is None:
            continue
        if isinstance(answer, Executed):
            kept.append((key.caller, key.key, answer.receipt.model_dump_json()))
        else:
            failed.append((key.caller, key.key))
    if kept:
        callers, keys, written = (list(column) for column in zip(*kept, strict=True))
        await connection.execute(_KEEP, {"callers": callers, "keys": keys, "answers": written})
    if failed:
        callers, keys = (list(column) for column in zip(*failed, strict=True))
        await connection.execute(_FORGET, {"callers": callers, "keys": keys})
