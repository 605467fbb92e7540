"""`follow_up`: the one activity that records what is due for a record by itself: a reminder, an escalation, an order.

`FOLLOW_UPS` has a row for each kind that is followed up. Temporal knows the activity by one name for each kind
(`follow_up_case`, …): operators read the kind in the history, and recorded histories and activities that an earlier
version scheduled keep their names.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic

from temporalio import activity

from activities.due import in_time, unless_ahead
from activities.messages import RecordDue, RecordFound
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
    """The rules by which one kind of record is followed up."""

    record_type: RecordType[B, S]
    noun: str
    """The record in messages to people."""
    actor: str
    """The author of the entries."""
    remind: Decide[S, B]
    """Decides what is due by an instant; nothing, where nothing is."""
    next_step_at: Callable[[S], datetime | None]
    """The instant at which something is due if nobody does anything; None: nothing will be."""
    act: Act[B, S] = records.enter
    """Carries the decision out; an own one may do more in the same transaction."""

    @property
    def activity(self) -> str:
        """The name by which Temporal knows the activity."""
        return f"follow_up_{self.record_type.kind}"


FOLLOW_UPS: Final[Mapping[str, FollowUp[Any, Any]]] = {
    row.record_type.kind: row
    for row in (
        FollowUp(CASE, "case", "case review", cases.remind, cases.next_step_at),
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
"""By kind."""

Activity = Callable[[RecordDue], Awaitable[RecordFound[Any]]]


async def follow_up(database: Database, row: FollowUp[B, S], due: RecordDue) -> RecordFound[S]:
    """Record what is due by now, and return the state; repeated, it finds nothing left to record.

    Raises:
        ValueError: there is no such record.
        ApplicationError: the step lies ahead by the database's clock (`NotYet`): Temporal tries again in time.
        DatabaseAwayError: PostgreSQL cannot be reached.
    """
    decide = unless_ahead(row.remind, row.next_step_at, due.at)
    command = Command(row.record_type, due.record, decide, actor=row.actor, now=due.at)
    entered = await in_time(lambda: records.execute(database, command, row.act))
    if entered.state is None:
        raise ValueError(f"there is no {row.noun} {due.record}: is this the right database?")
    return RecordFound(state=entered.state, version=entered.version)


def follow_ups(database: Database) -> list[Activity]:
    """The activities of a worker, one for each row."""
    return [_named(database, row) for row in FOLLOW_UPS.values()]


def _named(database: Database, row: FollowUp[Any, Any]) -> Activity:
    @activity.defn(name=row.activity)
    async def following_up(due: RecordDue) -> RecordFound[Any]:
        return await follow_up(database, row, due)

    return following_up
