"""Holders: what follows a holder from account to account (article 7).

| module | what it has |
|---|---|
| `findings` | The record of an account: its findings, from its facts, and whether each still counts |
| `identifiers` | Identity numbers: is it one |
| `inheritance` | Article 7: what a holder did follows the holder (readings 11 to 13) |
| `offences` | One offence counts once (reading 16) |
| `seats` | The registry of holders as the facts make it |
| `subjects` | Subjects: what is decided about a network |
"""
