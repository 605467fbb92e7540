"""Reports to the regulator (article 9): their facts, second count and files.

| module | what it has |
|---|---|
| `facts` | What reports are made of: the facts that were recorded before a cut-off |
| `files` | The files of reports, in the database in pieces |
| `reports` | Reports in the ledger: one that is escalated becomes a case |
| `second_count` | The second count: a report's totals once more |
"""
