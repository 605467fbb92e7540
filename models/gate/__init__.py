"""The publishing gate: drafts in, answers and receipts out (articles 2 to 5).

| module | what it has |
|---|---|
| `drafts` | Drafts: what an account wants to publish, as far as articles 2 to 6 ask about it |
| `publishing` | The publishing gate's answer |
| `receipts` | Receipts: what was asked |
"""
