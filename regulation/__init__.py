"""The rules: pure Python that decides. No clock, no network, no database; `now` is always an argument.

`articles/` is the notice itself, one module per article; the rest is the machinery that the articles share:

| module | what it answers |
|---|---|
| `parameters`, `rulebook` | which number holds on which day, and under which article |
| `commands` | command + standing → facts, or a refusal |
| `fold` | facts → standing |
| `verdicts` | standing + privilege + instant → verdict; when will it open, when may it apply |
| `boundaries` | what changes next by itself, and what a boundary changed |
| `timeline` | the past and the future as segments |
| `homepage` | what articles 2, 4 and 11 display |
| `gate` | standing + draft + instant → may it be published, with which labels, how far (articles 2 to 5, 9, 10) |
| `words/` | the vocabulary, one row per word, and the sentences that are made of it |
"""
