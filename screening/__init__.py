"""Screening names against the protected ones (article 1): pure, and quick enough for every name of a large platform.

| module | what it holds |
|---|---|
| `holding` | the literal table of what is held for a person to decide |
| `grammar` | what organs and outlets are called, which qualifiers say nothing, which words are a newsroom's |
| `belonging` | what staff, channels, police, courts and the army are called, and what makes another thing of that |
| `claiming` | names that claim to be of a body with more words around |
| `numerals` | numerals of every kind, read as Chinese ones |
| `folding` | one table a character: what is written otherwise and means the same |
| `tables` | generated tables, read from `data/`: simplified forms, look-alikes, everyday words |
| `lookalikes` | characters that look alike: generated pairs, pairs made by hand |
| `compiling` | from a lexicon to one automaton over folded text |
| `screener` | the screening itself |
"""
