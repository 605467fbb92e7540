"""Client of Standing: typed, synchronous and asynchronous.

```python
from standing_client import Client

with Client("https://standing.example.cn", key="sk_…") as client:
    print(client.request("GET", "/v1/me").json())
```

| module | contents |
|---|---|
| `client`, `async_client` | `Client`, `AsyncClient`: the same methods, blocking or awaited |
| `calls` | a request and its reply, without any network |
| `retries` | when a request is sent again, and after how long |
| `problems` | every error that the server answers, as an exception |
| `webhooks` | verification of what Standing sends to you |
"""

from standing_client import webhooks
from standing_client.async_client import AsyncClient
from standing_client.calls import Reply
from standing_client.client import Client
from standing_client.problems import (
    ConflictError,
    ConnectionLostError,
    Fault,
    ForbiddenError,
    InvalidRequestError,
    NotFoundError,
    Problem,
    RefusedError,
    StandingError,
    TooManyRequestsError,
    UnauthenticatedError,
    UnavailableError,
    UnexpectedReplyError,
    VersionMismatchError,
    VersionNotReachedError,
)
from standing_client.retries import Retries

__all__ = [
    "AsyncClient",
    "Client",
    "ConflictError",
    "ConnectionLostError",
    "Fault",
    "ForbiddenError",
    "InvalidRequestError",
    "NotFoundError",
    "Problem",
    "RefusedError",
    "Reply",
    "Retries",
    "StandingError",
    "TooManyRequestsError",
    "UnauthenticatedError",
    "UnavailableError",
    "UnexpectedReplyError",
    "VersionMismatchError",
    "VersionNotReachedError",
    "webhooks",
]
