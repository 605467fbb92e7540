"""What runs beside the workflows in a worker process: the outbox relay, the backstop sweep, the set-up of Temporal.

| module | what it does |
|---|---|
| `relay` | carries committed facts and entries to the workflows of accounts and records |
| `stream_workflows` | which workflow is told of which kind of stream |
| `backstop` | records boundaries that nobody recorded in time |
| `temporal` | connects, registers search attributes, builds the worker |
| `schedules` | what Temporal starts by itself, and when |
| `measures` | what a worker counts |
"""
