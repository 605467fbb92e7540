"""Clock of the command line: the database's time, as in every other process."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cli.terminal.console import CliError, err

if TYPE_CHECKING:
    from ledger.store.database import Database
    from ledger.store.host_clock import HostClock
    from settings import Settings

_compared: "list[HostClock]" = []
"""Latest comparison with the database's clock; a command line process has one database."""


def now() -> datetime:
    """Return the database's time; before the first connection, this host's time."""
    return _compared[-1].now() if _compared else datetime.now(UTC)


def host() -> "HostClock":
    """Return this host's clock, compared with the database's.

    Raises:
        CliError: when there was no connection yet.
    """
    if not _compared:
        raise CliError("the clocks were not compared: connect to the database first")
    return _compared[-1]


async def compare(database: "Database", settings: "Settings") -> None:
    """Compare this host's clock with the database's, and warn on standard error when they differ."""
    from ledger.store.clock import in_words
    from ledger.store.database import DatabaseAwayError
    from ledger.store.deadlines import within
    from ledger.store.host_clock import Agreement, HostClock

    compared = HostClock(settings.clock_limits())
    try:
        with within(settings.probe_s):
            await compared.read(database)
    except DatabaseAwayError:
        return  # the command itself will report it
    _compared[:] = [compared]
    agreement, difference = compared.agreement(), compared.difference_s()
    if difference is not None and agreement in {Agreement.DIFFERS, Agreement.UNFIT}:
        then = "; nothing is recorded from here until it is set" if agreement is Agreement.UNFIT else ""
        err.print(f"warning: {in_words(difference)}{then}", style="yellow", soft_wrap=True)
