"""The HTTP API: it parses, authorises, calls the ledger and renders. It contains no rule of the notice.

| package or module | contents |
|---|---|
| `server`, `app`, `routes` | the server process; the FastAPI application; the list of all routes |
| `http` | limits, authentication, permissions, problems, parameters, headers, measures |
| `state` | application state of one process: database, clock, standings and answers in memory |
| `handling` | request handling: routing, bodies, idempotency, versions, answers |
| `description`, `describing` | the OpenAPI description, generated once for each version of the code |
| `gate` | decisions: single, batch, stream; decision receipts |
| `accounts`, `sanctions`, `cases`, `screening`, `rumours`, `coordination`, `exposures`, `events` | routes and bodies |

`directives`, `followers`, `networks`, `reports` and `operation` are single modules.
"""
