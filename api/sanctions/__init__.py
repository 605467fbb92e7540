"""Sanctions: violations, bans, actions, appeals, bulk actions, the catalogue.

| module | what it has |
|---|---|
| `actions` | Enforcement actions: measures beside bans |
| `bans` | Bans (禁言): no publishing for a duration |
| `bulk` | Bulk actions: one measure on up to ten thousand accounts |
| `catalogue` | The catalogue: which violation leads to what |
| `violations` | Violations: findings with all that the catalogue says follows from them |
"""
