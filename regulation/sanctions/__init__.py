"""Sanctions: from a finding to its consequences, appeals, and the statement of reasons (articles 9 to 12).

| module | content |
|---|---|
| `actions` | enforcement actions, read from an account's facts |
| `appeals` | appeals: once per action, within a window |
| `by_two` | what two persons have decided, and one alone does not take back |
| `bulk` | bulk actions: the command for each account, and its reversal |
| `consequence_words` | wording of consequences, in English and in Chinese |
| `sanctioning` | consequences of a finding, and the facts that put them in force |
| `statements` | statement of reasons for an action |
| `withholding` | cancelling and withholding of profit-making (article 9, second sentence) |
"""
