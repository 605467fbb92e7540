"""Decisions: one privilege or one draft, many at once, streams, receipts.

| module | what it has |
|---|---|
| `deciding` | Decisions one by one and by the thousand |
| `decisions` | Decisions: may it do this |
| `ndjson` | Questions and answers as NDJSON |
| `questions` | What may be asked: about one privilege or one draft, many at once, in any order |
| `receipts` | Receipts: what was answered, and whether the same facts give the same answer today |
| `recording` | Receipts: an answer that was asked for with `record` is kept before it is given |
"""
