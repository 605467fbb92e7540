"""Search of accounts and lists across accounts in the console: every filter of the API, chips, counts, files."""

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

import httpx2
import pytest
from pydantic import BaseModel

from api.accounts.finding import AccountFilters
from api.lists.filters import ActionFilters, AppealFilters, BanFilters, CertificationFilters, ViolationFilters
from models.roles import Role
from tests.console.conftest import Console

FILTERS: dict[str, type[BaseModel]] = {
    "/console/accounts": AccountFilters,
    "/console/lists/actions": ActionFilters,
    "/console/lists/violations": ViolationFilters,
    "/console/lists/bans": BanFilters,
    "/console/lists/certifications": CertificationFilters,
    "/console/lists/appeals": AppealFilters,
}
DAY = "2027-03-01"
VALUES = {
    "q": "厨房",
    "network": "n1",
    "holder": "h_0123456789abcdef0123456789abcdef",
    "open": "false",
    "account": "kitchen",
    "actor": "per_0123456789ab",
    "decided_by": "per_0123456789ab",
    "at": f"{DAY}T09:30",
}
"""A value for each filter that is typed; the others are days or chosen."""


def text(answer: httpx2.Response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def value_of(page: str, name: str) -> str:
    """Return a value for a filter: typed, a day, or the first that its list offers."""
    if name in VALUES:
        return VALUES[name]
    offered = re.search(rf'<select id="{name}".*?</select>', page, re.DOTALL)
    if offered is None:
        return DAY
    return re.findall(r'<option value="([^"]+)"', offered[0])[0]


@pytest.mark.parametrize("path", FILTERS)
async def test_a_page_offers_every_filter_of_the_api(console: Console, path: str) -> None:
    """By its name, and the API takes what the page sends for each, also for all together."""
    page = (await console.operator.get(path)).text
    names = list(FILTERS[path].model_fields)
    assert [name for name in names if not re.search(rf'<(input|select) id="{name}"', page)] == []
    values = {name: value_of(page, name) for name in names}
    for name, value in values.items():
        asked = {name: value, **({"privilege": values["privilege"]} if name == "open" else {})}
        answer = await console.operator.get(f"{path}?{httpx2.QueryParams(asked)}")
        assert answer.status_code == 200, (name, value, text(answer))
        assert re.search(rf'<li class="chip">.*?href="{re.escape(path)}[^"]*"', answer.text, re.DOTALL), name
    later = {name: "2027-03-02" for name in values if name.endswith("_before")}
    every = await console.operator.get(f"{path}?{httpx2.QueryParams({**values, **later})}")
    assert every.status_code == 200, text(every)
    chips = re.findall(r'<li class="chip">', every.text)
    assert len(chips) == len(values)


async def test_a_chip_takes_its_filter_off_and_keeps_the_others(console: Console) -> None:
    """In the reader's words; a day is a day."""
    page = await console.operator.get("/console/accounts?status=banned&registered_since=2026-03-01&sort=-registered")
    chips = re.findall(r'<li class="chip">(.*?)</li>', page.text, re.DOTALL)
    said = [" ".join(re.sub(r"<[^>]+>", " ", chip).split()) for chip in chips]
    assert said == ["Status banned ×", "Registered since 1 Mar 2026 ×"]
    off = [unescape(found) for found in re.findall(r'href="([^"]+)" aria-label="Take off', page.text)]
    assert off == [
        "/console/accounts?registered_since=2026-03-01&sort=-registered",
        "/console/accounts?status=banned&sort=-registered",
    ]
    assert re.search(r'<details class="more-filters" open>', page.text)
    few = await console.operator.get("/console/accounts?status=banned")
    assert re.search(r'<details class="more-filters">', few.text)


async def test_counts_lead_to_what_they_count(console: Console) -> None:
    """Drawn, with the number beside each bar; the filters stay."""
    name = "数一数的小店"
    account = await console.api.registered(name=name)
    body = {"category": "fabrication", "duration": "P7D"}
    assert (await console.api.operator.post(f"/v1/accounts/{account}/bans", json=body)).is_success
    page = await console.operator.get(f"/console/accounts?{httpx2.QueryParams({'q': name, 'by': 'status'})}")
    counts = re.search(r'id="counts">(.*?)</section>', page.text, re.DOTALL)
    assert counts is not None
    assert "1 in all" in counts[1]
    (link,) = re.findall(r'<a href="([^"]+)">banned</a>', counts[1])
    narrower = await console.operator.get(unescape(link))
    assert account in narrower.text
    assert 'href="/console/campaigns/new' in narrower.text
    plain = await console.operator.get(f"/console/accounts?q={name}&by=colour")
    assert 'id="counts"' not in plain.text


async def test_lists_lead_to_account_action_and_case(console: Console) -> None:
    """Each row; what was decided is in words."""
    account = await console.api.registered()
    done = await console.api.operator.post(
        f"/v1/accounts/{account}/bans", json={"category": "fabrication", "duration": "P7D", "id": "ban-lists"}
    )
    assert done.is_success, done.text
    appeal = await console.api.operator.post(
        f"/v1/accounts/{account}/actions/ban-lists/appeal", json={"reason": "不实"}
    )
    assert appeal.is_success, appeal.text
    case = appeal.json()["id"]
    for name in ("actions", "violations", "bans"):
        page = await console.reviewer.get(f"/console/lists/{name}?account={account}")
        assert f'href="/console/accounts/{account}#act-ban-lists"' in page.text, name
        assert f'href="/console/accounts/{account}"' in page.text
        assert "stands" in text(page)
    appeals = await console.reviewer.get(f"/console/lists/appeals?account={account}", Accept_Language="zh-CN")
    assert f'href="/console/cases/{case}"' in appeals.text
    assert re.search(r'aria-current="page">申诉</a>', appeals.text)
    certified = await console.reviewer.get(f"/console/lists/certifications?account={account}")
    assert "Nothing of this list passes the filters" in certified.text
    assert (await console.reviewer.get("/console/lists/recipes")).status_code == 404
    assert (await console.reviewer.get("/console/lists")).headers["location"] == "/console/lists/actions"


async def test_a_list_is_taken_as_a_file_with_the_filters_of_the_page(console: Console) -> None:
    """A day means the same in the file; the audit knows what was taken, and that it was in the console."""
    account = await console.api.registered()
    page = await console.operator.get(f"/console/accounts?q={account}&registered_before=2100-01-01&by=kind")
    link = re.search(r'href="(/console/accounts/export[^"]*form=csv)"', page.text)
    assert link is not None
    table = await console.operator.get(unescape(link[1]))
    assert table.headers["content-disposition"] == 'attachment; filename="accounts.csv"'
    assert [line.split(",")[0] for line in table.text.splitlines()[1:]] == [account]
    lines = await console.operator.get("/console/lists/bans/export?form=ndjson&state=overturned")
    assert all(json.loads(line)["state"] == "overturned" for line in lines.text.splitlines())
    found = (await console.api[Role.AUDITOR].get("/v1/audit", params={"type": "file_downloaded"})).json()["events"]
    taken = {event["data"]["id"]: event["data"] for event in reversed(found) if event["data"]["kind"] == "export"}
    assert taken["export_bans"]["selection"] == "state=overturned"
    assert "registered_before=2100-01-01T00:00:00+08:00" in taken["export_accounts"]["selection"]
    assert taken["export_accounts"]["via"] == "console"
    refused = await console.operator.get("/console/lists/bans/export?state=nonsense")
    assert refused.status_code == 422


async def test_the_future_is_answered_and_the_past_refused(console: Console) -> None:
    """A ban that has ended at the instant is none then, also in the campaign that takes the search over."""
    account = await console.api.registered()
    body = {"category": "fabrication", "duration": "P7D"}
    assert (await console.api.operator.post(f"/v1/accounts/{account}/bans", json=body)).is_success
    now = console.api.clock.now

    def asked(days: int) -> dict[str, Any]:
        at = (now + timedelta(days=days, hours=8)).strftime("%Y-%m-%dT%H:%M")
        return {"q": account, "status": "banned", "at": at}

    for days, banned in ((6, True), (8, False)):
        page = await console.operator.get(f"/console/accounts?{httpx2.QueryParams(asked(days))}")
        assert (f'href="/console/accounts/{account}"' in page.text) is banned, days
        campaign = await console.operator.get(f"/console/campaigns/new?{httpx2.QueryParams(asked(days))}")
        assert ("The search finds 1 account." in text(campaign)) is banned, days
    past = await console.operator.get(f"/console/accounts?{httpx2.QueryParams(asked(-1))}", Accept_Language="zh-CN")
    assert past.status_code == 422
    assert re.search(r'id="at-error">.*?[一-鿿]', past.text, re.DOTALL)
    refused = await console.operator.get(f"/console/campaigns/new?{httpx2.QueryParams(asked(-1))}")
    assert refused.status_code == 422
    assert "lies in the past" in text(refused)


async def test_a_day_that_is_none_is_refused_beside_its_filter(console: Console) -> None:
    """What was typed stays."""
    page = await console.operator.get("/console/lists/bans?decided_since=yesterday")
    assert page.status_code == 422
    assert re.search(r'id="decided_since-error"', page.text)
    assert 'value="yesterday"' in page.text
