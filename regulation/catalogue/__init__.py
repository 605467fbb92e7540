"""Catalogue in force: consequences of each violation, and the numbers that a platform may override.

| module | content |
|---|---|
| `overriding` | reading of a platform's own catalogue from YAML |
| `rulebook` | all numbers in force, as one argument |
| `schedule` | consequences of the first, second, third violation of a category (articles 9 to 12) |
"""
