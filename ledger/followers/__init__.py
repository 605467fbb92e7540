"""Followers: reported gains, and clean-ups (article 10).

| module | contents |
|---|---|
| `cleanups` | clean-ups of followers: next steps, reports of the platform, cases |
| `gains` | gains and counts of followers, as the platform reports them |
| `reactions` | the start and the undoing of a clean-up in the transaction of its cause |
"""
