"""The vocabulary: one row per word. Statement, report, exposure, verdict, catalogue and command line read the same row.

| module | its table, and what a row has |
|---|---|
| `categories` | `CATEGORIES`: article, Chinese, English, what follows, the factor of a ban |
| `languages` | a label in both languages |
| `english`, `chinese` | a verdict said to a person, from the rows |

`docs/extending.md` says which files an addition touches.
"""
