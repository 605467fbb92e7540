"""Cases: opening, queue, claims and escalations.

| module | contents |
|---|---|
| `cases` | opening and withdrawing of cases within other transactions, and the queue |
| `claims` | release of cases whose claimant or assignee may decide no more |
| `escalations` | cases opened by escalated records, and closed when the record is settled |
| `similar` | traits of cases, and similar cases |
| `deferring` | deferred decisions: tried at once, carried out later |
"""
