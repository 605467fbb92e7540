"""Cases: opening, queue, claims and escalations.

| module | contents |
|---|---|
| `cases` | opening and withdrawing of cases within other transactions |
| `queue` | pages and counts of the queue |
| `filtering` | filters of the queue as conditions of SQL |
| `views` | saved views of the queue |
| `presence` | who looks at which case; cases that a person has skipped |
| `claims` | release of cases whose claimant or assignee may decide no more |
| `escalations` | cases opened by escalated records, and closed when the record is settled |
| `similar` | traits of cases, and similar cases |
| `deferring` | deferred decisions: tried at once, carried out later |
"""
