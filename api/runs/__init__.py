"""Runs: many commands of one kind as rows of NDJSON, carried out by a workflow, with the outcome of each.

| module | contents |
|---|---|
| `bodies` | rows by kind of run, and answers |
| `reading` | lines of an upload: to commands, or to the reason for which a row is refused |
| `runs` | the routes |
"""
