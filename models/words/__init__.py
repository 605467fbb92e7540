"""Vocabulary: the enumerations that facts and commands are made of. `regulation/words/` has a row for each member.

| module | what it has |
|---|---|
| `privileges` | What an account may do, as dotted names |
| `restrictions` | Restrictions in the vocabulary of facts |
| `sanctions` | Sanctions: what a violation can lead to |
| `scopes` | Which followers a violation has brought |
| `stances` | Stances: does a text repeat a rumour, deny it, or only ask (article 6, reading 15)? |
| `violations` | The categories of violation the notice names |
"""
