"""HTTP: limits, authentication, permissions, problems, parameters, headers and metrics. It is independent of any
capability.

| module | contents |
|---|---|
| `addresses` | Normalisation of client addresses: IPv4, or an IPv6 /64 |
| `authentication` | API keys and roles, with a cache of known keys |
| `budgets` | Rate limits for keys and addresses |
| `connections` | Connection limits: number, head size, timeouts |
| `cursors` | Pagination: queries, cursors, pages |
| `failures` | Translation of exceptions into problems |
| `headers` | Security headers of every response |
| `heads` | HEAD for every GET route (RFC 9110, 9.3.2) |
| `json_bodies` | JSON parsing of request bodies |
| `lasting` | Revalidation of the key during long responses |
| `logs` | Log configuration: JSON or text, without personal data |
| `measures` | Prometheus metrics |
| `observing` | Outermost layer: request identifier, log, metrics, unexpected errors |
| `parameters` | Shared request parameters |
| `permissions` | Roles permitted for each operation |
| `problems` | Error responses as RFC 9457 problem+json |
| `streaming` | Streamed responses |
| `turns` | Scheduling of bulk work in slices |
| `words` | Validated types of identifiers, addresses and terms |
"""
