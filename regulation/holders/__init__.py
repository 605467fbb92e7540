"""Holders: findings, restrictions and seats that follow a holder from account to account (article 7).

| module | content |
|---|---|
| `findings` | the record of an account: its findings, and whether each still counts |
| `identifiers` | checks of identity numbers, and the keyed hashes that stand for them |
| `inheritance` | restrictions and findings that pass to the holder's other accounts (readings 11 to 13) |
| `offences` | refusal of a second finding of the same offence (reading 16) |
| `seats` | registry of holders: their open accounts and bars, read from facts |
| `subjects` | decisions on a network or a holder, applied to the accounts behind it |
"""
