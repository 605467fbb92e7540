"""Prometheus metrics of a worker."""

from math import nan
from typing import Final

from prometheus_client import Counter, Gauge, Histogram

RELAYED: Final = Counter("standing_relay_facts_total", "Facts that the relay delivered to Temporal.")
RELAYED_ENTRIES: Final = Counter(
    "standing_relay_entries_total", "Entries of records that the relay delivered to Temporal."
)
RELAY_FAILURES: Final = Counter("standing_relay_failures_total", "Deliveries to Temporal that failed and are repeated.")
OUTBOX_DEPTH: Final = Gauge(
    "standing_outbox_depth",
    "Facts of accounts, and entries of records, not yet delivered to Temporal.",
    ["stream"],
)
BOUNDARIES_RECORDED: Final = Counter(
    "standing_backstop_accounts_total", "Accounts whose overdue boundaries the backstop recorded."
)
BACKSTOP_FAILURES: Final = Counter("standing_backstop_failures_total", "Rounds of the backstop that failed.")
ROUND: Final = Histogram("standing_backstop_round_seconds", "Time of one round of the backstop, in seconds.")
EXPIRY_WARNINGS: Final = Counter("standing_expiry_warnings_total", "Warnings announced before a certification expires.")
ROSTER_ESCALATIONS: Final = Counter("standing_roster_escalations_total", "Networks escalated to a case.")
ROSTER_FAILURES: Final = Counter("standing_roster_failures_total", "Rounds of the roster watch that failed.")
EXPIRY_FAILURES: Final = Counter("standing_expiry_failures_total", "Rounds of the expiry watch that failed.")
SEARCH_ROWS: Final = Counter("standing_search_accounts_total", "Accounts whose rows for the search were written anew.")
SEARCH_FAILURES: Final = Counter("standing_search_failures_total", "Rounds of the search upkeep that failed.")
CLOCK_DIFFERENCE: Final = Gauge(
    "standing_host_clock_difference_seconds", "Seconds by which this host's clock is ahead of the database's."
)
CLOCK_DIFFERENCE.set(nan)  # not a number until the clocks were compared
