"""The OpenAPI description.

| module | contents |
|---|---|
| `described` | The serialised description, cached on disk for each version of the code |
| `openapi` | Generation of the description, with corrections to FastAPI's |
"""
