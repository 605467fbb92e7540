"""From a request to a command and back: routing, bodies, versions, idempotency, answers.

| module | what it has |
|---|---|
| `answers` | What is sent back: the standing in values and in words |
| `asking` | Which standing answers a question |
| `commanding` | One command: the caller's key and version |
| `entering` | Commands on dossiers: an idempotency key |
| `express` | The express way: decisions go to their handlers at once, past the framework's routing |
| `hot` | Routes that are asked thousands of times a second |
| `pictures` | A picture inside a JSON body, in base64 |
| `requests` | What may be sent: one body a command |
| `routing` | The door each route stands behind |
| `two_persons` | Four eyes: what one caller may not do alone where the platform has configured that it takes  |
"""
