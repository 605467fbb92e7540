"""Accounts: commands, facts, standings, and the registry of holders.

| module | contents |
|---|---|
| `account_names` | names of accounts, for lists that have their identifiers |
| `admissions` | irregular credit codes that a person has admitted on evidence (article 7) |
| `applications` | applications for a certification (article 2) |
| `boundaries` | boundary recording: passed boundaries are recorded and announced |
| `by_two` | what two persons have decided about accounts (articles 9 and 12) |
| `commands` | execution of one command in one transaction |
| `due` | fields that accounts have declared without a certification (article 2) |
| `exemptions` | exemptions of holders from the quota and from name protection |
| `expiry` | warnings of certifications that end soon (article 2) |
| `group_commit` | group commit: several commands in one transaction |
| `together` | commands on many accounts in set-based statements |
| `entanglements` | accounts on which an overturn concerns more than the account |
| `holding` | locks of a command, and the data of the holder behind the account |
| `likenesses` | recognition of accounts that were closed as a sanction (article 7) |
| `quick_reads` | batched reads of standings that many requests ask for at the same time |
| `reactions` | reactions to an account's facts: cases, clean-ups, exposures |
| `reading` | reading of standings and facts |
| `registry` | the registry of holders: seats and bars (article 7) |
| `reviews` | registrations and changes held for review by a person |
| `search`, `search_filters`, `search_counts`, `search_upkeep` | search of accounts through derived rows |
| `verification` | verification of each account's hash chain, and rebuilding of standings |
"""
