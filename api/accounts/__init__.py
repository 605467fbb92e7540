"""Accounts: registration, profile, certification, profit-making, standing, history.

| module | contents |
|---|---|
| `accounts` | Registration, profile, homepage and change of holder (articles 1, 4, 7 and 8) |
| `admissions` | Admission of an irregular credit code by a reviewer (article 7) |
| `certifications` | Certifications, which permit publishing in a protected field (article 2) |
| `closures` | Closure as a sanction or at the holder's request, and reopening (article 7) |
| `exemptions` | Exemptions of one holder from a rule, granted by an operator (articles 1 and 7) |
| `finding` | Search of accounts |
| `history` | The facts of an account, and the timeline derived from them |
| `impersonations` | Findings of impersonation, which withdraw service (article 1) |
| `monetization` | Profit-making privileges: application, eligibility, cancellation (articles 8 and 9) |
| `standings` | The standing at an instant, past or future (articles 2, 7, 8, 9 and 10) |
"""
