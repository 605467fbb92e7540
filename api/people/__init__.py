"""Routes of persons, their keys and their sessions.

| module | contents |
|---|---|
| `me` | The caller: name, person, roles, permitted operations |
| `people` | Persons |
| `keys` | API keys |
| `sessions` | Sessions of the console |
"""
