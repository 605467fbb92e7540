"""Identity numbers go in and come out nowhere: not in the database, not in a log, not in an answer (invariant 7)."""

from io import StringIO
from typing import Any

import pytest
from sqlalchemy import text

from api.http import logs
from ledger.store.database import Database
from models.roles import Role
from tests.api.conftest import Api, resident_id

CODE = "91310000775785552L"
_TABLES = text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")


async def everything_in(database: Database) -> dict[str, str]:
    """Each table as one text, every column of every row, bytes as hexadecimal."""
    found: dict[str, str] = {}
    async with database.transaction() as connection:
        for table in (await connection.execute(_TABLES)).scalars().all():
            rows = (await connection.execute(text(f'SELECT t::text AS row FROM "{table}" t'))).scalars()
            found[table] = "\n".join(rows)
    return found


def traces_of(number: str) -> set[str]:
    """The number as it might be found: in either case, and as bytes."""
    spelt = {number, number.lower()}
    return spelt | {one.encode().hex() for one in spelt}


async def test_an_identity_number_leaves_no_trace(api: Api, log: StringIO) -> None:
    """Used in every way that there is, right and wrong, it stands in no table, no log line and no answer."""
    person, other = resident_id(), resident_id()
    typo = person[:-1] + ("1" if person[-1] != "1" else "2")
    answers: list[str] = []

    async def post(path: str, body: Any, **headers: str) -> None:
        answer = await api.operator.post(f"/v1/accounts{path}", json=body, headers=headers)
        answers.append(f"{answer.status_code} {answer.headers} {answer.text}")

    account = {"kind": "individual", "name": "甲"}
    holder = {"resident_id": person}
    await post("", {**account, "account": "one", "holder": holder}, **{"Idempotency-Key": "k1"})
    await post("", {**account, "account": "one", "holder": holder}, **{"Idempotency-Key": "k1"})
    await post("", {**account, "account": "two", "holder": holder})
    await post("", {**account, "account": "two", "holder": {"resident_id": typo}})
    await post("", {**account, "account": "two", "holder": person})
    await post("", {**account, "account": "two", "holder": {person: 1}})
    await post("", {**account, "account": "two", "holder": {**holder, "unified_social_credit_code": CODE}})
    await post("", {**account, "account": person + "x" * 50, "holder": holder})
    await post("", {**account, "account": "two", "kind": person, "holder": holder})
    await post("", {**account, "account": "two", "holder": {"resident_id": other}, "bio": f"我的号码{person}"})
    await post("", {**account, "account": "two", "fields": [person], "holder": holder})
    await post("/one/bans", {"category": person, "duration": person})
    await post("/one/violations", {"category": "public_order", "reason": person.lower()})
    await post("/one/name-changes", {"name": person})
    await post("/one/holder-changes", {"holder": {"resident_id": other}})
    await post("/one/holder-changes", {"holder": {"unified_social_credit_code": CODE}})
    await post("/one/holder-changes", {"holder": holder}, **{"If-Match": person})
    answers.append((await api.operator.post("/v1/decisions", json={"account": "one", "privilege": person})).text)
    answers.append((await api.operator.get(f"/v1/accounts/one/eligibility?method={person}")).text)
    answers.append((await api.operator.get("/v1/accounts/one/facts")).text)
    answers.append((await api[Role.AUDITOR].get(f"/v1/{person}")).text)

    places = {f"table {name}": rows for name, rows in (await everything_in(api.database)).items()}
    places |= {f"answer {place}": answer for place, answer in enumerate(answers)}
    # The test's own client logs the addresses it asks; ours must not.
    places["log"] = "\n".join(line for line in log.getvalue().splitlines() if '"logger": "httpx2"' not in line)
    assert "h_" in places["table facts"]
    assert '"event": "command"' in places["log"]
    for number in (person, typo, other, CODE):
        found = {place for place, content in places.items() for trace in traces_of(number) if trace in content}
        assert not found, f"{number} stands in {found}"


async def test_an_error_that_nobody_foresaw_does_not_tell_either(
    api: Api, log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A traceback in the log keeps its frames and loses the number that an exception carried."""
    number = resident_id()

    def broken() -> None:
        raise RuntimeError(f"cannot hash {number}")

    monkeypatch.setattr(api.app.state.app_state.measures, "exposition", broken)
    before = len(log.getvalue())
    assert (await api[None].get("/metrics")).status_code == 500
    written = log.getvalue()[before:]
    assert "cannot hash (identity number)" in written
    assert "in broken" in written
    assert number not in written


def test_other_long_numbers_stay_readable_in_logs() -> None:
    """A platform's own identifiers may have eighteen digits too."""
    said = "ban 110105194912310021 of h_88a76657f096cd8b758de09227d4afef4e9119db"
    assert logs.without_identity_numbers(None, "info", {"event": said}) == {"event": said}
