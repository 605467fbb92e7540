"""The vocabulary: one row per word. Statement, report, exposure, verdict, catalogue and command line read the same row.

| module | its table, and what a row has |
|---|---|
| `categories` | `CATEGORIES`: article, Chinese, English, what follows, the factor of a ban |
| `restrictions` | `RESTRICTIONS`: rank among reasons, what it does, what lifts it, status, heading in the report |
| `fields` | `FIELDS`: label, materials that a certification shows |
| `methods` | `METHODS`: label |
| `measures` | `MEASURES`, `DEEDS`: article, privilege, whether it may end, label |
| `case_kinds` | `KINDS`: article, time, priority, outcomes, deciders, label, what the public is told |
| `account_kinds` | `ACCOUNT_KINDS`: label |
| `privileges` | `PRIVILEGES`: labels, made of fields and methods |
| `languages` | a label in both languages; articles and instants in Chinese |
| `english`, `chinese` | a verdict said to a person, from the rows |

`docs/extending.md` says which files an addition touches.
"""
