"""Lists across accounts, from rows derived with the facts: pages and counts under filters that combine.

| module | content |
|---|---|
| `actions` | Actions, violations and bans: `account_actions` |
| `certifications` | Certifications: `account_certifications` |
| `appeals` | Appeals: `appeals`, projected from cases by a trigger |
| `common` | What the three share: pages, counts, the accounts' names |
"""
