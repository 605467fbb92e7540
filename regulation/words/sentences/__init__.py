"""Sentences that the system says to callers, in Chinese by their English: problems, faults of requests, refusals.

English is the key, with a name in braces for each value. A sentence is recognised whatever its values are; a value that
is a word, an instant or a sentence of these tables is said in Chinese, too. `tests/regulation/words/test_sentences.py`
names each sentence of the source that has no row.

| module | contents |
|---|---|
| `finding` | From an English sentence to the Chinese one |
| `titles` | Titles of problems |
| `requests` | Faults of requests: fields, headers, bodies |
| `service` | Authentication, limits, outages, unknown records |
| `accounts` | Refusals of commands on accounts |
| `records` | Refusals of commands on cases, rumours and other records |
"""
