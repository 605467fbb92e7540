"""Commands on records: an idempotency key, the version the caller has seen, an entry, and an answer with the state."""

from dataclasses import dataclass
from typing import Annotated, Generic

from fastapi import Depends, Request
from starlette.responses import Response

from api.handling import answers
from api.handling.commanding import REPLAYED, fingerprint
from api.http.parameters import IdempotencyKey, IfMatch
from api.http.problems import ProblemError, refused
from api.state.app_state import AppState, app_state_of
from ledger.keys import Caller
from ledger.store.idempotency import RequestKey
from ledger.streams import records
from ledger.streams.records import Act, Command, Decide, Entered
from models.base import Frozen
from models.records import B, Entry, S
from regulation.records import RecordType


@dataclass(frozen=True)
class Entering:
    """A caller about to enter something in a record."""

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
        """Carry it out, with what `act` does besides in the same transaction, and with all that reacts to it.

        Raises:
            ProblemError: when the rules of the course refuse it, or what would follow.
        """
        command = self.command(record_type, record, decide, besides)
        entered = await records.execute(self.app_state.database, command, act)
        for receipt in entered.receipts:
            self.app_state.snapshots.superseded(receipt.account, receipt.version)
        return _unless_refused(entered)

    def command(
        self, record_type: RecordType[B, S], record: str, decide: Decide[S, B], besides: object = None
    ) -> Command[B, S]:
        """What the caller asks for, with everything that surrounds it."""
        return Command(
            record_type,
            record,
            decide,
            actor=self.caller.id,
            now=self.app_state.clock(),
            key=self.key,
            expected_version=self.expected_version,
            rulebook=self.app_state.rulebook,
            besides=besides,
        )


def _unless_refused(entered: Entered[B, S]) -> Entered[B, S]:
    if entered.refusal is not None:
        problem = refused(entered.refusal)
        if entered.replayed:
            problem.headers = {REPLAYED: "true"}
        raise problem
    return entered


def entered(
    found: Entered[B, S], *, status: int = 200, location: str | None = None, answer: Frozen | None = None
) -> Response:
    """The answer: the state, or what is shown of it, at its version."""
    if found.state is None:
        raise AssertionError("what was entered leaves a state")
    headers = answers.versioned(found.version)
    if location is not None:
        headers["Location"] = location
    if found.replayed:
        headers[REPLAYED] = "true"
    return answers.json(answer or found.state, status, headers)


async def found_or_404(app_state: AppState, record_type: RecordType[B, S], record: str) -> "Found[B, S]":
    """A record with its history.

    Raises:
        ProblemError: when there is none with this identifier.
    """
    entries = await records.entries_of(app_state.database, record_type, record)
    state = record_type.fold(entries)
    if state is None:
        raise ProblemError(f"unknown-{record_type.kind}", f"there is no {record_type.kind} {record}")
    return Found(state, tuple(entries))


@dataclass(frozen=True)
class Found(Generic[B, S]):
    """A record as it stands, and how it came to that."""

    state: S
    entries: tuple[Entry[B], ...]


async def _entering(request: Request, idempotency_key: IdempotencyKey = None, if_match: IfMatch = None) -> Entering:
    app_state, caller = app_state_of(request), request.state.caller
    key = None
    if idempotency_key is not None:
        key = RequestKey(caller.id, idempotency_key, await fingerprint(await app_state.holder_key.proven(), request))
    return Entering(app_state, caller, key, None if if_match is None else int(if_match.strip('"')))


EnteringNow = Annotated[Entering, Depends(_entering)]
"""For a command on a record."""
