"""Rumours: their course, and the comparison of texts with them (article 6).

| module | what it has |
|---|---|
| `course` | Reducer of a rumour: which status allows what (`MOVES`) |
| `fields` | Fields of meaning: words that are not one |
| `matching` | Matching of a text to open rumours |
| `nearness` | How near a text comes to the claim of a rumour, and where |
| `reading` | Reading of texts for comparison with rumours |
| `register` | Register of a text: does it tell the news or give advice as people do every day |
| `rumours` | Rumours: what somebody asks for |
| `search` | Search pages: which verified information is pinned at the top for what somebody looks for (a |
| `stance` | Stance of a text towards a rumour that it speaks of |
| `words` | Words of rumours: what is said in many ways and means the same |
"""
