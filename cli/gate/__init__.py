"""Commands that ask the gate for verdicts, and show receipts.

| module | content |
|---|---|
| `check` | `standing check`: verdicts on many questions from a file |
| `receipts` | `standing receipt`: a recorded verdict, computed again; `standing receipts`: a list |
"""
