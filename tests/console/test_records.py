"""The pages of directives, exposures, networks and due certifications."""

import pytest

from models.roles import Role
from tests.api.test_directives import issued
from tests.api.test_exposures import closed
from tests.api.test_networks import asked, network
from tests.console.conftest import Console

EMPTY = {
    "directives?status=withdrawn&account=nobody": "No directive matches",
    "exposures?account=nobody": "No exposure matches",
    "networks?status=expelled": "No network matches",
    "certifications?field=justice": "No certification is due",
}


@pytest.mark.parametrize(("page", "said"), EMPTY.items())
async def test_an_empty_list_says_what_fills_it(console: Console, page: str, said: str) -> None:
    """Words instead of an empty table."""
    shown = (await console.operator.get(f"/console/{page}")).text
    assert said in shown
    assert "<table" not in shown


async def test_a_directive_is_read_and_withdrawn_once(console: Console) -> None:
    """The order in words, its targets, its deadline; the withdrawal stands in its history."""
    directive = (await issued(console.api))["id"]
    listed = (await console.reviewer.get("/console/directives?status=open&order=label_content")).text
    assert f'href="/console/directives/{directive}">label content as a rumour</a>' in listed
    shown = (await console.reviewer.get(f"/console/directives/{directive}")).text
    assert "<code>c1</code>" in shown
    assert "谣言" in shown
    form = {"reason": "no rumour", "_key": "w1"}
    for _ in range(2):
        answer = await console.reviewer.post(f"/console/directives/{directive}/withdrawal", form)
        assert answer.status_code == 303, answer.text
    after = (await console.reviewer.get(f"/console/directives/{directive}")).text
    assert "no rumour" in after
    assert "/withdrawal" not in after, "what is withdrawn has no such button"
    readers = (await console[Role.AUDITOR].get(f"/console/directives/{directive}")).text
    assert "/withdrawal" not in readers


async def test_an_exposure_is_shown_as_the_public_reads_it_and_taken_back(console: Console) -> None:
    """A withdrawal without a reason is refused beside the field."""
    account = await console.api.registered()
    number = await closed(console.api, account, exposure={"summary": "十一个账号一分钟内发布同一内容"})
    shown = (await console.operator.get(f"/console/exposures/{number}")).text
    for text in (
        "十一个账号一分钟内发布同一内容",
        f'href="/console/accounts/{account}"',
        f'href="/v1/public/exposures/{number}"',
    ):
        assert text in shown, text
    refused = await console.operator.post(f"/console/exposures/{number}/withdrawal", {"reason": ""})
    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.text
    taken = await console.operator.post(f"/console/exposures/{number}/withdrawal", {"reason": "names a village"})
    assert taken.status_code == 303
    after = (await console.operator.get(f"/console/exposures/{number}")).text
    assert "names a village" in after
    assert f'action="/console/exposures/{number}/publication"' in after
    assert "/publication" not in (await console.reviewer.get(f"/console/exposures/{number}")).text
    again = await console.operator.post(f"/console/exposures/{number}/publication", {})
    assert again.status_code == 303


async def test_a_network_is_sanctioned_and_the_sanction_lifted(console: Console) -> None:
    """The sanction reaches the roster before the page comes back; what was typed stays when it is refused."""
    account = await console.api.registered()
    await network(console.api, "xihai", account)
    page = (await console.reviewer.get("/console/networks/xihai")).text
    assert f'href="/console/accounts/{account}"' in page
    assert "It reaches 1 account." in page
    wrong = {"measure": "limit", "days": "a month", "reason": "三个账号互相转发", "evidence": ""}
    refused = await console.reviewer.post("/console/networks/xihai/sanctions", wrong)
    assert refused.status_code == 422
    for text in ("Write a number of days from 1 to 3650", 'value="a month"', "三个账号互相转发"):
        assert text in refused.text, text
    unreasoned = await console.reviewer.post(
        "/console/networks/xihai/sanctions", {"measure": "limit", "days": "30", "reason": "", "evidence": ""}
    )
    assert unreasoned.status_code == 422
    done = await console.reviewer.post("/console/networks/xihai/sanctions", {**wrong, "days": "30"})
    assert done.status_code == 303, done.text
    assert (await asked(console.api, account, "be_recommended"))["answer"] == "refused"
    (sanction,) = (await console.api.operator.get("/v1/networks/xihai")).json()["network"]["sanctions"]
    path = f"/console/networks/xihai/sanctions/{sanction['id']}/lift"
    assert (await console.reviewer.post(path, {"reason": ""})).status_code == 422
    assert (await console.reviewer.post(path, {"reason": "复核认为处置不当"})).status_code == 303
    assert (await asked(console.api, account, "be_recommended"))["answer"] == "allowed"
    assert "复核认为处置不当" in (await console.reviewer.get("/console/networks/xihai")).text


async def test_declared_fields_without_a_certification_are_listed(console: Console) -> None:
    """By field, in words, with a link to the account."""
    account = await console.api.registered(fields=["healthcare"])
    page = (await console.reviewer.get("/console/certifications?field=healthcare")).text
    assert f'href="/console/accounts/{account}"' in page
    assert "never certified" in page
    assert account not in (await console.reviewer.get("/console/certifications?field=justice")).text


@pytest.mark.parametrize("page", ["directives", "exposures", "networks", "certifications"])
async def test_the_regulator_sees_none_of_these(console: Console, page: str) -> None:
    """The regulator's role reads reports alone."""
    assert (await console[Role.REGULATOR].get(f"/console/{page}")).status_code == 403
