"""Exposures: published decisions of cases, also as an Atom feed.

| module | contents |
|---|---|
| `atom` | The Atom feed (RFC 4287) |
| `exposures` | Public and internal routes of published cases (article 13) |
"""
