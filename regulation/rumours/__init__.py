"""Rumours: their statuses, and the comparison of texts with them (article 6).

| module | content |
|---|---|
| `reducer` | reducer of a rumour, and the moves that each status allows (`MOVES`) |
| `fields` | semantic fields: groups of words that exclude each other |
| `matching` | matching of a text to open rumours |
| `nearness` | similarity of a text to the claim of a rumour, and the place of the match |
| `reading` | normalisation of texts for comparison with rumours |
| `register` | register of a text: news report, or everyday advice |
| `rumours` | commands on a rumour, each giving entries or a refusal |
| `search` | verified information pinned at the top of search pages |
| `stance` | stance of a text towards a rumour: repeats, denies or asks |
| `words` | synonyms: different wordings of one meaning |
"""
