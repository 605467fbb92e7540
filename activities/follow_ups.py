"""`follow_up`: the activity that records a record's due steps (reminders, escalations, orders).

`FOLLOW_UPS` has a row for each kind that is followed up. Temporal knows the activity by one name for each kind
(`follow_up_case`, …): operators see the kind in the history, and recorded histories and activities scheduled by earlier
versions keep their names.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic

from temporalio import activity

from activities.due import in_time, unless_ahead
from activities.messages import RecordDue, RecordFound
from ledger.cases import deferring
from ledger.followers import cleanups
from ledger.store.database import Database
from ledger.streams import records
from ledger.streams.records import Act, Command, Decide
from models.records import B, S
from regulation import directives
from regulation.cases import cases
from regulation.cases.reducer import CASE
from regulation.directives import DIRECTIVE
from regulation.followers import cleanups as cleanup_rules
from regulation.followers.reducer import CLEANUP
from regulation.records import RecordType
from regulation.rumours import rumours
from regulation.rumours.reducer import RUMOUR


@dataclass(frozen=True)
class FollowUp(Generic[B, S]):
    """Rules for the follow-up of one kind of record."""

    record_type: RecordType[B, S]
    noun: str
    """Name of the record in messages."""
    actor: str
    """Author of the entries."""
    remind: Decide[S, B]
    """Function that decides the entries due by an instant; it decides nothing if nothing is due."""
    next_step_at: Callable[[S], datetime | None]
    """Function that returns the instant of the next step if nobody acts; None: there is none."""
    act: Act[B, S] = records.enter
    """Function that records the decision; a kind may do more in the same transaction."""

    @property
    def activity(self) -> str:
        """Name by which Temporal knows the activity."""
        return f"follow_up_{self.record_type.kind}"


FOLLOW_UPS: Final[Mapping[str, FollowUp[Any, Any]]] = {
    row.record_type.kind: row
    for row in (
        FollowUp(CASE, "case", "case review", cases.remind, cases.next_step_at, deferring.follow_up),
        FollowUp(DIRECTIVE, "directive", "directive follow-up", directives.remind, directives.next_step_at),
        FollowUp(RUMOUR, "rumour", "rumour response", rumours.remind, rumours.next_step_at),
        FollowUp(
            CLEANUP,
            "clean-up",
            "follower clean-up",
            cleanup_rules.remind,
            cleanup_rules.next_step_at,
            cleanups.follow_up,
        ),
    )
}
"""Row of each kind that is followed up, by kind."""

Activity = Callable[[RecordDue], Awaitable[RecordFound[Any]]]


async def follow_up(database: Database, row: FollowUp[B, S], due: RecordDue) -> RecordFound[S]:
    """Record the steps due by now, and return the state; a repetition records nothing more.

    Raises:
        ValueError: there is no such record.
        ApplicationError: the step is ahead by the database's clock (`NotYet`); Temporal retries in time.
        DatabaseAwayError: PostgreSQL cannot be reached.
    """
    decide = unless_ahead(row.remind, row.next_step_at, due.at)
    command = Command(row.record_type, due.record, decide, actor=row.actor, now=due.at)
    entered = await in_time(lambda: records.execute(database, command, row.act))
    if entered.state is None:
        raise ValueError(f"there is no {row.noun} {due.record}: is this the right database?")
    return RecordFound(state=entered.state, version=entered.version)


def follow_ups(database: Database) -> list[Activity]:
    """Return the activities of a worker, one for each row."""
    return [_named(database, row) for row in FOLLOW_UPS.values()]


def _named(database: Database, row: FollowUp[Any, Any]) -> Activity:
    @activity.defn(name=row.activity)
    async def following_up(due: RecordDue) -> RecordFound[Any]:
        return await follow_up(database, row, due)

    return following_up
