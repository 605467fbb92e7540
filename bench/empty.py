"""Empty endpoint as the limit of the gate: the same models in and out on the same server, and nothing else.

`python -m bench.empty PORT [DSN]`: with a DSN it also reads one row by its key, over asyncpg.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import asyncpg
import uvicorn
from fastapi import FastAPI

from api.gate.questions import PublishBody
from models.gate.publishing import GateAnswer, PublishVerdict


def empty(dsn: str | None) -> FastAPI:
    """Return the application."""
    pools: list[asyncpg.Pool] = []

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if dsn is not None:
            pools.append(await asyncpg.create_pool(dsn, min_size=16, max_size=16))
        yield

    app = FastAPI(lifespan=lifespan)

    async def answer(body: PublishBody) -> PublishVerdict:
        if pools:
            await pools[0].fetchval("SELECT snapshot FROM standings WHERE account = $1", body.account)
        return PublishVerdict(
            account=body.account, at=datetime.now(UTC), answer=GateAnswer.ALLOWED, name="empty", version=1
        )

    app.post("/publish", response_model=PublishVerdict)(answer)
    return app


if __name__ == "__main__":
    uvicorn.run(
        empty(sys.argv[2] if len(sys.argv) > 2 else None),
        port=int(sys.argv[1]),
        http="httptools",
        loop="uvloop",
        log_config=None,
        access_log=False,
        server_header=False,
    )
