"""Deadlines: how long anything may take before it is given up. Nothing waits without one (docs/reliability.md)."""

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
"""The first at most as long as the second: what is inside must end first, to be the one that is told."""


class DeadlineSettings(BaseSettings):
    """The numbers, all in seconds. What is given up can be repeated; a command with its Idempotency-Key."""

    model_config = SettingsConfigDict(use_attribute_docstrings=True)

    # --- PostgreSQL --------------------------------------------------------------------------------------------------

    database_connect_s: Seconds = 5.0
    """How long making a connection to PostgreSQL may take."""

    database_pool_s: Seconds = 5.0
    """How long to wait for a connection when this process uses all it may have."""

    database_statement_s: Seconds = 8.0
    """After which PostgreSQL itself ends a statement (statement_timeout); the caller gets 504."""

    database_lock_s: Seconds = 5.0
    """After which PostgreSQL itself ends the wait for a lock (lock_timeout); the caller gets 504."""

    database_idle_s: Seconds = 30.0
    """After which PostgreSQL ends a transaction that asks nothing (idle_in_transaction_session_timeout): the locks of a
    process that was stopped go to others."""

    database_read_s: Seconds = 2.0
    """How long the two reads of every verdict may take: the caller's key, the account's standing. Also how long the
    watch on changes waits for a sign of life."""

    database_work_s: Seconds = 10.0
    """How long a transaction of one request or one step may take, connection and commit included; then the connection
    is cut and the caller gets 503. It counts also when PostgreSQL stands still and keeps no deadline of its own."""

    database_slice_s: Seconds = 60.0
    """The same for a transaction about hundreds of accounts: the backstop, bulk actions, imports, the relay."""

    database_long_s: Seconds = 3600.0
    """The same for one about everything there is: a report's count, the coordination sweep, a migration."""

    probe_s: Seconds = 2.0
    """How long `/readyz` looks at the database before it says that it is not ready."""

    # --- Temporal ----------------------------------------------------------------------------------------------------

    temporal_connect_s: Seconds = 10.0
    """How long a worker waits for Temporal to take its connection; then it tries again."""

    temporal_call_s: Seconds = 10.0
    """How long one call to Temporal may take. What was to be told stays in the outbox and is told again."""

    relay_round_s: Seconds = 10.0
    """How long calls of one round of the relay may begin: the rows of its outbox are locked meanwhile."""

    activity_step_s: Seconds = 20.0
    """How long one attempt of an activity may take that does one thing, such as recording a boundary."""

    activity_batch_s: Seconds = 120.0
    """The same for one that deals with some hundreds of accounts and shows no sign of life meanwhile."""

    activity_slice_s: Seconds = 600.0
    """The same for one that does as much as fits, with signs of life: bulk actions, turns of delivering."""

    activity_long_s: LongSeconds = 21_600.0
    """The same for one about everything there is, with signs of life: building a report, a sweep, a rescreen."""

    activity_alive_s: Seconds = 60.0
    """After which another worker takes over an activity that should show signs of life and shows none."""

    # --- what we call ------------------------------------------------------------------------------------------------

    webhook_s: Seconds = 15.0
    """How long a webhook may take to answer, all together; then the event is tried again later."""

    webhook_connect_s: Seconds = 5.0
    """How long making a connection to a webhook may take."""

    webhook_resolve_s: Seconds = 5.0
    """How long looking up a webhook's name may take."""

    report_delivery_s: Seconds = 60.0
    """How long the regulator's side may be silent at any step of a delivery."""

    def activity_numbers(self) -> "Numbers":
        """The numbers of activities as the workflows want them."""
        from workflows.deadlines import Numbers

        return Numbers(
            step_s=self.activity_step_s,
            batch_s=self.activity_batch_s,
            slice_s=self.activity_slice_s,
            long_s=self.activity_long_s,
            alive_s=self.activity_alive_s,
        )

    def database_deadlines(self) -> "Deadlines":
        """The numbers as the ledger wants them."""
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
        """What is wrong with the numbers beside one another, in words."""
        return [
            f"{prefix}{shorter.upper()} is {getattr(self, shorter):g}, more than {prefix}{longer.upper()} with "
            f"{getattr(self, longer):g}: the first must not be longer than the second"
            for shorter, longer in _IN_ORDER
            if getattr(self, shorter) > getattr(self, longer)
        ]
