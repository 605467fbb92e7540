"""Many alike cases decided together: previewed case by case, decided with one outcome, the result of each shown."""

from tests.api.test_cases import opened
from tests.api.test_registration import PAPER, register
from tests.console.conftest import Console


async def test_alike_cases_are_previewed_and_decided_together(console: Console) -> None:
    """Chosen in the queue or beside a case; one that somebody else has claimed is refused and holds up no other."""
    cases = [
        (await register(console.api, f"together-{number}", f"{PAPER}第{number}社")).json()["id"] for number in range(3)
    ]
    queue = (await console.reviewer.get("/console/queue?kind=registration")).text
    assert 'formaction="/console/queue/together"' in queue
    beside = (await console.reviewer.get(f"/console/cases/{cases[0]}")).text
    assert f'name="case" value="{cases[1]}" checked' in beside
    await console.api.operator.post(f"/v1/cases/{cases[2]}/claim", json={})

    chosen = {"case": cases, "back": "/console/queue?view=todo"}
    shown = (await console.reviewer.post("/console/queue/together", chosen)).text
    assert shown.count('name="case"') == 3
    assert 'value="approved"' in shown
    unchosen = await console.reviewer.post("/console/queue/together/decision", chosen)
    assert (unchosen.status_code, "choose an outcome" in unchosen.text) == (422, True)
    for reason, told in (("", "needs a reason"), ("字" * 2500, "at most 2000 characters")):
        wrong = await console.reviewer.post(
            "/console/queue/together/decision", {**chosen, "outcome": "rejected", "reason": reason}
        )
        assert wrong.status_code == 422
        assert told in wrong.text
        assert wrong.text.count('name="case"') == 3
        assert "decisions" not in wrong.text.replace("/decisions", "")
    said = {**chosen, "outcome": "rejected", "reason": "无授权"}
    seen = (await console.reviewer.post("/console/queue/together/preview", said)).text
    assert "decides: <strong>2</strong>" in seen
    assert "refused: <strong>1</strong>" in seen
    assert "held for review → <strong>" in seen
    done = (await console.reviewer.post("/console/queue/together/decision", said)).text
    assert "<strong>2</strong>" in done
    assert 'href="/console/queue?view=todo"' in done
    statuses = [(await console.api.operator.get(f"/v1/cases/{case}")).json()["case"]["status"] for case in cases]
    assert statuses == ["decided", "decided", "claimed"]


async def test_cases_without_a_common_outcome_are_not_decided_together(console: Console) -> None:
    nothing = (await console.reviewer.post("/console/queue/together", {"back": "https://elsewhere.example"})).text
    assert "No case is chosen" in nothing
    assert "elsewhere" not in nothing


async def test_the_filters_of_the_queue_go_with_the_reviewer(console: Console) -> None:
    """Submit-and-next stays within the list from which the case was opened, also without a saved view."""
    account = await console.api.registered()
    first, second = [(await opened(console.api, account)).rpartition("/")[2] for _ in range(2)]
    queue = (await console.reviewer.get(f"/console/queue?account={account}")).text
    assert f'href="/console/cases/{first}?account={account}"' in queue
    page = (await console.reviewer.get(f"/console/cases/{first}?account={account}")).text
    assert f'action="/console/cases/{first}/decision?account={account}"' in page
    rejected = {"outcome": "rejected", "reason": "不构成违规", "do": "next"}
    done = await console.reviewer.post(f"/console/cases/{first}/decision?account={account}", rejected)
    assert done.headers["location"] == f"/console/cases/{second}?account={account}"
    last = await console.reviewer.post(f"/console/cases/{second}/decision?account={account}", rejected)
    assert last.headers["location"] == f"/console/queue?account={account}"
