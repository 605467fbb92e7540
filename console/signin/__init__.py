"""Sign-in: by the platform's OpenID provider, or by one-time links of the command line (docs/console.md).

| module | contents |
|---|---|
| `provider` | The OpenID provider: the way to it, and the exchange of a code for what it attests |
| `tokens` | Checks of an ID token |
| `rights` | What a person's groups allow |
"""
