"""Commands that ask the gate, and show receipts.

| module | what it has |
|---|---|
| `check` | `standing check`: many questions from a file |
| `receipts` | `standing receipt`: what a platform was told |
"""
