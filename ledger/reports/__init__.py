"""Reports to the regulator (article 9): their facts, second count and files.

| module | contents |
|---|---|
| `facts` | the input of reports: the facts that were recorded before a cut-off |
| `files` | files of reports, stored in the database in pieces |
| `reports` | commands on reports, amendments, and the cases about escalated reports |
| `second_count` | an independent count of a report's totals |
"""
