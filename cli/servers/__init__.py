"""Servers: everything on one machine, single processes, the demonstration.

| module | what it has |
|---|---|
| `demo` | `standing demo`: real names |
| `demo_story` | The story of a demonstration |
| `demo_view` | What a demonstration shows while it runs |
| `fictional` | Identity numbers that nobody has |
| `processes` | `standing api`, `standing worker`, `standing migrate` |
| `runs` | What a run of `standing up` leaves in its data folder |
| `screen` | The one screen that `standing up` ends with |
| `supervising` | Parts that are started in order |
| `up` | `standing up`: everything on this machine in one command |
"""
