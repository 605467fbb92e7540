"""Accounts: the decision on each command, and what their homepages show.

| module | what it has |
|---|---|
| `commands` | Commands: what a caller asks for + what is known → the facts to append |
| `exemptions` | Exemptions: when one may be granted and taken back, and whether it holds at an instant |
| `expiry` | Article 2: before a certification expires its end is announced |
| `homepage` | What an account's homepage and publishing page must display (articles 2, 4 and 11) |
"""
