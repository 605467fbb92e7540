"""Reports to the regulator (article 9).

| module | what it has |
|---|---|
| `content` | What a report to the regulator says (article 9) |
| `reports` | Reports to the regulator as records |
"""
