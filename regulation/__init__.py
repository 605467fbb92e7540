"""Rules: pure Python that decides. No clock, no network, no database; `now` is always an argument.

`articles/` is the notice itself, one module per article; the other shelves are what the articles share:

| shelf | content |
|---|---|
| `tables` | dated numbers with their articles; the calendar in Asia/Shanghai; the tolerance for callers' clocks |
| `words` | the vocabulary, one row per word, and the sentences made of it |
| `holders` | findings, restrictions and seats that follow a holder from account to account (article 7) |
| `catalogue` | consequences of each violation; the values that a platform may set differently |
| `standing` | facts → standing; standing + privilege + instant → verdict; the next changes by themselves |
| `accounts` | command + standing → facts, or a refusal; display data of the homepage |
| `gate` | standing + draft + instant → may it be published, with which labels and limits (articles 2 to 5, 9, 10) |
| `sanctions`, `cases` | finding → consequences, appeals, statements; decisions of people |
| `screening`, `followers`, `rumours`, `reports` | articles 1, 10, 6 and 9 |
| `records` | reducer of a record: its entries fold into its state |

`networks`, `coordination`, `directives`, `exposures` and `webhooks` are one module each.
"""
