"""Enumerations used by facts and commands. `regulation/words/` has a row for each member.

| module | content |
|---|---|
| `privileges` | privileges as dotted names |
| `restrictions` | kinds of restrictions, and inherited ones |
| `sanctions` | measures, consequences and basis of a finding |
| `scopes` | scope of the followers gained by a violation |
| `stances` | stance of a text to a rumour (article 6, reading 15) |
| `violations` | categories of violations in the notice |
"""
