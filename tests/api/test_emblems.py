"""Emblems over HTTP: the bank, avatars screened against it on threads of their own, and the case that a match opens."""

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator
from hashlib import sha256

import cv2
import httpx2
import numpy as np
import pytest
from numpy.random import default_rng

from api.handling.pictures import LARGEST_TEXT
from bench import emblem_pictures as pictures
from emblems.images import MOST_BYTES
from models.roles import Role
from tests.api.conftest import Api, Clock, opened
from tests.api.test_problems import require_problem
from tests.emblems.test_images import png

PNG = {"Content-Type": "image/png"}
LINK = "https://files.example.cn/avatar"
BADGE = pictures.badge(default_rng(1))


def encoded(picture: np.ndarray, form: str = ".png") -> bytes:
    done, content = cv2.imencode(form, picture)
    assert done
    return content.tobytes()


AVATAR = encoded(pictures.turned_in_corner(BADGE, default_rng(2)), ".jpg")


async def added(api: Api, picture: np.ndarray = BADGE, **query: str) -> httpx2.Response:
    return await api.operator.post(
        "/v1/emblems", params={"name": "某某市公安局", **query}, content=encoded(picture), headers=PNG
    )


async def screened(api: Api, content: bytes, **query: str) -> httpx2.Response:
    kind = {"Content-Type": "image/jpeg" if content[:1] == b"\xff" else "image/png"}
    return await api[Role.PLATFORM].post("/v1/emblems/screenings", params=query, content=content, headers=kind)


async def test_an_avatar_with_a_protected_emblem_opens_one_case_with_the_evidence(api: Api) -> None:
    account = await api.registered()
    emblem = (await added(api)).json()
    alone = (await screened(api, AVATAR)).json()
    assert (alone["outcome"], alone["case"]) == ("review", None), "without an account the answer is all there is"
    assert [match["name"] for match in alone["matches"]] == ["某某市公安局"]
    first = (await screened(api, AVATAR, account=account, link=LINK)).json()
    again = (await screened(api, AVATAR, account=account, link=LINK)).json()
    assert first["case"] == again["case"], "the same picture waits once"
    case = (await api[Role.REVIEWER].get(f"/v1/cases/{first['case']}")).json()["case"]
    assert (case["opening"]["kind"], case["opening"]["account"], case["status"]) == ("emblem", account, "open")
    assert case["opening"]["subject"]["emblems"] == [emblem["id"]]
    image, match = case["evidence"]
    assert (image["link"], image["digest"]) == (LINK, sha256(AVATAR).hexdigest())
    assert match["kind"] == "match"
    assert "features agree" in match["text"]


async def test_what_is_retired_is_not_found_any_more_and_stays_in_the_list(api: Api) -> None:
    other = pictures.badge(default_rng(41))
    emblem = (await added(api, other, name="省报", id="paper")).json()
    before = (await screened(api, encoded(other))).json()
    assert [match["emblem"] for match in before["matches"]] == ["paper"]
    for _ in range(2):
        retired = await api.operator.post("/v1/emblems/paper/retirement", json={"reason": "a sharper one came"})
        assert retired.json()["reason"] == "a sharper one came"
    after = (await screened(api, encoded(other))).json()
    assert (after["outcome"], after["bank"]) == ("clear", before["bank"] + 1)
    listed = (await api[Role.AUDITOR].get("/v1/emblems")).json()["emblems"]
    assert [one["retired_at"] is not None for one in listed if one["id"] == "paper"] == [True]
    image = await api[Role.REVIEWER].get("/v1/emblems/paper/image")
    assert (image.headers["content-type"], sha256(image.content).hexdigest()) == ("image/png", emblem["digest"])
    require_problem(await added(api, other, name="省报", id="paper"), "emblem-known")
    assert (await added(api, other, name="省报", id="paper-2")).status_code == 201, "back under another identifier"


async def test_the_same_emblem_again_changes_nothing_and_another_of_the_same_name_or_id_is_told(api: Api) -> None:
    third = pictures.badge(default_rng(43))
    first = await added(api, third, id="third")
    assert first.status_code == 201, first.text
    assert first.headers["location"] == "/v1/emblems/third/image"
    assert (await added(api, third, id="third")).json() == first.json()
    require_problem(await added(api, third, id="fourth"), "emblem-known")
    require_problem(await added(api, pictures.badge(default_rng(44)), id="third"), "emblem-known")
    require_problem(await api.operator.post("/v1/emblems/none/retirement", json={}), "unknown-emblem")
    require_problem(await api.operator.get("/v1/emblems/none/image"), "unknown-emblem")


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"no picture", "unusable-image", "no PNG, JPEG or WebP"),
        (b"", "unusable-image", "is empty"),
        (png(60_000, 60_000), "unusable-image", "at most 16,000,000"),
        (bytes(MOST_BYTES + 1), "body-too-large", "at most 4194304 bytes"),
    ],
    ids=["text", "empty", "bomb", "large"],
)
async def test_what_is_no_picture_is_refused_and_says_what_would_be_right(
    api: Api, content: bytes, code: str, said: str
) -> None:
    for answer in (
        await screened(api, content),
        await api.operator.post("/v1/emblems", params={"name": "x"}, content=content, headers=PNG),
    ):
        assert said in require_problem(answer, code)["detail"]


async def test_what_surrounds_the_picture_is_checked_before_it_is_looked_at(api: Api) -> None:
    content = encoded(pictures.honest(default_rng(5)))
    as_json = await api.operator.post("/v1/emblems/screenings", content=content, headers={"Content-Type": "text/plain"})
    assert "image/png" in require_problem(as_json, "unsupported-media-type")["detail"]
    require_problem(await screened(api, content, acount="misspelt"), "invalid-request")
    require_problem(await screened(api, content, account="nobody"), "unknown-account")
    require_problem(await api.operator.post("/v1/emblems", content=content, headers=PNG), "invalid-request")
    flat = encoded(np.full((64, 64, 3), 255, np.uint8))
    plain = await api.operator.post("/v1/emblems", params={"name": "x"}, content=flat, headers=PNG)
    assert "too little in this picture" in require_problem(plain, "unusable-image")["detail"]


async def test_a_screening_is_answered_once_under_its_key_and_repeated_whatever_the_bank_holds_since(api: Api) -> None:
    """Without an emblem, with one, and with the case that it opens."""
    account = await api.registered()
    badge, flat = encoded(pictures.badge(default_rng(61))), encoded(np.full((64, 64, 3), 200, np.uint8))
    await added(api, pictures.badge(default_rng(61)), name="县报", id="county")

    async def sent(content: bytes, key: str, **query: str) -> httpx2.Response:
        headers = {**PNG, "Idempotency-Key": key}
        return await api[Role.PLATFORM].post("/v1/emblems/screenings", params=query, content=content, headers=headers)

    asked: list[tuple[bytes, dict[str, str]]] = [(flat, {}), (badge, {}), (badge, {"account": account, "link": LINK})]
    first = [await sent(content, f"screen-{n}", **query) for n, (content, query) in enumerate(asked)]
    assert [(one.status_code, one.json()["outcome"]) for one in first] == [
        (200, "clear"),
        (200, "review"),
        (200, "review"),
    ]
    assert not any("idempotent-replayed" in one.headers for one in first)
    await api.operator.post("/v1/emblems/county/retirement", json={})
    for n, (content, query) in enumerate(asked):
        again = await sent(content, f"screen-{n}", **dict(reversed(query.items())))
        assert (again.status_code, again.content) == (200, first[n].content)
        assert again.headers["idempotent-replayed"] == "true"
        require_problem(await sent(content + b"\0", f"screen-{n}", **query), "idempotency-key-reused")
        require_problem(await sent(content, f"screen-{n}", link="https://x.cn/a"), "idempotency-key-reused")
    assert (await sent(badge, "fresh")).json()["outcome"] == "clear"
    case = (await api[Role.REVIEWER].get(f"/v1/cases/{first[2].json()['case']}")).json()["case"]
    assert (case["opening"]["account"], case["status"]) == (account, "open")


async def test_two_equal_screenings_at_once_under_one_key_are_answered_alike(api: Api) -> None:
    """Whoever comes second repeats the first, also when both have looked."""
    content = encoded(pictures.honest(default_rng(8)))
    headers = {**PNG, "Idempotency-Key": "at-once"}
    answers = await asyncio.gather(
        *(api[Role.PLATFORM].post("/v1/emblems/screenings", content=content, headers=headers) for _ in range(3))
    )
    assert [one.status_code for one in answers] == [200] * 3
    assert len({one.content for one in answers}) == 1
    assert sorted("idempotent-replayed" in one.headers for one in answers) == [False, True, True]


@pytest.fixture
async def narrow(database_url: str) -> AsyncIterator[Api]:
    """An application in which three pictures may wait."""
    async with opened(database_url, Clock(), picture_waiting=3) as api:
        yield api


async def test_others_are_answered_while_pictures_wait_and_too_many_are_sent_away(narrow: Api) -> None:
    """The loop is free: a question that comes after them is answered before the last of them."""
    api = narrow
    account = await api.registered()
    content = encoded(pictures.scene(default_rng(9)))
    screenings = [asyncio.create_task(screened(api, content)) for _ in range(5)]
    await asyncio.sleep(0)
    answer = await api.operator.get(f"/v1/accounts/{account}/standing")
    assert answer.status_code == 200
    assert not all(task.done() for task in screenings)
    answers = await asyncio.gather(*screenings)
    assert sorted(one.status_code for one in answers) == [200, 200, 200, 503, 503]
    busy = next(one for one in answers if one.status_code == 503)
    require_problem(busy, "screening-busy")
    assert busy.headers["retry-after"] == "2"


async def test_a_screening_looks_at_the_avatar_too(api: Api) -> None:
    """Stateless: what it sees is an answer, and opens no case."""
    await added(api)

    async def asked(avatar: str) -> httpx2.Response:
        return await api[Role.PLATFORM].post("/v1/screenings", json={"name": "山野厨房", "avatar": avatar})

    found = (await asked(b64encode(AVATAR).decode())).json()
    assert (found["outcome"], found["name"]["outcome"], found["avatar"]["outcome"]) == ("review", "clear", "review")
    assert (found["avatar"]["matches"][0]["name"], found["avatar"]["case"]) == ("某某市公安局", None)
    honest = (await asked(b64encode(encoded(pictures.honest(default_rng(5)))).decode())).json()
    assert (honest["outcome"], honest["avatar"]["matches"]) == ("clear", [])
    assert "must be base64" in require_problem(await asked("data:image/png;base64,AAAA"), "invalid-request")["detail"]
    assert "no PNG, JPEG or WebP" in require_problem(await asked("bm8gcGljdHVyZQ=="), "unusable-image")["detail"]
    bomb = b64encode(png(60_000, 60_000)).decode()
    assert "at most 16,000,000" in require_problem(await asked(bomb), "unusable-image")["detail"]
    large = require_problem(await asked("A" * (LARGEST_TEXT + 4)), "invalid-request")
    assert "more than the" in large["detail"]
