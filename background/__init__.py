"""What runs beside the workflows in a worker process: the outbox relay, the backstop sweep, the set-up of Temporal.

| module | what it does |
|---|---|
| `relay` | carries committed facts to the accounts' lifecycles |
| `backstop` | records boundaries that nobody recorded in time |
| `temporal` | connects, registers search attributes, builds the worker |
| `schedules` | what Temporal starts by itself, and when |
| `measures` | what a worker counts |
"""
