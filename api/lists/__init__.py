"""Lists across accounts: filters, pages, counts, and files.

| module | contents |
|---|---|
| `tagging` | `ETag` and 304 of lists |
| `exporting` | A list as a file: CSV or NDJSON, streamed |
| `filters` | Filters of the lists of actions, violations, bans, certifications and appeals |
| `items` | Items of these lists |
| `actions` | Routes of actions, violations and bans |
| `certifications` | Routes of certifications |
| `appeals` | Routes of appeals |
"""
