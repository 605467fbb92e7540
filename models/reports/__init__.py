"""Reports to the regulator (article 9).

| module | content |
|---|---|
| `content` | content of a report, in its JSON form |
| `reports` | entries and state of a report |
"""
