"""Texts: which characters mislead a reader, how spellings are folded together, and what is read at the border.

| module | what it has |
|---|---|
| `characters` | Characters that mislead, as ranges for regular expressions |
| `folding` | One spelling of all that reads alike |
| `incoming` | Text at the border: what people read (`Name` |
| `legible` | What misleads a reader, found in a text or replaced by a mark; without Pydantic |
"""
