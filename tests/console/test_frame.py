"""What every page of the console has: headers, static files, languages, theme, protection, failures."""

import re
from hashlib import sha256
from io import StringIO

import httpx2
import pytest

from api.app import create_app
from console.app import PATH, console_app
from console.holder import app as holder
from console.http.headers import CONTENT_SECURITY_POLICY
from console.http.visit import Visit
from console.http.visitors import COOKIE
from console.reference import app as reference
from console.rendering import static
from models.roles import Role
from tests.api.conftest import Clock, opened, settings_for
from tests.console.conftest import Console

LONGEST_MS = 300


async def test_every_answer_has_the_consoles_own_policy(console: Console) -> None:
    """Pages, refusals, redirects and failures: own scripts, styles and images only, nothing inline."""
    for path in ("/console/queue", "/console", "/console/nowhere", "/console/queue?after=nonsense"):
        answer = await console.reviewer.get(path)
        assert answer.headers.get_list("content-security-policy") == [CONTENT_SECURITY_POLICY], path
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
    page = (await console.reviewer.get("/console/queue")).text
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", page)


async def test_the_api_keeps_its_stricter_policy(console: Console) -> None:
    """The console's policy is for the console alone."""
    answer = await console.api.operator.get("/v1/cases")
    assert answer.headers.get_list("content-security-policy") == [
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ]


async def test_static_files_are_kept_for_good_under_their_hash(console: Console) -> None:
    """Every address that a page names leads to a file that browsers keep; another hash is answered, and not kept."""
    page = (await console.reviewer.get("/console/queue")).text
    addresses = re.findall(r'(?:src|href)="(/console/static/[^"]+)"', page)
    assert len(addresses) >= 5
    for address in addresses:
        answer = await console[None].get(address)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert sha256(answer.content).hexdigest().startswith(address.split("/")[3])
        again = await console[None].get(address, If_None_Match=answer.headers["etag"])
        assert (again.status_code, again.content) == (304, b"")
    old = await console[None].get("/console/static/0000000000000000/standing.css")
    assert (old.status_code, old.headers["cache-control"]) == (200, "no-store")
    for wrong in (
        "/console/static/x/../app.py",
        "/console/static/x/nothing.css",
        "/console/static/x/vendor/manifest.json",
    ):
        assert (await console[None].get(wrong)).status_code == 404


def test_the_files_of_others_are_those_of_the_manifest() -> None:
    """Each file has the hash, the version and the licence that the manifest says, and none is missing in it."""
    listed = static.vendor_files()
    for file in listed:
        content = (static.FOLDER / file.file).read_bytes()
        assert sha256(content).hexdigest() == file.sha256, file.file
        assert (static.FOLDER / "vendor" / f"{file.package}.LICENSE.txt").is_file()
    kept = {path.relative_to(static.FOLDER).as_posix() for path in (static.FOLDER / "vendor").glob("*.js")}
    assert kept == {file.file for file in listed}


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans-CN"),
        ("en-GB,en;q=0.9", "en"),
        ("fr-FR,fr;q=0.9,en;q=0.5,zh;q=0.4", "en"),
        ("fr", "zh-Hans-CN"),
        ("", "zh-Hans-CN"),
        ("en;q=0", "zh-Hans-CN"),
        (";;;q=,,en;q=9", "zh-Hans-CN"),
    ],
)
async def test_the_language_is_the_browsers(console: Console, header: str, tag: str) -> None:
    """Chinese where the browser asks for neither."""
    assert f'<html lang="{tag}"' in (await console.reviewer.get("/console/queue", Accept_Language=header)).text


async def test_a_chosen_language_is_remembered(console: Console) -> None:
    """`?lang=` beats the cookie, the cookie beats the browser; an unknown language changes nothing."""
    chosen = await console.reviewer.get("/console/queue?lang=zh")
    assert '<html lang="zh-Hans-CN"' in chosen.text
    assert chosen.cookies["standing-language"] == "zh"
    later = await console.reviewer.get("/console/queue", Cookie="standing-language=zh")
    assert '<html lang="zh-Hans-CN"' in later.text
    other = await console.reviewer.get("/console/queue?lang=tlh", Cookie="standing-language=tlh")
    assert '<html lang="en"' in other.text


async def test_a_theme_is_chosen_by_a_form_and_remembered(console: Console) -> None:
    """It works without script, and leads back to the page."""
    answer = await console.reviewer.post("/console/preferences", {"theme": "dark", "back": "/console/queue"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/console/queue")
    page = await console.reviewer.get("/console/queue", Cookie="standing-theme=dark")
    assert 'data-theme="dark"' in page.text
    for elsewhere in ("https://elsewhere.example", "//elsewhere.example", "/console\\..\\..", ""):
        answer = await console.reviewer.post("/console/preferences", {"theme": "pink", "back": elsewhere})
        assert answer.headers["location"] == "/console"
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://standing.test"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "http://standing.test"}, 303),
        ({"Origin": "http://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
    ],
)
async def test_a_forged_form_is_refused(console: Console, headers: dict[str, str], status: int) -> None:
    """Only a page of the console itself may change something."""
    client = console.api[Role.REVIEWER]
    answer = await client.post("/console/preferences", data={"theme": "dark"}, headers=headers)
    assert answer.status_code == status
    if status == 403:
        assert "控制台的页面" in answer.text


async def test_without_a_visitor_the_page_asks_for_one(console: Console) -> None:
    """It leads to the sign-in and back; the navigation of nobody is empty."""
    answer = await console[None].get("/console/queue?kind=appeal")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/console/sign-in?next=%2Fconsole%2Fqueue%3Fkind%3Dappeal&why=none"
    page = (await console[None].get(answer.headers["location"])).text
    assert "<h1>Sign in</h1>" in page
    assert 'data-key="g' not in page


async def test_failures_are_pages_in_the_readers_language(console: Console) -> None:
    """What does not exist, and what cannot be: a page with a way on, never a bare error."""
    for path in ("/console/nowhere", "/console/queue/x/y", f"/console/cases/none?view={'x' * 100}"):
        answer = await console.reviewer.get(path, Accept_Language="zh")
        assert answer.status_code == 404, path
        assert "页面不存在" in answer.text
        assert "回到首页" in answer.text
    refused = await console.reviewer.get("/console/queue?after=nonsense")
    assert refused.status_code == 422
    assert "after: is not a" in refused.text
    assert "query.after" not in refused.text


async def test_the_console_counts_as_its_own_routes(console: Console) -> None:
    """Metrics name the page and the API's route that it called; an unknown path has no name of its own."""
    await console.reviewer.get("/console/queue")
    measured = (await console.api[None].get("/metrics")).text
    for path in ("/console/queue", "/v1/cases"):
        assert re.search(rf'route="{path}"', measured), path


async def test_the_console_can_be_left_out(console_url: str) -> None:
    """Without the mount its paths do not exist."""
    async with opened(console_url, Clock()) as api:
        assert (await api[Role.REVIEWER].get(PATH)).status_code == 404


def test_the_root_mounts_it_unless_it_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """`STANDING_CONSOLE=off`."""
    from cli.servers.processes import mounts
    from settings import load_settings

    beside = {holder.PATH: holder.holder_app, reference.PATH: reference.reference_app}
    assert mounts(load_settings()) == {PATH: console_app, **beside}
    monkeypatch.setenv("STANDING_CONSOLE", "off")
    assert mounts(load_settings()) == beside


async def test_an_unexpected_error_has_a_page_with_the_number_of_its_log(
    console: Console, log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No bare "Internal Server Error": the reader can tell somebody which line of the log it was."""

    def broken(*_: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(Visit, "require", broken)
    answer = await console.reviewer.get("/console/queue")
    assert answer.status_code == 500
    assert "Something went wrong here" in answer.text
    number = answer.headers["x-request-id"]
    assert number in answer.text
    assert "a fault of ours" not in answer.text
    assert number in log.getvalue()


async def test_without_its_database_the_console_says_so_and_comes_back_by_itself() -> None:
    """503 in the reader's language, loaded again by the browser; static files need no database."""
    app = create_app(settings_for("postgresql+asyncpg://nobody@127.0.0.1:1/nothing"), mounts={PATH: console_app})
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
    headers = {"Cookie": f"{COOKIE}={'a' * 43}", "Accept-Language": "zh"}
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=transport, base_url="http://standing.test", headers=headers) as client,
    ):
        for path in ("/console/queue", "/console/nowhere"):
            answer = await client.get(path)
            assert answer.status_code == (503 if path == "/console/queue" else 404)
        away = await client.get("/console/queue")
        assert "数据库暂时无法连接" in away.text
        assert '<meta http-equiv="refresh" content="5">' in away.text
        assert "Retry" not in away.text
        assert (await client.get(static.address_of("standing.css"))).status_code == 200
