"""Reports to the regulator (article 9): periods, content, words, release.

| module | content |
|---|---|
| `content` | figures and rows of a report on restrictions of profit-making |
| `periods` | reporting periods (article 9, "regularly") |
| `reports` | preparing, approving, submitting and correcting a report |
| `words` | wording of a report, in Chinese and in English |
"""
