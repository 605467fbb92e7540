"""Protected emblems in pictures (article 1): read an image safely, describe it, recognise emblems in it.

Bytes and arrays in, findings out. A stranger's bytes are only ever decoded in a child process with limits
(`readers` → `apart` → `decoding`); the rest is computation. The ledger keeps the bank; edge and command line ask.
A finding is evidence for a person to look at, never a decision.
"""
