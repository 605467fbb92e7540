"""Servers: everything on one machine, single processes, the demonstration.

| module | content |
|---|---|
| `demo` | `standing demo`: start, display and check of the demonstration |
| `demo_story` | accounts and commands of the demonstration |
| `demo_view` | live display of the demonstration |
| `fictional` | valid identity numbers that nobody has |
| `processes` | `standing api`, `standing worker`, `standing migrate` |
| `runs` | lock, address and development key of a `standing up` in its data folder |
| `screen` | summary that `standing up` prints when everything answers |
| `supervising` | child processes: start in order, watch, restart, stop |
| `up` | `standing up`: everything on this machine in one command |
"""
