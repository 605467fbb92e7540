"""HTTP: limits, authentication, permissions, problems, parameters, headers and measures. Nothing of one
capability.

| module | what it has |
|---|---|
| `addresses` | What counts as one address |
| `authentication` | Whose key it is, and whether its roles suffice |
| `budgets` | Rate limits: how often one key may ask for what |
| `connections` | Connections: what is bounded before anybody is known |
| `cursors` | Pages of lists: what a caller asks for |
| `failures` | Whatever goes wrong becomes a problem, here and nowhere else |
| `headers` | Security headers, borne by every answer |
| `heads` | HEAD wherever there is GET: the same status and headers, and no body (RFC 9110, 9.3.2) |
| `json_bodies` | JSON that comes in, read in one way on every route |
| `lasting` | Answers that last: whoever reads one must be allowed to for as long as it goes on |
| `logs` | Logs: one JSON object a line (or text for people), without anything personal |
| `measures` | What the API counts, for Prometheus |
| `observing` | Around every request: an identifier |
| `parameters` | Parts of a request that many routes share |
| `permissions` | Who may do what: one row an operation |
| `problems` | Problems: every error as RFC 9457 problem+json |
| `streaming` | A response that is sent in parts |
| `turns` | Turns: bulk work in pieces |
| `words` | Words that come in: the vocabulary's identifiers |
"""
