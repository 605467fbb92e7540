"""The HTTP API: parse, authorise, call, render. No rule lives here.

| shelf | what it has |
|---|---|
| `server`, `app`, `routes` | the socket; the application; the list of all routes |
| `http` | limits, authentication, permissions, problems, parameters, headers, measures |
| `state` | what one process holds: database, clock, standings and answers in memory |
| `handling` | from a request to a command and back: routing, bodies, versions, answers |
| `description`, `describing` | the OpenAPI description, made once for a version of the code |
| `gate` | decisions: one, many at once, streams of them, receipts |
| `accounts`, `sanctions`, `cases`, `screening`, `rumours`, `coordination`, `exposures`, `events` | routes and bodies |

`directives`, `followers`, `networks`, `reports` and `operation` are one module each.
"""
