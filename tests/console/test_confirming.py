"""Every form of the console: what it would do is shown before it is done, or it does no harm, and why not is said."""

import json
import re
from io import StringIO

import pytest

from tests.console.conftest import Console
from tests.console.test_every_page import SENT, filled

PREVIEWED = {
    "/console/accounts/{account}/act/{name}": "what would follow on the account, with the statements",
    "/console/networks/{network}/sanctions": "what would follow on the roster",
    "/console/networks/{network}/sanctions/{sanction_id}/lift": "what would follow on the roster",
    "/console/lexicon/emblems": "the emblems of the bank that the picture shows, before it is added",
    "/console/campaigns": "the counts by outcome, in the preview that leads here",
    "/console/campaigns/{bulk}/reversal": "the counts by outcome, on the page of the form",
    "/console/campaigns/{bulk}/start": "the counts by outcome, on the page of the form",
    "/console/campaigns/{bulk}/cancellation": "what was carried out and what waits, on the page of the form",
    "/console/campaigns/{bulk}/reversal/cancellation": "what was overturned and what waits, on the page of the form",
    "/console/runs/{run}/start": "the rows that cannot be carried out and why, on the page of the form",
    "/console/runs/{run}/cancellation": "the rows that wait and those that stay, on the page of the form",
    "/console/cases/{case}/decision": "what would follow from each outcome, beside the form",
    "/console/cases/{case}/correction": "what would be undone and what would follow, beside the form",
    "/console/queue/together/decision": "what would follow for each case, on the page of the form",
}
"""Forms beside or before which the consequences stand, as a dry run or the state of the record has them."""
ASKED = {
    "/console/connections/keys/{key}/revocation",
    "/console/connections/webhooks/{webhook}/pause",
    "/console/connections/webhooks/{webhook}/replay",
    "/console/connections/webhooks/{webhook}/secret-rotation",
    "/console/directives/{directive}/withdrawal",
    "/console/exposures/{number}/publication",
    "/console/exposures/{number}/withdrawal",
    "/console/lexicon/emblems/{emblem}/retirement",
    "/console/lexicon/import",
    "/console/lexicon/preset",
    "/console/lexicon/retire",
    "/console/lexicon/switch",
    "/console/people/{person}/deactivation",
    "/console/reports/{report}/acknowledgement",
    "/console/reports/{report}/amendment",
    "/console/reports/{report}/rejection",
    "/console/reports/{report}/release",
    "/console/rumours/{rumour}/closure",
    "/console/rumours/{rumour}/contents",
    "/console/rumours/{rumour}/correction",
    "/console/rumours/{rumour}/information",
    "/console/rumours/{rumour}/reopening",
    "/console/rumours/{rumour}/terms",
    "/console/rumours/{rumour}/violations",
    "/console/sessions/end",
}
"""Forms that say what follows and are carried out once that is confirmed."""
HARMLESS = {
    "/console/campaigns/new/preview": "it records nothing",
    "/console/campaigns/{bulk}/draft/preview": "it records nothing",
    "/console/campaigns/{bulk}/reversal/preview": "it records nothing",
    "/console/cases/{case}/preview": "it records nothing",
    "/console/cases/{case}/correction/preview": "it records nothing",
    "/console/cases/{case}/presence": "it says who is looking, for a minute",
    "/console/cases/{case}/claim": "put back by the button beside it",
    "/console/cases/{case}/release": "claimed again by the button beside it",
    "/console/cases/{case}/assignment": "assigned anew by the same form",
    "/console/cases/{case}/hand-over": "another person works on it, who hands it back by the same form",
    "/console/cases/{case}/note": "colleagues read it, nothing follows from it",
    "/console/cases/{case}/evidence": "reviewers read it, nothing follows from it",
    "/console/cases/{case}/take-back": "it takes back one's own decision before it takes effect",
    "/console/connections/keys": "it adds a key after a fresh sign-in; the key is revoked where it is listed",
    "/console/connections/webhooks": "it adds an address after a fresh sign-in; it is paused where it is shown",
    "/console/connections/webhooks/{webhook}/deliveries/{event}/resend": "the same event with the same identifier",
    "/console/connections/webhooks/{webhook}/resume": "what was held back is delivered; it is paused again beside it",
    "/console/connections/webhooks/{webhook}/test": "it sends a test event, which means nothing",
    "/console/people": "it adds a person, who can do nothing before a key or a sign-in",
    "/console/people/{person}/changes": "changed back by the same form; every decision stays as it was",
    "/console/people/{person}/reactivation": "it gives no key and no session back",
    "/console/preferences": "language and colours",
    "/console/queue/assignment": "assigned anew by the same button",
    "/console/queue/claim": "put back by the button beside it",
    "/console/queue/next": "it claims a case, which is put back by one button",
    "/console/queue/release": "claimed again by the button beside it",
    "/console/queue/skip": "for an hour, and for oneself",
    "/console/queue/together": "it shows the cases and records nothing",
    "/console/queue/together/preview": "it records nothing",
    "/console/queue/views": "it saves a view of one's own",
    "/console/queue/views/{view}/{step}": "it changes a view, and no case",
    "/console/reports": "it builds a report that two people release before it is delivered",
    "/console/reports/{report}/retry": "it builds the files again; nothing is delivered",
    "/console/runs": "it receives rows; nothing is carried out before the run is started",
    "/console/runs/{run}/rows": "it receives rows; nothing is carried out before the run is started",
    "/console/sessions/{session}/end": "somebody signs in again",
    "/console/sign-in/link/{token}": "the page says who is signed in by it",
    "/console/sign-out": "one signs in again",
    "/console/terminals/{challenge}": "the page says what the terminal may do then",
}
"""Forms that are carried out at once, and why that is right."""


def test_every_form_shows_what_follows_or_does_no_harm() -> None:
    """A new form has to choose; a form that is gone has no row."""
    listed = [*PREVIEWED, *ASKED, *HARMLESS]
    assert len(listed) == len(set(listed))
    assert set(SENT) - set(listed) == set(), "say what follows from them before they are carried out"
    assert set(listed) - set(SENT) == set()


FILLED = {
    "after": "1",
    "contents": "post-1",
    "days": "3",
    "entries": "x-1",
    "kind": "news_media",
    "link": "https://www.piyao.org.cn/",
    "listed_on": "2026-10-01",
    "making": "a-1",
    "measure": "limit",
    "names": "山野融媒",
    "on": "false",
    "outcome": "approved",
    "preset": "balanced",
    "reason": "a reason",
    "row": "state_tokens",
    "source": "a list",
    "terms": "断供",
    "text_zh": "各项指标合格",
}


@pytest.mark.parametrize("path", sorted(ASKED))
async def test_no_command_is_given_before_it_is_confirmed(console: Console, path: str, log: StringIO) -> None:
    """Whatever the form holds: without the confirmation the API gets no command from it."""
    place = log.tell()
    answer = await console.operator.post(filled(path, "nobody"), FILLED)
    assert answer.status_code != 303, "it would have been carried out"
    written = [json.loads(line) for line in log.getvalue()[place:].splitlines() if line.startswith("{")]
    commands = [one["route"] for one in written if one.get("method") == "POST" and "/v1/" in str(one.get("route"))]
    assert commands == [], "asked for without a confirmation"
    if "{" not in path:
        assert 'name="step" value="confirmed"' in answer.text
        assert re.search(r'<ul class="follows[^>]*>\s*<li>', answer.text)


async def test_another_language_beside_a_question_leads_to_the_page_of_its_form(console: Console) -> None:
    """The address of a form has no page; the one above it has."""
    for path, page in (
        ("/console/directives/d-1/withdrawal", "/console/directives/d-1"),
        ("/console/networks/n/sanctions/s/lift", "/console/networks/n"),
        ("/console/lexicon/switch", "/console/lexicon"),
    ):
        answer = await console.operator.get(f"{path}?lang=zh")
        assert (answer.status_code, answer.headers["location"]) == (303, f"{page}?lang=zh"), path
