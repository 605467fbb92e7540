"""The description says what the API does: generated requests, right and wrong ones, are answered as it says."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.python.asgi import shutdown_lifespans
from schemathesis.schemas import BaseSchema

from api.app import create_app
from ledger import keys
from ledger.accounts.reading import Patience
from ledger.store.database import Database
from models.roles import Role
from tests.api.conftest import MORNING, Clock, opened, settings_for
from tests.examples import examples

NOWHERE = "postgresql+asyncpg://nobody@nowhere/standing"
OPERATIONS = sorted(
    (path, method)
    for path, methods in create_app(settings_for(NOWHERE)).openapi()["paths"].items()
    for method in methods
    if path.startswith("/v1")
)
ACCOUNTS = ("active", "banned", "closed")
EACH = examples(5, times=2)
ITEM_BY_ITEM = (
    "/v1/decisions/batch",
    "/v1/decisions/stream",
    "/v1/cases/decisions",
    "/v1/coordination/links",
    "/v1/coordination/posts",
    "/v1/rumors/{rumor}/exposures",
)
"""A bad item is answered where it stands, and does not spoil the rest."""

given_some = hypothesis_settings(
    max_examples=EACH,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


@schemathesis.serializer("application/octet-stream", "application/x-ndjson")
def as_bytes(_: Any, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode(errors="surrogatepass")


async def prepared(url: str) -> str:
    """Accounts to ask about, and the secret of a key that may do everything."""
    async with opened(url, Clock()) as api:
        for account in ACCOUNTS:
            await api.registered(account)
        ban = {"id": "b1", "category": "fabrication", "duration": "P7D"}
        await api.operator.post("/v1/accounts/banned/bans", json=ban)
        await api.operator.post("/v1/accounts/closed/closure", json={})
    database = Database(url, pool_size=1, times_given=True)
    _, secret = await keys.create(database, "all", Role, MORNING)
    await database.close()
    return secret


@pytest.fixture(scope="module")
def described(module_url: str) -> Iterator[tuple[BaseSchema, str]]:
    """The description, bound to the application in this process."""
    app = create_app(settings_for(module_url), clock=Clock(), patience=Patience(wait_s=0.05))
    secret = asyncio.run(prepared(module_url))
    yield schemathesis.openapi.from_asgi("/openapi.json", app), secret
    shutdown_lifespans()


@pytest.mark.parametrize("operation", ["ask_publish_decision", "ask_decisions", "stream_decisions"])
def test_questions_about_drafts_many_and_lines_are_described(operation: str) -> None:
    """Each with its body, its answer in its form, and the problems that a caller must expect, 503 among them."""
    (found,) = (
        one
        for path in create_app(settings_for(NOWHERE)).openapi()["paths"].values()
        for one in path.values()
        if one["operationId"] == operation
    )
    form = "application/x-ndjson" if operation == "stream_decisions" else "application/json"
    assert set(found["requestBody"]["content"]) == {form}
    assert set(found["responses"]["200"]["content"]) == {form}
    assert {"400", "401", "403", "413", "415", "422", "503"} <= set(found["responses"])


@pytest.mark.hypothesis
@pytest.mark.parametrize(("path", "method"), OPERATIONS, ids=[f"{method} {path}" for path, method in OPERATIONS])
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_generated_requests_are_answered_as_described(
    described: tuple[BaseSchema, str], path: str, method: str, mode: GenerationMode
) -> None:
    """No 5xx, no undescribed status, header or body; what the description forbids is refused."""
    schema, secret = described
    operation = schema[path][method]
    known = st.sampled_from([None, *ACCOUNTS]) if mode is GenerationMode.POSITIVE else st.none()

    @seed(20260310)
    @given_some
    @given(case=operation.as_strategy(generation_mode=mode), account=known)
    def run(case: Any, account: str | None) -> None:
        if account is not None and "account" in case.path_parameters:
            case.path_parameters["account"] = account
        if account is not None and method == "post" and path == "/v1/decisions" and isinstance(case.body, dict):
            case.body["account"] = account
        if case.query and isinstance(case.query.get("wait"), int):
            case.query["wait"] = min(case.query["wait"], 0)  # nobody here has an hour for news
        excluded = [] if mode is GenerationMode.NEGATIVE else [schemathesis.checks.positive_data_acceptance]
        if path in ITEM_BY_ITEM:
            excluded.append(schemathesis.checks.negative_data_rejection)
        case.call_and_validate(headers={"Authorization": f"Bearer {secret}"}, excluded_checks=excluded)

    run()
