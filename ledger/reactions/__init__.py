"""Reactions: the one table of what follows from a fact or an entry, and from the decision of a case.

| module | what it has |
|---|---|
| `appeal` | Articles 9 and 12: what an appeal comes to is recorded with its decision |
| `certification` | Article 2: an approved application opens the field, and the homepage shows its materials |
| `coordination` | Article 7: a cluster that is confirmed is sanctioned in one action |
| `decided_cases` | What follows from the decision of a case |
| `deciding` | The desk on which a consequence works |
| `enforcement` | Articles 9 and 12: what cannot be undone by waiting is done when two people have decided it  |
| `followers` | Article 10: a person has seen to followers that were not removed |
| `identity` | Articles 1 and 7: what was held gets its service or never; an imitation gets none |
| `network` | Article 11: the roster has broken rules repeatedly |
| `nothing` | Nothing follows from it by itself |
| `table` | The table of reactions: for each type of fact and of entry |
"""
