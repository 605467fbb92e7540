"""Sanctions: from a finding to its consequences, appeals, and the statement of reasons (articles 9 to 12).

| module | what it has |
|---|---|
| `actions` | Enforcement actions, read from an account's facts |
| `appeals` | Appeals: once per action |
| `bulk` | Bulk actions: which command a measure is on each account |
| `consequence_words` | What a violation leads to, in words |
| `sanctioning` | From a finding to its consequences |
| `statements` | The statement of reasons: an action in words |
| `withholding` | Article 9, second sentence |
"""
