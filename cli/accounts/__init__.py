"""Commands on accounts.

| module | content |
|---|---|
| `accounts` | `standing timeline` and `standing simulate` |
| `certifications` | `standing certification`: applications with materials, and their outcomes |
| `exemptions` | `standing exemption`: exemptions of one holder from a rule |
| `imports` | `standing import`: existing accounts of a platform that adopts Standing |
| `what_if` | hypothetical commands: decided, folded and compared, never recorded |
"""
