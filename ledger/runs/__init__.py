"""Runs: many commands of one kind, sent as rows, carried out in slices.

| module | contents |
|---|---|
| `rows` | the table of rows: received once, read, and counted by outcome |
| `carrying` | the commands of rows, carried out together or one by one, and the outcome of each |
| `imports` | the accounts of imported rows, written as the first-day import writes them |
| `running` | slice after slice, until no row is waiting |
"""
