"""Sanctions: violations, bans, other measures, appeals, bulk actions, the catalogue.

| module | contents |
|---|---|
| `actions` | Measures other than bans, statements of reasons, appeals |
| `bans` | Bans (禁言): imposing, shortening, overturning |
| `bulk` | Bulk actions: one measure on up to 10,000 accounts, and its reversal |
| `catalogue` | The catalogue of consequences in force |
| `violations` | Violations with the consequences of the catalogue |
"""
