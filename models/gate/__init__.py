"""Publishing gate: drafts, answers and receipts (articles 2 to 5).

| module | content |
|---|---|
| `drafts` | draft of a publication, with its sources and media |
| `publishing` | answer of the gate: verdict, labels and limits |
| `receipts` | receipts of answers, and their re-evaluation |
"""
