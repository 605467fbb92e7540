"""The reference of the API at `/docs`: pages drawn from the description, whose examples run.

| module | contents |
|---|---|
| `app` | The application that the composition root mounts: pages, files, policy |
| `calling` | Calls of the API with the session of a visitor who is signed in |
| `fields` | Fields of what is sent and answered, from the schemas |
| `lines` | An example as a line of curl, of Python and of TypeScript |
| `operations` | Operations, their parameters and examples, from the description |
| `records` | Where a page finds records of this platform for the identifiers in an example |
"""
