"""Fixtures of the tests in a real browser: Debian's Chromium, and the product as `standing up` runs it.

One product and one browser serve the whole run; each test makes its own people and accounts. Whatever the browser
reports fails the test: errors of scripts, errors on its console, violations of the policy, failures of the server.
"""

import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import parse_qs

import httpx2
import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from cli.servers import fictional
from console.http.visitors import COOKIE
from models.roles import Role
from tests.api.conftest import name_of
from tests.e2e.test_up import Up

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",  # root may not use it
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
WIDE, NARROW = 1440, 390
PATIENCE_MS = 15_000
expect.set_options(timeout=PATIENCE_MS)
REFUSED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")
"""What Chromium writes of every refusal, also of one that a test asks for."""
PICTURES = os.environ.get("PICTURES")
"""Folder that keeps the pictures of the pages: `make check-browser PICTURES=…`."""

FRESH_S = 300.0
"""Seconds after which a person signs in anew: what takes a fresh sign-in must still work."""

PLATFORM = "山野平台"
# fmt: off
FREE = frozenset({
    "account", "accounts", "aliases", "bio", "claim", "content", "contents", "evidence", "id", "imitated",
    "instructions", "label_en", "label_zh", "link", "links", "making", "name", "names", "note", "of",
    "professional_background", "professional_qualification", "q", "reason", "ref", "search", "service_qualification",
    "source", "spreading", "statement_en", "statement_zh", "summary", "targets", "terms", "text", "text_en",
    "text_zh", "title", "url", "value",
})
# fmt: on
"""Fields of requests in which people and platforms write what they like."""

_numbers = count(1)


@dataclass(frozen=True)
class Person:
    """A person of the platform, with a key for what a test prepares over HTTP as that person."""

    id: str
    name: str
    key: str


@dataclass
class Product:
    """The product as `standing up` runs it."""

    up: Up
    address: str
    signed_in: dict[str, tuple[float, Any]] = field(default_factory=dict)
    """When each person signed in, and the cookie of that session, which all screens of the person share."""
    given: set[str] = field(default_factory=lambda: {"root", "development", "browser", PLATFORM})
    """Names and texts that the tests of this run have given, in whatever language."""

    def gave(self, value: Any, name: str = "") -> None:
        """Note the texts of a request: values of fields in which people and platforms write what they like."""
        if isinstance(value, Mapping):
            for key, inner in value.items():
                self.gave(inner, key)
        elif isinstance(value, list | tuple):
            for inner in value:
                self.gave(inner, name)
        elif isinstance(value, str) and len(value) > 1 and name in FREE:
            self.given.update({value, *value.split("\n")})

    def typed(self) -> list[str]:
        """Return what was given, the longest first."""
        return sorted(self.given, key=lambda text: (-len(text), text))

    def link(self, person: Person) -> str:
        """Return a one-time link that signs a person in."""
        found = re.search(r"http://\S+/console/sign-in/link/\S+", self._said("people", "link", person.id))
        assert found is not None
        return found[0]

    def sign_in(self, context: BrowserContext, person: Person) -> None:
        """Sign a person in, by a link; once in a while for all screens."""
        at, cookie = self.signed_in.get(person.id, (0.0, None))
        if cookie is not None and time.monotonic() < at + FRESH_S:
            context.add_cookies([cookie])
            return
        page = context.new_page()
        page.goto(self.link(person))
        page.locator(".gate button").click()
        page.wait_for_url(lambda url: "/link/" not in url)
        page.close()
        cookie = next(each for each in context.cookies() if each["name"] == COOKIE)
        self.signed_in[person.id] = time.monotonic(), cookie

    def call(self, method: str, path: str, body: dict[str, Any] | None = None, *, by: Person | None = None) -> Any:
        """Call the API, as a person or with the key of development; return the answer, which must be a success."""
        self.gave(body)
        key = self.up.key if by is None else by.key
        answer = httpx2.request(
            method,
            f"{self.address}{path}",
            json=body,
            headers={"Authorization": f"Bearer {key}"},
            timeout=30,
            trust_env=False,
        )
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def person(self, name: str, *roles: Role) -> Person:
        """Add a person, with a key."""
        self.given.add(name)
        named = [word for role in roles for word in ("--role", role.value)]
        added = self._said("people", "add", name, *named)
        person = re.search(r"per_[0-9a-f]{12}", added)
        assert person is not None, added
        made = self._said("keys", "create", "--person", person[0], "--name", "browser")
        key = re.search(r"sk_[A-Za-z0-9_-]{43}", made)
        assert key is not None, made
        return Person(person[0], name, key[0])

    def account(self, name: str | None = None, **more: Any) -> str:
        """Register an account of a new holder."""
        number = next(_numbers)
        account = f"browser-{os.getpid()}-{number}"
        holder = {"resident_id": fictional.resident_id(10_000 + number)}
        said = {"account": account, "kind": "individual", "holder": holder, "name": name or name_of(account)}
        self.call("POST", "/v1/accounts", said | more)
        return account

    def case(self, title: str, *, account: str | None = None, **more: Any) -> str:
        """Open a case by hand: closing an account."""
        about = {"kind": "closure", "category": "matrix_manipulation", "account": account or self.account()}
        return str(self.call("POST", "/v1/cases", {**about, "title": title, **more})["id"])

    def _said(self, *words: str) -> str:
        done = self.up.command(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def running(folder: Path) -> Iterator[Product]:
    """Yield the product, started in a folder of its own: API and console, worker, Temporal, PostgreSQL."""
    up = Up(folder)
    up.env |= {
        "STANDING_REPORT_PLATFORM": PLATFORM,
        "STANDING_REPORT_RELEASE": "true",
        "STANDING_TWO_PERSONS": "closure",
    }
    up.start()
    yield Product(up, f"http://127.0.0.1:{up.ports['API_PORT']}")
    left = up.process.children(recursive=True) if up.process is not None else []
    up.stop()
    psutil.wait_procs(left, timeout=30)


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Yield the product, started once."""
    yield from running(tmp_path_factory.mktemp("product"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Yield Chromium. Where every test must run, its absence is a failure."""
    if not CHROMIUM.exists():
        said = "Chromium is not installed: apt-get install chromium fonts-noto-cjk"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(said)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield started
        started.close()


@dataclass
class Screens:
    """Screens of people: each has its own browser profile, and is watched for errors."""

    browser: Browser
    product: Product
    faults: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def of(
        self,
        person: Person | None,
        path: str = "/console",
        *,
        language: str = "zh-CN",
        scheme: Scheme = "light",
        width: int = WIDE,
        script: bool = True,
    ) -> Page:
        """Open a page of the console as a person, or as nobody."""
        context = self.browser.new_context(
            base_url=self.product.address,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            locale=language,
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        self.contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(
            "document.addEventListener('securitypolicyviolation',"
            "(event) => console.error('policy', event.violatedDirective, event.blockedURI, event.sourceFile));"
        )
        context.on("console", self._written)
        context.on("request", self._sent)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        page = context.new_page()
        if person is not None:
            self.product.sign_in(context, person)
        page.goto(path)
        return page

    def _sent(self, request: Request) -> None:
        if request.method == "POST" and "urlencoded" in request.headers.get("content-type", ""):
            self.product.gave(parse_qs(request.post_data or ""))

    def _written(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not REFUSED.match(message.text):
            self.faults.append(f"console: {message.text} ({message.location.get('url')})")


@pytest.fixture
def screens(browser: Browser, product: Product) -> Iterator[Screens]:
    """Yield the screens of a test; errors that the browser reported fail it."""
    opened = Screens(browser, product)
    yield opened
    for context in opened.contexts:
        context.close()
    assert not opened.faults


@pytest.fixture(scope="session")
def reviewer(product: Product) -> Person:
    return product.person("安莉", Role.REVIEWER)


@pytest.fixture(scope="session")
def operator(product: Product) -> Person:
    return product.person("周远", Role.OPERATOR)


def require_accessible(page: Page) -> None:
    """Require that axe finds nothing serious or critical on a page. It is injected by the debugger, so that the policy
    of the page stays on.
    """
    found = Axe().run(page).response["violations"]
    grave = [
        f"{each['id']} ({each['impact']}): {each['help']}: {node['target']}: {node.get('failureSummary', '')}"
        for each in found
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
    ]
    assert not grave, "\n".join(grave)


def require_no_sideways_scrolling(page: Page) -> None:
    """Require that a page fits the width of its screen."""
    wide, over = page.evaluate(
        "[document.documentElement.scrollWidth - window.innerWidth, [...document.querySelectorAll('main *')]"
        ".filter((e) => e.getBoundingClientRect().right > window.innerWidth + 1)"
        ".slice(0, 5).map((e) => e.outerHTML.slice(0, 120))]"
    )
    assert wide <= 0, over


def keep_picture(page: Page, name: str) -> None:
    """Keep a picture of the page, where a folder was named for them."""
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


each_look: Callable[..., Any] = pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [(language, scheme, width) for language in ("zh-CN", "en") for scheme in SCHEMES for width in (WIDE, NARROW)],
)
"""Every look of a page: language, light or dark, wide or narrow."""
