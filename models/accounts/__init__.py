"""Accounts: commands, facts, the standing derived from them, and verdicts on it.

| module | content |
|---|---|
| `certifications` | expiry warnings of certifications |
| `commands` | commands on an account, refusals and receipts |
| `exemptions` | exemptions of one holder, granted by an operator |
| `facts` | facts of an account's ledger |
| `profiles` | profile, contacts and findings of their screening |
| `standing` | standing: restrictions, grants, certifications and bans |
| `verdicts` | verdicts on one privilege at one instant, with reasons |
"""
