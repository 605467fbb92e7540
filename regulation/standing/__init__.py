"""Standing: facts are folded into it, verdicts and boundaries are read from it.

| module | what it has |
|---|---|
| `boundaries` | Boundaries: the instants at which a standing changes by itself |
| `description` | A standing as a page for operators |
| `fold` | Fold: facts in the order they were recorded → standing |
| `measures` | Measures beside bans, cancellations and closures |
| `requirements` | What every command needs before its own rule is asked |
| `status` | The status of an account at an instant, in the few words that lists and search need |
| `timeline` | The timeline of a standing |
| `verdicts` | Verdicts: standing + privilege + instant → the answer |
"""
