"""A gate of your own: decisions and drafts are answered in this process, exactly as the server would answer them.

```python
from standing_client import Client
from standing_client.gate import Gate

with Client("https://standing.example.cn", key="sk_…") as client, Gate(client) as gate:
    answer = gate.decide("kitchen", "publish.finance")
    if not answer.allowed:
        print(answer.json)
```

The gate keeps standings in memory (those that were asked about, or all) and follows every change. It has the server's
own rules. What it cannot answer exactly (the past, an unknown account, a version it does not have yet, an instant too
near a boundary for the difference of the clocks, other rules on the server), it asks the server.

| module | contents |
|---|---|
| `threaded` | `Gate`, over a `Client`: a thread follows the changes |
| `tasked` | `AsyncGate`, over an `AsyncClient`: a task does |
| `deciding` | the answers, over the standings in memory |
| `following` | what is asked of the server to keep up, without any network |
| `mirror` | the standings in memory |
| `clock` | the server's time, with its uncertainty |
| `answers` | an answer, decided here or there |
"""

from standing_client.gate.answers import Answer
from standing_client.gate.deciding import StaleMirrorError
from standing_client.gate.following import GateOptions
from standing_client.gate.tasked import AsyncGate
from standing_client.gate.threaded import Gate

__all__ = ["Answer", "AsyncGate", "Gate", "GateOptions", "StaleMirrorError"]
