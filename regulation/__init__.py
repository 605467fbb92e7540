"""The rules: pure Python that decides. No clock, no network, no database; `now` is always an argument.

`articles/` is the notice itself, one module per article; the rest is what the articles share:

| shelf | what it answers |
|---|---|
| `tables` | which number holds on which day, and under which article; the calendar in Asia/Shanghai |
| `words` | the vocabulary, one row per word, and the sentences that are made of it |
| `holders` | what follows a holder from account to account (article 7) |
| `catalogue` | what each violation leads to; what a platform may set differently |
| `standing` | facts → standing; standing + privilege + instant → verdict; what changes next by itself |
| `accounts` | command + standing → facts, or a refusal; what the homepage displays |
| `gate` | standing + draft + instant → may it be published, with which labels, how far (articles 2 to 5, 9, 10) |
| `sanctions`, `cases` | finding → consequences, appeals, statements; what people decide |
| `screening`, `followers`, `rumours`, `reports` | articles 1, 10, 6 and 9 |
| `records` | how the history of a record folds into its state |

`networks`, `coordination`, `directives`, `exposures` and `webhooks` are one module each.
"""
