"""The OpenAPI description.

| module | what it has |
|---|---|
| `described` | The API's description as bytes |
| `openapi` | The description for machines |
"""
