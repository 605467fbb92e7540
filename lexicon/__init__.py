"""Lexicon that is shipped with the program (article 1): protected names, read from `data/`, and the data's generators.

The ledger keeps the names that operators import or retire, and the rows that they switch
(`ledger/screening/lexicon.py`).
"""
