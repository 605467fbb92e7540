"""Decisions: one privilege or one draft, batches, streams, and decision receipts.

| module | contents |
|---|---|
| `deciding` | Single and bulk decisions over the standings in memory |
| `decisions` | Routes: single decision, draft, batch, stream |
| `ndjson` | Streams of questions and answers as NDJSON |
| `questions` | Request bodies: questions about a privilege or a draft, and batches |
| `receipts` | Route of decision receipts, with re-evaluation |
| `recording` | Storage of a receipt before the answer is sent |
"""
