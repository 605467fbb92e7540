"""Recognition of protected emblems in pictures (article 1): safe reading, features, matching.

Bytes and arrays in, matches out. Untrusted bytes are decoded only in a child process with limits (`readers` → `apart` →
`decoding`); the rest is computation. The ledger keeps the bank of references; API and command line call the matching
through the ledger. A match is evidence for a person to look at, never a decision.
"""
