"""Accounts: commands, facts, standings, and the registry of holders.

| module | what it has |
|---|---|
| `admissions` | Credit codes that are not as the standard has them |
| `applications` | Applications for a certification (article 2) |
| `boundaries` | Settling: boundaries that were passed are recorded and announced |
| `commands` | One command, one transaction |
| `due` | Fields that accounts have declared and are not certified in |
| `exemptions` | What was allowed to holders beyond the rule |
| `expiry` | Certifications that end soon |
| `group_commit` | Commands together: what arrives while one transaction commits is carried out together in the |
| `holding` | What a command locks, and what is known of the holder behind the account |
| `likenesses` | What accounts that were closed as a sanction can be known again by (article 7) |
| `quick_reads` | Quick reads: the standings that many requests ask for at the same time |
| `reactions` | What is opened along with an account's facts |
| `reading` | Read: standings as they are |
| `registry` | The registry of holders: who holds which seats, and who may not come back (article 7) |
| `reviews` | What a person must look at before it counts |
| `verification` | Verify and rebuild: the chain of each account is recomputed |
"""
