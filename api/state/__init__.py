"""State of one API process: database, clock, standings and answers in memory.

| module | contents |
|---|---|
| `answer_cache` | Cache of serialised answers |
| `app_state` | Application state: the dependencies of every request |
| `open_rumours` | Index of the open rumours in memory |
| `rulebook` | The rulebook with the platform's catalogue |
| `snapshots` | Cache of standings, invalidated by the ledger |
"""
