"""Vocabulary: one row per word. Statement, report, exposure, verdict, catalogue and command line read the same row.

| module | its table, and the columns of a row |
|---|---|
| `categories` | `CATEGORIES`: article, Chinese, English, consequences, the factor of a ban |
| `restrictions` | `RESTRICTIONS`: rank among reasons, effect, what lifts it, status, heading in the report |
| `fields` | `FIELDS`: label, materials that a certification shows |
| `methods` | `METHODS`: label |
| `measures` | `MEASURES`, `DEEDS`: article, privilege, whether it may end, label |
| `case_kinds` | `KINDS`: article, time, priority, outcomes, deciders, label, wording of the exposure |
| `account_kinds` | `ACCOUNT_KINDS`: label |
| `privileges` | `PRIVILEGES`: labels, made of fields and methods |
| `languages` | a label in both languages; articles and instants in Chinese |
| `lengths` | lengths of time in both languages, rounded down to two units |
| `english`, `chinese` | sentences of a verdict, made from the rows |

`docs/extending.md` lists the files that an addition touches.
"""
