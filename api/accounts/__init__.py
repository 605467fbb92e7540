"""Accounts: registration, profile, certification, profit-making, standing, history.

| module | what it has |
|---|---|
| `accounts` | Accounts: register, read, rename, hand over (articles 1, 4, 7 and 8) |
| `admissions` | Admissions: a credit code that is not as the standard has it goes to a person |
| `certifications` | Certifications: what opens publishing in a protected field (article 2) |
| `closures` | Closure: the end of an account, as a sanction or by the holder's own wish (article 7) |
| `exemptions` | Exemptions: what an operator allows one holder beyond the rule |
| `history` | History: the facts themselves, and the timeline that follows from them |
| `impersonations` | Impersonation: an account that passes itself off as somebody else gets no service (article 1 |
| `monetization` | Profit-making privileges: apply for them |
| `standings` | Standings: what holds at an instant, past or future (articles 2, 7, 8, 9 and 10) |
"""
