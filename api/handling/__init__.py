"""Request handling: routing, bodies, versions, idempotency and answers.

| module | contents |
|---|---|
| `answers` | Response bodies: standings, command results, pages |
| `asking` | Selection of the standing that answers a question |
| `batches` | Large bodies and answers, read and written in slices |
| `commanding` | Commands on accounts: idempotency key, expected version, answer |
| `entering` | Commands on records: idempotency key, expected version, answer |
| `early_checks` | Checks before authentication |
| `fast_path` | Fast path for decisions and bans that bypasses FastAPI's routing |
| `items` | Items of a list in a body, each read on its own |
| `naming` | Names beside actors in every answer |
| `speaking` | Chinese beside sentences that the system has recorded |
| `pictures` | Pictures in JSON bodies, in base64 |
| `requests` | Request bodies of the commands on accounts |
| `routing` | Route classes: authentication, authorisation, budgets, body limits |
| `two_persons` | Four-eyes rule for closures and cancellations |
"""
