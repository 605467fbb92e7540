"""From a request to a command and back: routing, bodies, versions, idempotency, answers.

| module | what it has |
|---|---|
| `answers` | What is sent back: the standing in values and in words |
| `asking` | Which standing answers a question |
| `batches` | Batches: bodies and answers in pieces |
| `commanding` | One command: the caller's key and version |
| `entering` | Commands on records: an idempotency key |
| `early_checks` | Checks ahead of authentication |
| `fast_path` | Fast path: decisions and bans bypass FastAPI's routing |
| `pictures` | A picture inside a JSON body, in base64 |
| `requests` | What may be sent: one body a command |
| `routing` | Route classes: authentication, authorisation, budgets, limits of the body |
| `two_persons` | Four eyes: what one caller may not do alone where the platform has configured that it takes  |
"""
