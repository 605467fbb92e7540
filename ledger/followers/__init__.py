"""Followers: gains as reported, and clean-ups (article 10).

| module | what it has |
|---|---|
| `cleanups` | Follower clean-ups in the ledger |
| `gains` | Follower gains and counts as the platform reports them |
| `reactions` | Follower clean-ups, begun and undone within the transaction of what causes it |
"""
