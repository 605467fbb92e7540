"""Tables of the ledger, as SQLModel. They validate nothing on construction: values come from the vocabulary.

The docstring of each table states its purpose; `migrations/` creates the tables, and a test compares the two.
Statements are built from the tables here: `select(FACTS.c.body).where(FACTS.c.account == bindparam("account"))`.

| module | tables |
|---|---|
| `accounts` | facts, standings, boundaries, and the rows by which accounts are searched and listed |
| `audit` | events and the head of their chain |
| `cases` | the queue with its views, who looks at which case, similar cases, evidence, and appeals |
| `coordination` | ties and posts of accounts, clusters, and sweeps |
| `events` | how far each webhook has been told, and its deliveries |
| `followers` | gains, counts, and which clean-up takes back which gain |
| `holders` | their seats, the accounts that were closed as a sanction, and how a holder who comes back is recognised |
| `networks` | the accounts that each has signed |
| `people` | persons, keys, sessions and sign-in |
| `reports` | the stored pieces of a report, and the proof of each answer |
| `rumours` | contents, viewers and figures |
| `runs` | one row for each account or command |
| `screening` | protected names and emblems |
| `streams` | records with their entries, the feed of events, what Temporal must be told, and answers under their keys |
"""

from models.tables.accounts import (
    ACCOUNT_ACTIONS,
    ACCOUNT_CERTIFICATIONS,
    ACCOUNT_NAMES,
    ACCOUNT_STATES,
    FACTS,
    STANDINGS,
    TRANSITIONS,
)
from models.tables.audit import AUDIT_EVENTS, AUDIT_HEAD
from models.tables.cases import (
    APPEALS,
    CASE_PRESENCE,
    CASE_QUEUE,
    CASE_SKIPS,
    CASE_TRAITS,
    EVIDENCE_FILES,
    QUEUE_VIEW_USES,
    QUEUE_VIEWS,
)
from models.tables.columns import METADATA
from models.tables.coordination import CLUSTER_MEMBERS, CLUSTERS, LINKS, POSTS, SWEEP_FINDINGS, SWEEPS
from models.tables.events import WEBHOOK_DELIVERIES, WEBHOOK_POSITIONS
from models.tables.followers import CLEANUP_GAINS, FOLLOWER_COUNTS, FOLLOWER_GAINS
from models.tables.holders import CLOSED_ACCOUNTS, CLOSED_NAMES, CONTACTS, HOLDER_KEY, HOLDER_SEATS, HOLDERS
from models.tables.networks import NETWORK_MEMBERS
from models.tables.people import API_KEYS, IDENTITIES, KEPT_FORMS, PEOPLE, SESSIONS, SIGN_IN_ATTEMPTS, SIGN_IN_LINKS
from models.tables.reports import RECEIPTS, REPORT_PIECES
from models.tables.rumours import RUMOUR_CONTENTS, RUMOUR_COUNTS, RUMOUR_REPORTS, RUMOUR_VIEWERS
from models.tables.runs import BULK_ACCOUNTS, IMPORTS, RUN_ROWS
from models.tables.screening import EMBLEMS, PROTECTED_NAMES
from models.tables.streams import EVENTS, IDEMPOTENCY_KEYS, OUTGOING, RECORD_ENTRIES, RECORDS, WORKER_PRESENCE

__all__ = [
    "ACCOUNT_ACTIONS",
    "ACCOUNT_CERTIFICATIONS",
    "ACCOUNT_NAMES",
    "ACCOUNT_STATES",
    "API_KEYS",
    "APPEALS",
    "AUDIT_EVENTS",
    "AUDIT_HEAD",
    "BULK_ACCOUNTS",
    "CASE_PRESENCE",
    "CASE_QUEUE",
    "CASE_SKIPS",
    "CASE_TRAITS",
    "CLEANUP_GAINS",
    "CLOSED_ACCOUNTS",
    "CLOSED_NAMES",
    "CLUSTERS",
    "CLUSTER_MEMBERS",
    "CONTACTS",
    "EMBLEMS",
    "EVENTS",
    "EVIDENCE_FILES",
    "FACTS",
    "FOLLOWER_COUNTS",
    "FOLLOWER_GAINS",
    "HOLDERS",
    "HOLDER_KEY",
    "HOLDER_SEATS",
    "IDEMPOTENCY_KEYS",
    "IDENTITIES",
    "IMPORTS",
    "KEPT_FORMS",
    "LINKS",
    "METADATA",
    "NETWORK_MEMBERS",
    "OUTGOING",
    "PEOPLE",
    "POSTS",
    "PROTECTED_NAMES",
    "QUEUE_VIEWS",
    "QUEUE_VIEW_USES",
    "RECEIPTS",
    "RECORDS",
    "RECORD_ENTRIES",
    "REPORT_PIECES",
    "RUMOUR_CONTENTS",
    "RUMOUR_COUNTS",
    "RUMOUR_REPORTS",
    "RUMOUR_VIEWERS",
    "RUN_ROWS",
    "SESSIONS",
    "SIGN_IN_ATTEMPTS",
    "SIGN_IN_LINKS",
    "STANDINGS",
    "SWEEPS",
    "SWEEP_FINDINGS",
    "TRANSITIONS",
    "WEBHOOK_DELIVERIES",
    "WEBHOOK_POSITIONS",
    "WORKER_PRESENCE",
]
