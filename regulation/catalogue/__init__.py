"""The catalogue in force: what each violation leads to, and the numbers a platform may set over it.

| module | what it has |
|---|---|
| `overriding` | A platform's own catalogue |
| `rulebook` | The numbers in force, in one place to pass along |
| `schedule` | The catalogue in force: what a first |
"""
