"""Accounts: the decision on each command, and the display data of homepages.

| module | content |
|---|---|
| `commands` | decision on a command: command + what is known → facts to append, or a refusal |
| `exemptions` | granting and revoking exemptions; whether one is in force at an instant |
| `expiry` | warnings before a certification expires (article 2) |
| `homepage` | display data of the homepage and the publishing page (articles 2, 4 and 11) |
"""
