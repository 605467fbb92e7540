"""Accounts: commands, facts, the standing that follows from them, and verdicts on it.

| module | what it has |
|---|---|
| `certifications` | Certifications that end soon |
| `commands` | Commands: what a caller asks to be done to an account |
| `exemptions` | Exemptions: what an operator allows one holder beyond the rule |
| `facts` | Facts: what happened to an account |
| `profiles` | What an account says about itself |
| `standing` | The standing of an account |
| `verdicts` | Verdicts: the answer to "may it do this, at that instant?", with reasons |
"""
