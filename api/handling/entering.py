"""Commands on records: idempotency key, expected version, execution, and the answer with the resulting state."""

from dataclasses import dataclass, replace
from typing import Annotated, Generic

from fastapi import Depends, Request
from starlette.responses import Response

from api.handling import answers
from api.handling.commanding import REPLAYED, fingerprint
from api.handling.fresh import asked_to_close, is_stale
from api.http.parameters import IdempotencyKey, IfMatch
from api.http.problems import ProblemError, refused
from api.state.app_state import AppState, app_state_of
from ledger.people import people
from ledger.people.callers import Caller
from ledger.store.idempotency import RequestKey
from ledger.streams import records
from ledger.streams.records import Act, Command, Decide, Entered
from models.base import Frozen
from models.records import B, Entry, S
from regulation.people import Persons
from regulation.records import RecordType


@dataclass(frozen=True)
class CommandHandling:
    """Command handling for one request on a record: caller, idempotency key and expected version."""

    app_state: AppState
    caller: Caller
    key: RequestKey | None
    expected_version: int | None

    async def execute(
        self,
        record_type: RecordType[B, S],
        record: str,
        decide: Decide[S, B],
        act: Act[B, S] | None = None,
        besides: object = None,
    ) -> Entered[B, S]:
        """Execute the command, with what `act` does and all reactions in the same transaction.

        Raises:
            ProblemError: when the rules of the record type refuse the command, a reaction refuses its consequence, or
                it takes a fresh sign-in.
        """
        may_close = not is_stale(self.app_state, self.caller)
        command = replace(self.command(record_type, record, decide, besides), may_close=may_close)
        with asked_to_close(self.app_state, self.caller):
            entered = await records.execute(self.app_state.database, command, act)
        for receipt in entered.receipts:
            self.app_state.snapshots.superseded(receipt.account, receipt.version)
        return unless_refused(entered)

    async def persons(self) -> Persons:
        """Return the directory of all persons: rules compare persons, not keys."""
        return await people.everybody(self.app_state.database)

    def command(
        self, record_type: RecordType[B, S], record: str, decide: Decide[S, B], besides: object = None
    ) -> Command[B, S]:
        """Return the ledger's command with caller, time, key, version and rulebook."""
        return Command(
            record_type,
            record,
            decide,
            actor=self.caller.actor,
            now=self.app_state.clock(),
            key=self.key,
            expected_version=self.expected_version,
            rulebook=self.app_state.rulebook,
            besides=besides,
        )


def unless_refused(entered: Entered[B, S]) -> Entered[B, S]:
    """Return the result of a command.

    Raises:
        ProblemError: it was refused.
    """
    if entered.refusal is not None:
        problem = refused(entered.refusal)
        if entered.replayed:
            problem.headers = {REPLAYED: "true"}
        raise problem
    return entered


def entered(
    found: Entered[B, S], *, status: int = 200, location: str | None = None, answer: Frozen | None = None
) -> Response:
    """Return the answer: the state, or the given view of it, with its version."""
    if found.state is None:
        raise AssertionError("a record with an entry has a state")
    headers = answers.versioned(found.version)
    if location is not None:
        headers["Location"] = location
    if found.replayed:
        headers[REPLAYED] = "true"
    return answers.json(answer or found.state, status, headers)


async def found_or_404(app_state: AppState, record_type: RecordType[B, S], record: str) -> "Found[B, S]":
    """Return a record with its history.

    Raises:
        ProblemError: when no record has this identifier.
    """
    entries = await records.entries_of(app_state.database, record_type, record)
    state = record_type.fold(entries)
    if state is None:
        raise ProblemError(f"unknown-{record_type.kind}", f"there is no {record_type.kind} {record}")
    return Found(state, tuple(entries))


@dataclass(frozen=True)
class Found(Generic[B, S]):
    """A record's state and the entries that led to it."""

    state: S
    entries: tuple[Entry[B], ...]


async def _command_handling(
    request: Request, idempotency_key: IdempotencyKey = None, if_match: IfMatch = None
) -> CommandHandling:
    app_state, caller = app_state_of(request), request.state.caller
    key = None
    if idempotency_key is not None:
        key = RequestKey(caller.id, idempotency_key, await fingerprint(await app_state.holder_key.proven(), request))
    return CommandHandling(app_state, caller, key, None if if_match is None else int(if_match.strip('"')))


WithCommandHandling = Annotated[CommandHandling, Depends(_command_handling)]
"""Dependency for a command on a record."""
