"""Cases: the queue, and its decisions.

| module | what it has |
|---|---|
| `bodies` | What may be sent about a case, and what is shown of one |
| `cases` | Cases: the queue of what people must decide, and their decisions |
"""
