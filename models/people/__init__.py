"""Persons who work with Standing: reviewers, operators, auditors, regulators.

| module | contents |
|---|---|
| `people` | Record of a person: entries and state |
"""
