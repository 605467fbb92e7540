"""Commands on accounts.

| module | what it has |
|---|---|
| `accounts` | `standing timeline` and `standing simulate` |
| `certifications` | `standing certification`: materials submitted to be verified by a person |
| `exemptions` | `standing exemption`: what is allowed to one holder beyond the rule |
| `imports` | `standing import`: the accounts a platform has on the day it adopts Standing |
| `what_if` | What would follow: hypothetical commands are decided and folded |
"""
