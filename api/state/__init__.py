"""State of one API process: database, clock, standings and answers in memory.

| module | what it has |
|---|---|
| `answer_cache` | Answer cache: the text of answers that were given before |
| `app_state` | Application state: what every request needs |
| `open_rumours` | The open rumours in memory |
| `rulebook` | The rules in force on this platform |
| `snapshots` | Standings in memory: a verdict without a round trip to the database |
"""
