"""Standing: facts are folded into it; verdicts and boundaries are read from it.

| module | content |
|---|---|
| `boundaries` | instants at which a standing changes by itself |
| `description` | a standing as a Markdown page for operators |
| `fold` | facts in the order they were recorded → standing |
| `measures` | restrictions of measures other than bans, cancellations and closures |
| `requirements` | preconditions of every command |
| `status` | status of an account at an instant, for lists and search |
| `timeline` | intervals of a standing along a time axis |
| `unknown` | refusal of an account that does not exist, or did not then |
| `verdicts` | standing + privilege + instant → verdict |
"""
