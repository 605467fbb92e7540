"""Exposures: decided cases as the public reads them, also as an Atom feed.

| module | what it has |
|---|---|
| `atom` | A feed in the format of Atom (RFC 4287) |
| `exposures` | Exposures: decided cases as the public reads them (article 13) |
"""
