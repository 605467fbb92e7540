"""Reactions: the table of reactions to facts and entries, and of the consequences of decided cases.

| module | contents |
|---|---|
| `appeal` | articles 9 and 12: the outcome of an appeal, recorded with its decision |
| `certification` | article 2: approved applications for a certification |
| `coordination` | article 7: sanction of a confirmed cluster |
| `decided_cases` | the table of consequences, by kind of case |
| `corrected_cases` | the table of withdrawals, by kind of case: what a correction undoes |
| `correcting` | the context in which a withdrawal runs, and withdrawals on accounts |
| `deciding` | the context in which a consequence runs |
| `enforcement` | articles 9 and 12: closures and cancellations that two people have decided alike |
| `followers` | article 10: settlement of a clean-up whose followers were not removed |
| `identity` | articles 1 and 7: held registrations and changes, and imitations |
| `network` | article 11: sanction of a network for repeated violations on its roster |
| `nothing` | the empty consequence |
| `table` | the table of reactions, by type of fact and of entry |
"""
