"""The audit: an append-only, hash-chained stream of who used the system, apart from what was decided about accounts.

Two ways lead into it (`models/audit.py` has the events):

- `await appending.append(connection, event, now=now)` in the caller's transaction, where there is one: keys, people,
  sessions. What it records and the event are committed together or not at all. It takes the lock on the chain, so it is
  the *last* statement of its transaction: a transaction that waits for another lock while it holds the chain would make
  every other writer wait, and two of them could wait for each other. `await appending.record(database, event, now=now)`
  does the same in a transaction of its own.
- `audit_log.note(event)` (`writing.AuditLog`, one in each process) for everything else: it returns at once, never
  raises, and a task writes what was noted within `writing.PAUSE_S`. `audit_log.once(event)` notes it once for an actor,
  an object and a clock hour (views); `audit_log.refused(event)` counts refusals per minute, so that a flood does not
  fill the disk. `app_state.audit` is the log of an API process.

No command on an account or a record takes the lock on the chain.
"""
