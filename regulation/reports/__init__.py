"""Reports to the regulator (article 9): periods, content, words, release.

| module | what it has |
|---|---|
| `content` | Article 9: the platform regularly reports restrictions of profit-making |
| `periods` | Reporting periods (article 9, "regularly") |
| `reports` | Article 9: reports to the competent department |
| `words` | The words of a report, in Chinese and in English |
"""
