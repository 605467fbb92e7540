"""The HTTP API: parse, authorise, call, render. No rule lives here.

| module | what it does |
|---|---|
| `server` | runs the application on a socket until it is asked to stop |
| `connections` | what is bounded before anybody is known: heads, bodies, times, connections |
| `app` | puts the application together |
| `edge` | what every request needs: database, clock, key of the hashes |
| `routing` | the door each route stands behind: who calls, how large, in which form |
| `hot`, `express` | decisions: read once, answered at once, past the framework's routing |
| `snapshots` | standings in memory, and what may be said while the database is away |
| `deciding`, `lines` | one decision, thousands, or as many as come |
| `authentication`, `permissions` | whose key it is; which role may do what, in one table |
| `problems`, `failures` | every error as problem+json: the table, and who becomes which row |
| `requests`, `parameters` | what may be sent |
| `answers` | what is sent back |
| `commanding` | one command: key, version, execution, answer |
| `asking` | which standing answers a question about an instant |
| `observing`, `measures`, `logs` | request ids, metrics, logs without anything personal |
| `budgets` | rate limits by key and address |
| `turns` | bulk work in pieces, the keys in rotation |
| `headers` | the security headers of every answer |
| `lasting` | streams and long polls end when their key is revoked |
| `openapi`, `described` | the description of all this for machines, made once for a version of the code |
| `routes/` | one file a resource |
"""
