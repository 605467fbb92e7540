"""Search attributes are registered by the program, on a real development server."""

import asyncio
from uuid import uuid4

import pytest
from google.protobuf.duration_pb2 import Duration
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError

from background.temporal import WrongSearchAttributeError, connect_patiently, register_search_attributes
from embedded import EmbeddedTemporal
from settings import Settings
from tests.workflows.world import until
from workflows.search_attributes import STATUS

EXPECTED = {
    "StandingStatus": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
    "StandingRestrictions": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST,
    "StandingFields": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST,
    "StandingNextBoundary": IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
    "StandingKind": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
}


@pytest.fixture
async def elsewhere(server: EmbeddedTemporal, client: Client) -> Client:
    """Return a client of a namespace without our attributes."""
    namespace = f"namespace-{uuid4()}"
    await client.workflow_service.register_namespace(
        RegisterNamespaceRequest(namespace=namespace, workflow_execution_retention_period=Duration(seconds=86_400))
    )
    connected = await Client.connect(server.address, namespace=namespace)

    async def served() -> bool:
        try:
            await listed(connected)
        except RPCError:
            return False
        return True

    await until(served, "the namespace is served")
    return connected


async def listed(client: Client) -> dict[str, IndexedValueType.ValueType]:
    request = ListSearchAttributesRequest(namespace=client.namespace)
    answer = await client.operator_service.list_search_attributes(request)
    return {name: kind for name, kind in answer.custom_attributes.items() if name.startswith("Standing")}


async def add(client: Client, name: str, kind: IndexedValueType.ValueType) -> None:
    await client.operator_service.add_search_attributes(
        AddSearchAttributesRequest(namespace=client.namespace, search_attributes={name: kind})
    )


async def test_all_are_added_each_with_its_type(elsewhere: Client) -> None:
    """An empty namespace is complete after one call."""
    assert await listed(elsewhere) == {}
    await register_search_attributes(elsewhere)
    assert await listed(elsewhere) == EXPECTED


async def test_doing_it_again_changes_nothing(elsewhere: Client) -> None:
    """Each worker registers at each start, several at once."""
    await asyncio.gather(*(register_search_attributes(elsewhere) for _ in range(4)))
    await register_search_attributes(elsewhere)
    assert await listed(elsewhere) == EXPECTED


async def test_only_what_is_missing_is_added(elsewhere: Client) -> None:
    """A namespace of an older version gets the new attributes."""
    await add(elsewhere, STATUS.name, EXPECTED[STATUS.name])
    await register_search_attributes(elsewhere)
    assert await listed(elsewhere) == EXPECTED


async def test_a_wrong_type_is_refused_with_what_to_do(elsewhere: Client) -> None:
    """Temporal would accept our attributes and never index them: the worker must not start."""
    await add(elsewhere, STATUS.name, IndexedValueType.INDEXED_VALUE_TYPE_INT)
    with pytest.raises(WrongSearchAttributeError, match=r"StandingStatus .*_INT, but must be .*_KEYWORD: remove"):
        await register_search_attributes(elsewhere)
    assert set(await listed(elsewhere)) == {STATUS.name}


async def test_a_client_that_came_too_early_waits_for_the_server(server: EmbeddedTemporal, client: Client) -> None:
    """The order of starting does not matter."""
    await asyncio.to_thread(server.kill)
    try:
        coming = asyncio.ensure_future(connect_patiently(Settings(temporal_address=server.address)))
        done, _ = await asyncio.wait({coming}, timeout=0.3)
        assert not done
    finally:
        await asyncio.to_thread(server.start)
    connected = await coming
    assert await listed(connected) == EXPECTED
