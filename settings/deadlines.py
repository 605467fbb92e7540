"""Deadlines: times after which waits and work are given up; every wait has a deadline (docs/reliability.md)."""

from typing import TYPE_CHECKING, Final

from pydantic_settings import BaseSettings, SettingsConfigDict

from settings.kinds import LongSeconds, Seconds

if TYPE_CHECKING:
    from ledger.store.deadlines import Deadlines
    from workflows.deadlines import Numbers


_IN_ORDER: Final = (
    ("database_lock_s", "database_statement_s"),
    ("database_statement_s", "database_work_s"),
    ("database_work_s", "database_slice_s"),
    ("database_slice_s", "database_long_s"),
    ("database_work_s", "activity_step_s"),
    ("database_slice_s", "activity_batch_s"),
    ("activity_alive_s", "activity_slice_s"),
    ("webhook_connect_s", "webhook_s"),
)
"""Pairs of deadlines. The first must not exceed the second, so that the inner one ends first and is reported."""


class DeadlineSettings(BaseSettings):
    """Deadlines in seconds. Work that is given up can be repeated, a command with its Idempotency-Key."""

    model_config = SettingsConfigDict(use_attribute_docstrings=True)

    # --- PostgreSQL --------------------------------------------------------------------------------------------------

    database_connect_s: Seconds = 5.0
    """Seconds for opening a connection to PostgreSQL."""

    database_pool_s: Seconds = 5.0
    """Seconds of waiting for a connection when all of this process are in use."""

    database_statement_s: Seconds = 8.0
    """Seconds after which PostgreSQL ends a statement (statement_timeout); the caller gets 504."""

    database_lock_s: Seconds = 5.0
    """Seconds after which PostgreSQL ends the wait for a lock (lock_timeout); the caller gets 504."""

    database_idle_s: Seconds = 30.0
    """Seconds after which PostgreSQL ends an idle transaction (idle_in_transaction_session_timeout), so that a stopped
    process releases its locks."""

    database_read_s: Seconds = 2.0
    """Seconds for each of the two reads of a verdict (the caller's key, the account's standing), and for a sign of life
    of the connection that listens for changes."""

    database_work_s: Seconds = 10.0
    """Seconds for a transaction of one request or one step, connection and commit included; then the connection is
    closed and the caller gets 503. It also holds when PostgreSQL is stopped and keeps no deadline of its own."""

    database_slice_s: Seconds = 60.0
    """Seconds for a transaction about hundreds of accounts: the backstop, bulk actions, imports, the relay."""

    database_long_s: Seconds = 3600.0
    """Seconds for a transaction about all accounts: a report's count, the coordination sweep, a migration."""

    probe_s: Seconds = 2.0
    """Seconds that `/readyz` waits for the database before it reports that it is not ready."""

    # --- Temporal ----------------------------------------------------------------------------------------------------

    temporal_connect_s: Seconds = 10.0
    """Seconds that a worker waits for a connection to Temporal before it tries again."""

    temporal_call_s: Seconds = 10.0
    """Seconds for one call to Temporal. A message that was not delivered stays in the outbox and is sent again."""

    relay_round_s: Seconds = 10.0
    """Seconds in which one round of the relay may start calls; its outbox rows are locked meanwhile."""

    activity_step_s: Seconds = 20.0
    """Seconds for one attempt of an activity with a single step, such as recording a boundary."""

    activity_batch_s: Seconds = 120.0
    """Seconds for one attempt of an activity about some hundreds of accounts, without heartbeats."""

    activity_slice_s: Seconds = 600.0
    """Seconds for one attempt of an activity that does as much as fits, with heartbeats: bulk actions, deliveries."""

    activity_long_s: LongSeconds = 21_600.0
    """Seconds for one attempt of an activity about all accounts, with heartbeats: a report, a sweep, a rescreen."""

    activity_alive_s: Seconds = 60.0
    """Seconds without a heartbeat after which another worker takes over an activity that has them."""

    # --- servers of others -------------------------------------------------------------------------------------------

    webhook_s: Seconds = 15.0
    """Seconds for the whole call of a webhook; then the event is sent again later."""

    webhook_connect_s: Seconds = 5.0
    """Seconds for opening a connection to a webhook."""

    webhook_resolve_s: Seconds = 5.0
    """Seconds for resolving a webhook's name."""

    report_delivery_s: Seconds = 60.0
    """Seconds that the regulator's server may be silent at any step of a delivery."""

    def activity_numbers(self) -> "Numbers":
        """Deadlines of activities, for the workflows."""
        from workflows.deadlines import Numbers

        return Numbers(
            step_s=self.activity_step_s,
            batch_s=self.activity_batch_s,
            slice_s=self.activity_slice_s,
            long_s=self.activity_long_s,
            alive_s=self.activity_alive_s,
        )

    def database_deadlines(self) -> "Deadlines":
        """Deadlines of the database, for the ledger."""
        from ledger.store.deadlines import Deadlines

        return Deadlines(
            connect_s=self.database_connect_s,
            pool_s=self.database_pool_s,
            statement_s=self.database_statement_s,
            lock_s=self.database_lock_s,
            idle_s=self.database_idle_s,
            read_s=self.database_read_s,
            work_s=self.database_work_s,
            slice_s=self.database_slice_s,
            long_s=self.database_long_s,
        )

    def deadlines_out_of_order(self, prefix: str) -> list[str]:
        """Errors for pairs of deadlines of which the first exceeds the second."""
        return [
            f"{prefix}{shorter.upper()} is {getattr(self, shorter):g}, more than {prefix}{longer.upper()} with "
            f"{getattr(self, longer):g}: the first must not be longer than the second"
            for shorter, longer in _IN_ORDER
            if getattr(self, shorter) > getattr(self, longer)
        ]
