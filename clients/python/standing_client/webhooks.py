"""Webhooks: verification that a delivery comes from Standing and is recent.

```python
event = webhooks.verify(request_body, request_headers, secret)
```
"""

from collections.abc import Mapping
from typing import Any, Final

from pydantic_core import from_json
from standardwebhooks import Webhook, WebhookVerificationError

from standing_client.problems import StandingError

_PREFIX: Final = "whsec_"


class ForgedWebhookError(StandingError):
    """The delivery is not signed with the secret, or is more than five minutes old: answer 401 and ignore it."""


def verify(body: bytes | str, headers: Mapping[str, str], *secrets: str) -> Any:
    """Return the delivered event, whose signature and age are verified.

    `body` is the request's body as it arrived, byte for byte. While a secret is being rotated, give the old and the new
    one. Deliveries may repeat: remember the header `webhook-id`, or the event's `id`.

    Raises:
        ForgedWebhookError: when no secret fits, a header is missing, or the delivery is too old.
        ValueError: when no secret is given, or one is not `whsec_…`.
    """
    if not secrets:
        raise ValueError("give the secret of the webhook, whsec_…")
    said: Exception | None = None
    for hook in [_hook(secret) for secret in secrets]:
        try:
            hook.verify(body, dict(headers), json_parse=False)
        except WebhookVerificationError as error:
            said = error
        except ValueError as error:  # a damaged header, which the library does not expect
            said = error
        else:
            return from_json(body)
    raise ForgedWebhookError(f"not a delivery of Standing: {said}")


def _hook(secret: str) -> Webhook:
    """Return the secret ready to verify. A damaged one is a fault of the receiver, and no delivery is forged by it."""
    try:
        if not secret.startswith(_PREFIX):
            raise ValueError("another beginning")
        return Webhook(secret)
    except Exception:
        raise ValueError(
            "this is no secret of a webhook: give it whole, as its creation answered it, whsec_…"
        ) from None
