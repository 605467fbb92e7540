"""A prepared platform: a server that listens, and what each operation's example needs before it is sent.

The server's clock stands at one morning, so that the dates of the examples hold on every day. The application and the
database are real; what workers do in between (a bulk action, a report's files, a sweep) is done by their own functions.
"""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Generator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from typing import Any

import httpx2
import uvicorn

from embedded import free_port
from ledger.coordination import sweeps
from ledger.reports import reports
from ledger.sanctions import bulk
from models.reports.reports import Delivered, ReportStatus
from models.roles import Role
from regulation.reports import reports as report_rules
from regulation.reports.periods import period_of
from reports.filing import Filing, terms_of
from tests.api.conftest import Api, Clock, client_of, opened, person_with_key
from tests.api.test_sessions import signed_in
from tests.reports.building_here import built_here

TAKE_BACK = timedelta(minutes=5)
_accounts = count(1)
_months = count(0)


@dataclass
class Platform:
    """The platform, the address of its server, and the key with which the clients call: a person with every role."""

    api: Api
    address: str
    key: str
    person: str
    caller: httpx2.AsyncClient
    second: httpx2.AsyncClient
    """Another person with every role, for what two must decide."""
    numbers: Callable[[], int] = field(default_factory=lambda: count(1).__next__)

    def fresh(self, stem: str) -> str:
        """Return an identifier that nobody has."""
        return f"{stem}-{self.numbers()}"

    async def sent(self, path: str, body: Any = None, *, by: httpx2.AsyncClient | None = None, **more: Any) -> Any:
        """Post to the API; return the answer, which must be a success."""
        answer = await (by or self.caller).post(path, json={} if body is None and not more else body, **more)
        assert answer.is_success, f"POST {path}: {answer.status_code} {answer.text}"
        return answer.json()

    async def read(self, path: str) -> Any:
        """Get from the API; return the answer, which must be a success."""
        answer = await self.caller.get(path)
        assert answer.is_success, f"GET {path}: {answer.status_code} {answer.text}"
        return answer.json()

    async def account(self, **more: Any) -> str:
        """Register an account of a new holder."""
        return await self.api.registered(f"platform-{next(_accounts)}", **more)

    async def did(self, account: str, what: str, **body: Any) -> str:
        """Decide something about the account; return the identifier of the fact."""
        return str((await self.sent(f"/v1/accounts/{account}/{what}", body))["id"])

    async def banned(self) -> tuple[str, str]:
        """Return an account and its ban."""
        account = await self.account()
        return account, await self.did(account, "bans", category="rumour_making", duration="P7D", id="ban-4711")

    async def case(self, account: str | None = None) -> str:
        """Open a case by hand: closing an account."""
        body = {"kind": "closure", "category": "matrix_manipulation", "account": account or await self.account()}
        return str((await self.sent("/v1/cases", body))["id"])

    async def application(self) -> str:
        """Return the case of an application for a certification, which one person decides."""
        account = await self.account(fields=["healthcare"])
        body = {
            "field": "healthcare",
            "valid_from": "2026-03-01",
            "valid_until": "2027-02-28",
            "materials": {"professional_qualification": "执业医师资格证 20260017"},
            "evidence": [{"kind": "document", "text": "资格证扫描件", "link": "https://files.example.cn/licence.pdf"}],
        }
        return str((await self.sent(f"/v1/accounts/{account}/certification-applications", body))["id"])

    async def decided(self) -> str:
        """Return an application for a certification that was approved."""
        case = await self.application()
        await self.sent(f"/v1/cases/{case}/decision", {"outcome": "approved"})
        return case

    async def deferred(self) -> str:
        """Return a case whose decision can still be taken back."""
        state, case = self.api.app.state, await self.application()
        before = state.app_state
        state.app_state = replace(before, take_back_window=TAKE_BACK)
        await self.sent(f"/v1/cases/{case}/decision", {"outcome": "approved"})
        state.app_state = before
        return case

    async def exposure(self, **exposing: Any) -> str:
        """Return the number of an exposure: two people have closed an account."""
        case = await self.case()
        body = {"outcome": "approved", "reason": "eleven accounts, one text", "exposure": exposing}
        await self.sent(f"/v1/cases/{case}/decision", body)
        await self.sent(f"/v1/cases/{case}/decision", body, by=self.second)
        return str((await self.read(f"/v1/exposures?case={case}"))["exposures"][0]["id"])

    async def bulk(self, status: str) -> str:
        """Return a bulk action that has this status."""
        measure = {"type": "ban", "category": "matrix_manipulation", "duration": "P7D"}
        body = {"measure": measure, "accounts": [await self.account()], "reason": "the same text from all of them"}
        found = str((await self.sent("/v1/bulk-actions", body))["id"])
        while status != "running" and (await self.read(f"/v1/bulk-actions/{found}"))["bulk"]["status"] == "running":
            await bulk.advance(self.api.database, found, now=self.api.clock(), actor="bulk run")
        if status == "reverting":
            await self.sent(f"/v1/bulk-actions/{found}/reversal", {"reason": "the detector was wrong"})
        return found

    async def report(self, status: ReportStatus, *, release: bool = False) -> str:
        """Return a report of a month that nobody has asked for, with this status."""
        number = next(_months)
        month = f"{2020 + number // 12}-{number % 12 + 1:02}"
        database, now = self.api.database, self.api.clock()

        async def enter(decide: Any) -> None:
            entered = await reports.execute(database, month, decide, actor="regulator report", now=now)
            assert entered.refusal is None

        await enter(report_rules.request(terms_of(Filing(release=release), period_of(month))))
        if status is ReportStatus.REQUESTED:
            return month
        await built_here(database, month, now)
        if status is ReportStatus.DELIVERED:
            await enter(report_rules.delivered(Delivered(attempt=1, to="ready to be fetched")))
        return month

    async def cluster(self) -> str:
        """Return a cluster: accounts that are paid by one card, found by a sweep."""
        accounts = [await self.account() for _ in range(3)]
        card = self.fresh("card")
        links = [{"account": account, "kind": "payout", "value": card} for account in accounts]
        await self.sent("/v1/coordination/links", {"links": links})
        await sweeps.sweep_now(self.api.database, self.fresh("sweep"), self.api.clock())
        clusters = (await self.read("/v1/coordination/clusters"))["clusters"]
        return next(str(one["id"]) for one in clusters if accounts[0] in one["finding"]["members"])

    async def session(self) -> tuple[str, str]:
        """Return a person who is signed in, and the session."""
        one = await signed_in(self.api, self.fresh("subject"), Role.REVIEWER)
        (session,) = (await self.read(f"/v1/sessions?person={one.person.id}"))["sessions"]
        return one.person.id, str(session["id"])


class _Server(uvicorn.Server):
    """A server that says when it listens, and leaves the signals to pytest."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


@contextlib.asynccontextmanager
async def prepared(url: str, *, standing_still: bool = True) -> AsyncIterator[Platform]:
    """Yield a platform over a migrated database, whose server listens; its clock stands still, or is the database's."""
    async with (
        opened(url, Clock() if standing_still else None, webhook_allow_private=True) as api,
        contextlib.AsyncExitStack() as stack,
    ):
        person, key = await person_with_key(api.database, "安莉", Role)
        _, other = await person_with_key(api.database, "周宁", Role)
        caller = await stack.enter_async_context(client_of(api, key))
        second = await stack.enter_async_context(client_of(api, other))
        port = free_port()
        server = _Server(uvicorn.Config(api.app, port=port, lifespan="off", log_config=None, access_log=False))
        serving = asyncio.create_task(server.serve())
        await server.listening.wait()
        yield Platform(api, f"http://127.0.0.1:{port}", key, person, caller, second)
        server.should_exit = True
        await serving
