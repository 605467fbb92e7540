"""A report to the regulator in a real browser: previewed, released by two people, acknowledged by the regulator."""

from playwright.sync_api import expect

from models.roles import Role
from tests.browser.conftest import PATIENCE_MS, Person, Product, Screens, keep_picture, require_accessible

PERIOD = "2026-10"


def test_a_report_is_previewed_released_by_the_second_person_and_acknowledged(
    screens: Screens, reviewer: Person, operator: Person, product: Product
) -> None:
    """Each works on a screen of their own; what one does appears on the others' screens."""
    officer = screens.of(operator, "/console/reports", language="en")
    expect(officer.locator("#preview")).to_contain_text("is still running")
    require_accessible(officer)
    keep_picture(officer, "reports-en-light-1440")
    officer.get_by_text("Request a report").click()
    officer.locator('form[action="/console/reports"] #f-period').fill(PERIOD)
    officer.get_by_role("button", name="Request the report").click()
    officer.wait_for_url(f"**/console/reports/{PERIOD}")
    expect(officer.get_by_text("to be released")).to_be_visible(timeout=4 * PATIENCE_MS)

    regulator = product.person("监管", Role.REGULATOR)
    theirs = screens.of(regulator, "/console/reports", language="en")
    expect(theirs.get_by_text("No report yet")).to_be_visible()

    officer.get_by_role("button", name="Release").click()
    officer.get_by_role("button", name="Release the report").click()
    expect(officer.get_by_text("You have released it")).to_be_visible()
    expect(officer.get_by_role("button", name="Release")).to_have_count(0)

    second = screens.of(reviewer, f"/console/reports/{PERIOD}", language="en")
    expect(second.locator("main")).to_contain_text("周远")
    second.get_by_role("button", name="Release").click()
    second.get_by_role("button", name="Release the report").click()
    expect(officer.get_by_text("delivered", exact=True)).to_be_visible(timeout=4 * PATIENCE_MS)

    theirs.goto(f"/console/reports/{PERIOD}")
    expect(theirs.get_by_role("navigation", name="Pages").get_by_role("link", name="Queue")).to_have_count(0)
    with theirs.expect_download() as fetched:
        theirs.get_by_role("link", name="report.pdf").click()
    assert fetched.value.suggested_filename == f"{PERIOD}-report.pdf"
    theirs.get_by_label("Reference number").fill("网信收〔2026〕1101号")
    theirs.get_by_role("button", name="Acknowledge").click()
    theirs.get_by_role("button", name="Record the receipt").click()
    expect(theirs.locator("main")).to_contain_text("网信收〔2026〕1101号")
    expect(officer.get_by_text("Acknowledged by the regulator")).to_be_visible()
    require_accessible(officer)
    keep_picture(officer, "report-en-light-1440")
