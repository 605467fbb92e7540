"""Background work of a worker process beside the workflows: relay, watches, schedules, connection to Temporal.

| module | what it does |
|---|---|
| `relay` | delivers committed facts and entries from the outbox to the workflows of accounts and records |
| `naming` | names of persons in the news for the workflows of records |
| `stream_workflows` | table of the workflow of each kind of stream; starts or signals one |
| `backstop` | records overdue boundaries in bulk, also without Temporal |
| `expiry` | announces certifications that end soon |
| `claims` | releases cases that revoked keys have claimed |
| `deferred_decisions` | carries out deferred decisions whose window has passed |
| `rosters` | counts violations on rosters of networks |
| `presence` | records in the database that this worker polls Temporal |
| `temporal` | connects, registers search attributes, builds the workers |
| `bounding` | sets deadlines of activities and of calls to Temporal |
| `pacing` | adapts the number of calls to Temporal in flight |
| `pauses` | polling loops, and retries with exponential pauses |
| `schedules` | Temporal schedules: sweeps and rescreens |
| `report_schedule` | Temporal schedule of reports |
| `stopping` | handles SIGTERM and Ctrl-C |
| `measures` | Prometheus metrics of a worker |
"""
