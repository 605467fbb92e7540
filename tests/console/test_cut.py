"""Lists that show a part: each says how much of it, with the right number, and leads to the rest."""

import re
from collections.abc import Awaitable, Callable
from html import unescape

import pytest

from console.pages import bulk
from tests.console.conftest import Console

STEP = r'<li class="step quiet">(?:(?!</li>)[\s\S])*?datetime="([^"]+)"'
Made = Callable[[Console], Awaitable[tuple[str, set[str], str]]]


async def campaigns(console: Console) -> tuple[str, set[str], str]:
    account = await console.api.registered()
    measure = {"type": "violation", "category": "fabrication"}
    for place in range(5):
        body = {"id": f"cut-{place}", "measure": measure, "accounts": [account], "reason": "核查"}
        assert (await console.api.operator.post("/v1/bulk-actions", json=body)).status_code == 201
    return "/console/campaigns", {f"cut-{place}" for place in range(5)}, r'href="/console/campaigns/(cut-\d)"'


async def contents_of_a_rumour(console: Console) -> tuple[str, set[str], str]:
    contents = [f"post-{place:03}" for place in range(230)]
    rumour = {"id": "cut", "claim": "本市自来水已被污染", "field": "livelihood", "contents": contents}
    answer = await console.api.operator.post("/v1/rumors", json=rumour)
    assert answer.status_code == 201, answer.text
    return "/console/rumours/cut", {*contents}, r"<code>(post-\d+)</code>"


async def history_of_an_account(console: Console) -> tuple[str, set[str], str]:
    """Each of its bans was recorded in a minute of its own."""
    account = await console.api.registered()
    for _ in range(29):
        console.api.clock.pass_(minutes=1)
        body = {"category": "fabrication", "consequences": "none", "reason": "核查"}
        answer = await console.api.operator.post(f"/v1/accounts/{account}/violations", json=body)
        assert answer.status_code == 201, answer.text
    facts = (await console.api.operator.get(f"/v1/accounts/{account}/facts?limit=100")).json()["facts"]
    assert len(facts) == 30
    return f"/console/accounts/{account}", {one["recorded_at"] for one in facts}, STEP


LISTS: tuple[Made, ...] = (campaigns, contents_of_a_rumour, history_of_an_account)


@pytest.mark.parametrize("made", LISTS, ids=lambda made: made.__name__)
async def test_a_part_says_so_and_leads_to_the_rest(
    console: Console, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Walked to its end, everything is shown once; each page says how much of how many."""
    monkeypatch.setattr(bulk, "LISTED", 2)
    path, every, item = await made(console)
    address, seen, pages = path, list[str](), 0
    while address:
        answer = await console.operator.get(address)
        assert answer.status_code == 200, answer.text
        shown = re.findall(item, answer.text)
        said = re.search(r"(?:Shown:|The latest) (\d+) of (\d+)", answer.text)
        assert said is not None, address
        assert (int(said[1]), int(said[2])) == (len(shown), len(every))
        seen, pages = [*seen, *shown], pages + 1
        further = re.search(r'href="([^"]+)"[^>]*>\s*(?:Further|Earlier facts)', answer.text)
        address = "" if further is None else unescape(further[1]).partition("#")[0]
    assert (sorted(seen), pages) == (sorted(every), 3)
