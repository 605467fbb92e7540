"""The OpenAPI description.

| module | contents |
|---|---|
| `answered` | Fields that every answer has |
| `described` | The serialised description, cached on disk for each version of the code |
| `examples` | Examples of parameters, and of bodies that are no JSON |
| `openapi` | Generation of the description, with corrections to FastAPI's |
| `schema_names` | Names of the schemas, from the events and from `titles` |
| `titles` | Names of schemas whose class name says too little |
"""
