"""The holder's view of an account: status, statements and appeals, as data and under a status link.

| module | contents |
|---|---|
| `links` | Issue and check of status links |
| `return_addresses` | Ways back from a status page to the platform's app |
| `status_links` | Routes: a link, and the status as data |
"""
