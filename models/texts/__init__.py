"""Texts: misleading characters, folding of spellings, and validation of input.

| module | content |
|---|---|
| `characters` | misleading characters, as ranges for regular expressions |
| `folding` | folding of spellings that read alike |
| `incoming` | types of input texts: `Name`, `Line`, `Text`, `Link`, `Compared` |
| `legible` | search and replacement of misleading characters, without Pydantic |
"""
