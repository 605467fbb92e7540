"""Protected emblems in pictures (article 1): read an image safely, describe it, recognise emblems in it.

Computation alone: bytes and arrays in, findings out. The ledger keeps the bank; activities and the edge ask.
A finding is evidence for a person to look at, never a decision.
"""
