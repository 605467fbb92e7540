"""The page under a status link: an account's status for its holder, and the form to appeal.

It is mounted beside the console, and has nothing of it but templates, texts and styles: no session, no cookie, no
script, no visitor. The link in the path is the credential (docs/holders.md).

| module | contents |
|---|---|
| `app` | The application that the composition root mounts |
| `pages` | Routes |
| `answering` | Pages as answers: headers, language, failures |
| `appealing` | The form of the appeal, and the appeal itself |
| `shown` | What the templates show, in one language |
"""
