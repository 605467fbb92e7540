"""Signing in with a real browser: by a link, out again, over at the end of the session, and by a provider."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import (
    Person,
    Product,
    Screens,
    keep_picture,
    require_accessible,
    require_no_sideways_scrolling,
)
from tests.console.signing_in import CLIENT_ID, CLIENT_SECRET, AtProvider, provider_running
from tests.e2e.test_up import Up

ROLES = '{"review": ["reviewer"]}'


def test_a_person_signs_in_by_a_link_once_and_out_again(screens: Screens, product: Product, reviewer: Person) -> None:
    """The link names whom it signs in, counts once, and leads to the first page; signing out ends the session."""
    link = product.link(reviewer)
    page = screens.of(None, link, language="en")
    expect(page.get_by_role("button", name=f"Sign in as {reviewer.name}")).to_be_visible()
    require_accessible(page)
    page.get_by_role("button").filter(has_text="Sign in as").click()
    expect(page.locator(".who .person")).to_have_text(reviewer.name)
    page.goto(link)
    expect(page.get_by_role("heading", name="This link counts no more")).to_be_visible()
    page.goto("/console/sessions")
    expect(page.get_by_text("this one")).to_be_visible()
    require_accessible(page)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("status")).to_have_text("You are signed out.")
    page.goto("/console/queue")
    expect(page).to_have_url(re.compile(r"/console/sign-in\?next="))
    require_accessible(page)
    require_no_sideways_scrolling(page)
    keep_picture(page, "sign-in-en")


def test_a_session_that_was_ended_elsewhere_leads_back_to_the_page(
    screens: Screens, product: Product, reviewer: Person
) -> None:
    """Another screen ends it; the next click leads to the sign-in, and from there to what was wanted."""
    pages = []
    for _ in range(2):  # a newer link ends the one before
        page = screens.of(None, product.link(reviewer), language="en")
        page.get_by_role("button").filter(has_text="Sign in as").click()
        expect(page.locator(".who")).to_be_visible()
        pages.append(page)
    first, second = pages
    first.goto("about:blank")  # its stream of events would be refused meanwhile, which the browser calls an error
    second.goto("/console/sessions")
    second.get_by_role("button", name="End all others").click()
    second.get_by_role("button", name="End all other sessions").click()
    expect(second.get_by_role("button", name="End all other sessions")).to_have_count(0)
    first.goto("/console/queue")
    expect(first.get_by_role("status")).to_contain_text("Your session has ended")


@pytest.fixture(scope="module")
def at_provider() -> Iterator[AtProvider]:
    with provider_running() as running:
        yield running


@pytest.fixture(scope="module")
def with_provider(tmp_path_factory: pytest.TempPathFactory, at_provider: AtProvider) -> Iterator[Product]:
    """Yield a product of its own, where people sign in at the provider."""
    up = Up(tmp_path_factory.mktemp("provider"))
    address = f"http://127.0.0.1:{up.ports['API_PORT']}"
    up.env |= {
        "STANDING_PUBLIC_ADDRESS": address,
        "STANDING_OIDC_ISSUER": at_provider.issuer,
        "STANDING_OIDC_CLIENT_ID": CLIENT_ID,
        "STANDING_OIDC_CLIENT_SECRET": CLIENT_SECRET,
        "STANDING_OIDC_ROLES": ROLES,
        "STANDING_SIGN_IN_CONTACT": "周远",
    }
    up.start()
    yield Product(up, address)
    up.stop()


def test_a_person_signs_in_at_the_provider(browser: Browser, with_provider: Product, at_provider: AtProvider) -> None:
    """Whoever is in a group with a role is let in; whoever is not reads whom to ask."""
    at_provider.person("ann", name="安莉", groups=["review"])
    at_provider.person("bo", name="王波", groups=["football"])
    screens = Screens(browser, with_provider)
    page = screens.of(None, "/console/queue", language="en")
    _through_provider(page, "ann")
    expect(page).to_have_url(re.compile(r"/console/queue$"))
    expect(page.locator(".who .person")).to_have_text("安莉")
    other = screens.of(None, "/console/queue", language="zh-CN")
    _through_provider(other, "bo")
    expect(other.get_by_role("alert")).to_contain_text("周远")
    require_accessible(other)
    for context in screens.contexts:
        context.close()
    # The page of the provider's program asks another host for its style.
    assert [fault for fault in screens.faults if "picocss" not in fault] == []


def _through_provider(page: Page, subject: str) -> None:
    page.locator(".gate a.primary").click()
    page.locator('input[name="sub"]').fill(subject)
    page.locator('button[type="submit"], input[type="submit"], button').first.click()
