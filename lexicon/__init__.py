"""The lexicon that comes with the program: protected names as data, read from `data/`, and the generators of that data.

What operators import, retire and switch is kept in the ledger and laid over it (`ledger/screening/lexicon.py`).
"""
