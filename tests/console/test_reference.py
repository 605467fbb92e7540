"""The reference at `/docs`: a page for every operation, examples that are what the description says, and calls with the
session.
"""

import asyncio
import json
import re
import shlex
from collections.abc import AsyncIterator
from html import unescape

import httpx2
import pytest

from api.app import routed
from console.app import PATH as CONSOLE
from console.app import console_app
from console.http.headers import CONTENT_SECURITY_POLICY
from console.reference import app as reference
from console.reference import lines
from console.reference.groups import GROUPS
from console.reference.operations import Operation, listed, operation_of
from console.reference.records import source_of
from embedded import EmbeddedPostgres
from models.roles import Role
from regulation.words.operations import OPERATIONS as CHINESE
from tests.api.conftest import Clock, opened
from tests.console.conftest import LASTING, Console, another_visitor, signed_in
from tests.console.test_every_page import INLINE

DESCRIPTION = routed().openapi()
OPERATIONS = {one.name: operation_of(DESCRIPTION, one) for one in listed(DESCRIPTION)}
SAME = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
async def site(postgres: EmbeddedPostgres, template: str, process_name: str) -> AsyncIterator[Console]:
    name = f"reference_{process_name}"
    await asyncio.to_thread(postgres.create_database, name, template=template)
    mounts = {CONSOLE: console_app, reference.PATH: reference.reference_app}
    async with opened(postgres.url(name), Clock(), mounts=mounts, **LASTING) as api:
        console = Console(api)
        for role in Role:
            console.tokens[role] = await signed_in(api, role)
        console.forget_cookies()
        yield console
    await asyncio.to_thread(postgres.drop_database, name)


async def read(site: Console, path: str, **headers: str) -> httpx2.Response:
    return await site.api[None].get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize("name", OPERATIONS)
async def test_every_operation_has_a_page(site: Console, name: str) -> None:
    """For everybody, as the description is: its names, its body, its answer, its lines; nothing inline."""
    operation = OPERATIONS[name]
    answer = await read(site, f"/docs/{name}", Accept_Language="zh")
    assert answer.status_code == 200
    assert answer.headers.get_list("content-security-policy") == [CONTENT_SECURITY_POLICY]
    assert not INLINE.search(answer.text)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', answer.text)
    text = unescape(answer.text)
    for said in (
        CHINESE[name],
        operation.path,
        name,
        operation.typed_body,
        *(one.name for one in operation.parameters),
    ):
        assert said in text
    origin = str(site.api[None].base_url).rstrip("/")
    for write in (lines.curl, lines.python, lines.typescript):
        assert write(operation.example, origin) in text
    for one in operation.answers:
        assert one.example is None or one.example in text
    assert 'lang="zh-Hans-CN"' in answer.text
    assert "运行" in answer.text


def test_every_summary_has_its_chinese() -> None:
    """Each operation and each group, and nothing that is no more."""
    assert set(CHINESE) == set(OPERATIONS)
    assert list(GROUPS) == list(dict.fromkeys(one.tag for one in OPERATIONS.values()))
    for said in (*CHINESE.values(), *GROUPS.values()):
        assert not re.search("[a-z]{2}", said), said


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_shows_an_answer(name: str) -> None:
    """Unless it is a file."""
    shown = [one.example for one in OPERATIONS[name].answers if one.example is not None]
    files = {"download_report", "read_case_evidence", "read_emblem_image"}
    assert len(shown) == (0 if name in files else 1)


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_line_of_curl_is_the_example(name: str) -> None:
    """A shell reads it as one command with the method, the address, the headers and the body of the example."""
    operation, example = OPERATIONS[name], OPERATIONS[name].example
    line = lines.curl(example, "http://127.0.0.1:8000").replace(" \\\n", " ")  # a shell joins such lines
    words = shlex.split(line)
    assert words.pop(0) == "curl"
    given: dict[str, list[str]] = {}
    address = []
    while words:
        word = words.pop(0)
        if word.startswith("-"):
            given.setdefault(word, []).append(words.pop(0))
        else:
            address.append(word)
    assert address == [f"http://127.0.0.1:8000{example.address}"]
    sends = "-d" in given or "--data-binary" in given
    assert given.get("-X", ["POST" if sends else "GET"]) == [operation.method]
    assert ("Authorization: Bearer $KEY" in given.get("-H", [])) == operation.keyed
    assert (f"Content-Type: {operation.media}" in given.get("-H", [])) == (operation.media is not None)
    if example.body is not None:
        assert json.loads(given["-d"][0]) == example.body


def test_records_are_looked_for_in_lists_that_exist() -> None:
    """The list is an operation, and its answer has the identifier where the page looks for it."""
    by_path = {one.path: one for one in OPERATIONS.values() if one.method == "GET"}
    sources = {one.source for each in OPERATIONS.values() for one in each.parameters} - {None}
    assert len(sources) > 15
    for source in sources | {source_of("", "account")}:
        assert source is not None
        operation = by_path[source.path.partition("?")[0]]
        items, first, identifier = source.at.split(".")
        (answer,) = operation.answers
        found = next(one for one in answer.fields if one.name == items)
        assert found.is_list, source
        assert first == "0"
        if source.path.startswith("/v1/events?"):  # of so many forms the fields are not shown
            assert all(one.name.startswith("type: ") for one in found.inner)
        else:
            assert identifier in {one.name for each in found.inner for one in (each, *each.inner)}, source
        names = {one.name for one in operation.parameters}
        assert {pair.partition("=")[0] for pair in source.path.partition("?")[2].split("&") if pair} <= names


async def test_the_first_page_lists_all_operations(site: Console) -> None:
    """By group, in both languages."""
    for language, title in (("zh", "接口文档"), ("en", "API reference")):
        page = await read(site, "/docs", Accept_Language=language)
        assert page.status_code == 200
        assert title in page.text
        assert not INLINE.search(page.text)
        for one in OPERATIONS.values():
            assert f'href="/docs/{one.name}"' in page.text
    kept = await read(site, "/docs?lang=en")
    assert kept.headers["set-cookie"].startswith("standing-language=en;")
    assert "Path=/docs" in kept.headers["set-cookie"]
    site.forget_cookies()


async def test_files_are_kept_under_their_hash_and_others_are_not_served(site: Console) -> None:
    """The pages' own files, no file of the console's."""
    page = (await read(site, "/docs/read_me")).text
    addresses = re.findall(r'(?:src|href)="(/docs/static/[^"]+)"', page)
    assert len(addresses) == len(reference.FILES)
    for address in addresses:
        answer = await read(site, address)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert (await read(site, "/docs/static/0000000000000000/reference.js")).headers["cache-control"] == "no-store"
    for wrong in ("/docs/static/x/keys.js", "/docs/nowhere", "/docs/x/y", "/docs/%3Cb%3E", "/docs/call/healthz"):
        answer = await read(site, wrong, Accept_Language="zh")
        assert (answer.status_code, "没有此操作" in answer.text, "<b>" in answer.text) == (404, True, False), wrong


async def test_a_page_calls_with_the_session_of_its_visitor(site: Console) -> None:
    """With the permissions of that person, and no more."""
    account = await site.api.registered()
    visitor = await another_visitor(site.api, Role.REVIEWER)
    me = await visitor.get("/docs/call/v1/me", headers=SAME)
    assert (me.status_code, me.json()["roles"]) == (200, ["reviewer"])
    assert me.headers["cache-control"] == "no-store"
    standing = await visitor.get(f"/docs/call/v1/accounts/{account}/standing", headers=SAME)
    assert standing.json()["account"] == account
    question = {"account": account, "privilege": "publish"}
    asked = await visitor.post("/docs/call/v1/decisions", json=question, headers=SAME)
    assert (asked.status_code, asked.json()["answer"]) == (200, "allowed")
    ban = {"category": "rumour_making", "duration": "P7D"}
    banned = await visitor.post(f"/docs/call/v1/accounts/{account}/bans", json=ban, headers=SAME)
    assert banned.status_code == 201
    again = await visitor.post("/docs/call/v1/decisions", json=question, headers=SAME)
    assert again.json()["answer"] == "refused"
    forbidden = await visitor.post("/docs/call/v1/accounts", json={}, headers=SAME)
    assert forbidden.status_code == 403


@pytest.mark.parametrize("site_header", [None, "cross-site", "same-site", "none"])
async def test_only_a_page_of_this_origin_calls_with_the_session(site: Console, site_header: str | None) -> None:
    """Reading, too: no other site learns anything."""
    visitor = await another_visitor(site.api, Role.OPERATOR)
    headers = {} if site_header is None else {"Sec-Fetch-Site": site_header}
    for call in (visitor.get("/docs/call/v1/me", headers=headers), visitor.post("/docs/call/v1/keys", headers=headers)):
        answer = await call
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:standing:problem:forbidden")


async def test_without_a_session_a_key_is_needed(site: Console) -> None:
    """A key does not count below `/docs/call`: with one the API itself is called."""
    for headers in (SAME, {**SAME, "Authorization": f"Bearer {site.api.secrets[Role.OPERATOR]}"}):
        answer = await site.api[None].get("/docs/call/v1/me", headers={"Authorization": "", **headers})
        assert (answer.status_code, answer.json()["type"]) == (401, "urn:standing:problem:unauthenticated")


async def test_what_changes_something_takes_a_fresh_sign_in(
    postgres: EmbeddedPostgres, template: str, process_name: str
) -> None:
    """Any operation can be called from here, a new key among them: a forgotten session reads and asks, no more."""
    name = f"reference_stale_{process_name}"
    await asyncio.to_thread(postgres.create_database, name, template=template)
    clock = Clock()
    stale = {**LASTING, "fresh_sign_in": "PT10M"}
    async with opened(postgres.url(name), clock, mounts={reference.PATH: reference.reference_app}, **stale) as api:
        account = await api.registered()
        visitor = await another_visitor(api, Role.OPERATOR)
        body = {"name": "x", "roles": ["operator"]}
        assert (await visitor.post("/docs/call/v1/keys", json=body, headers=SAME)).status_code == 201
        clock.pass_(minutes=11)
        refused = await visitor.post("/docs/call/v1/keys", json=body, headers=SAME)
        assert refused.status_code == 401
        assert "fresh sign-in" in refused.json()["detail"]
        assert (await visitor.get("/docs/call/v1/me", headers=SAME)).status_code == 200
        question = {"account": account, "privilege": "publish"}
        assert (await visitor.post("/docs/call/v1/decisions", json=question, headers=SAME)).status_code == 200
    await asyncio.to_thread(postgres.drop_database, name)


def test_pages_show_fields_in_their_forms() -> None:
    """A field of a body that has several forms names them; one that repeats itself ends."""
    ban: Operation = OPERATIONS["ban_account"]
    fields = {one.name: one for one in ban.body}
    assert fields["duration"].is_required
    assert fields["duration"].type == "duration"
    assert "rumour_making" in fields["category"].words
    measure = next(one for one in OPERATIONS["start_bulk_action"].body if one.name == "measure")
    assert {"type: ban", "type: close"} <= {one.name for one in measure.inner}
