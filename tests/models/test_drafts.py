"""Drafts: what is read, and the path and the words of each fault."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from models.gate.drafts import MOST_MEDIA, Draft, Source
from models.names import LINE_LENGTH

OWN = {"kind": "self_shot", "shot_at": "2026-03-01T09:00:00+08:00", "place": "大理"}


def faults(written: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as caught:
        Draft.model_validate(written)
    return [(".".join(map(str, error["loc"])), error["msg"]) for error in caught.value.errors()]


def test_an_empty_draft_is_one() -> None:
    """Every key may be left out: such a draft asks only whether the account may publish."""
    assert Draft.model_validate({}) == Draft()


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("新华社", Source(name="新华社")),
        ("  新华社 ", Source(name="新华社")),
        ({"name": "新华社"}, Source(name="新华社")),
        ("", None),
        ("  ", None),
        (None, None),
        ("新华社\n官方认证", Source(name="新华社 官方认证")),
    ],
)
def test_a_source_may_be_a_name_alone(written: Any, source: Source | None) -> None:
    """A name is a source, a blank one is none, and no name can write a second line into its label."""
    assert Draft.model_validate({"source": written}).source == source


def test_a_source_keeps_its_link() -> None:
    """The link is an address of the web, kept with its path."""
    draft = Draft.model_validate({"source": {"name": "新华社", "link": "https://example.com/news/1?a=b"}})

    assert draft.source is not None
    assert str(draft.source.link) == "https://example.com/news/1?a=b"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2019-07-01T10:00:00+08:00", "2019-07-01T10:00:00+08:00"),
        ("2019-07-01T02:00Z", "2019-07-01T10:00:00+08:00"),
        (datetime(2019, 7, 1, 2, tzinfo=UTC), "2019-07-01T10:00:00+08:00"),
        ("2019-07-01", "2019-07-01"),
        (date(2019, 7, 1), "2019-07-01"),
        ("2019-07", "2019-07"),
        (" 2019 ", "2019"),
        ("1976-07-28", "1976-07-28"),
        ("1976-07-28T03:42:53+08:00", "1976-07-28T03:42:53+08:00"),
        ("1988-07-01T09:00+09:00", "1988-07-01T09:00:00+09:00"),
        ("1991-12-31T16:00Z", "1992-01-01T00:00:00+08:00"),
        ("1991-12-31T15:59:59Z", "1991-12-31T15:59:59+00:00"),
        ("0618-06-18T12:00+08:00", "0618-06-18T12:00:00+08:00"),
        ("0001-01-01T00:00+08:00", "0001-01-01T00:00:00+08:00"),
        ("0001", "0001"),
        ("2998-12-31T23:59:59-23:59", "2999-01-02T07:58:59+08:00"),
        ("", ""),
    ],
)
def test_an_old_event_is_dated_as_exactly_as_it_is_known(written: Any, kept: str) -> None:
    """An instant, a day, a month or a year: also one from before the years whose offset is certain."""
    event = Draft.model_validate({"old_event": {"time": written}}).old_event

    assert event is not None
    assert event.time == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2026-03-01T01:00:00Z", "2026-03-01T09:00:00+08:00"),
        ("1985-05-01T09:00:00+08:00", "1985-05-01T09:00:00+08:00"),
        ("1985-05-01", "1985-05-01"),
        ("1985-05", "1985-05"),
        ("1985", "1985"),
        ("1826", "1826"),
        (date(1985, 5, 1), "1985-05-01"),
        (" ", ""),
    ],
)
def test_a_shooting_time_is_kept_as_exactly_as_it_is_known(written: Any, kept: str) -> None:
    """The same instant at +08:00 from 1992 on, with its own offset before that; a day, a month or a year as it is."""
    assert Draft.model_validate({"media": [{**OWN, "shot_at": written}]}).media[0].shot_at == kept


@pytest.mark.parametrize(
    ("written", "path", "says"),
    [
        ({"media": [OWN, {**OWN, "shot_at": "2026-03-01T09:00:00"}]}, "media.1.shot_at", "the time has no offset"),
        ({"media": [{**OWN, "shot_at": 1772326800}]}, "media.0.shot_at", "as exactly as it is known"),
        ({"media": [{**OWN, "shot_at": "yesterday"}]}, "media.0.shot_at", "as exactly as it is known"),
        ({"media": [{**OWN, "shot_at": "1985-02-29"}]}, "media.0.shot_at", "day value is outside expected range"),
        ({"media": [{**OWN, "shot_at": "1825"}]}, "media.0.shot_at", "between 1826 (there was no photography before)"),
        ({"media": [{**OWN, "shot_at": "1825-01-01T00:00Z"}]}, "media.0.shot_at", "between 1826"),
        ({"media": [{**OWN, "shot_at": "09:00:00"}]}, "media.0.shot_at", "as exactly as it is known"),
        ({"old_event": {"time": "2019-07-01T10:00"}}, "old_event.time", "the time has no offset"),
        ({"old_event": {"time": "2019-02-30"}}, "old_event.time", "day value is outside expected range"),
        ({"old_event": {"time": "2019-13"}}, "old_event.time", "as exactly as it is known, such as 2019-07-01T10"),
        ({"old_event": {"time": "last summer"}}, "old_event.time", "as exactly as it is known"),
        ({"old_event": {"time": 2019}}, "old_event.time", "as exactly as it is known"),
        ({"old_event": {"time": "0000"}}, "old_event.time", "as exactly as it is known"),
        ({"old_event": {"time": "3000"}}, "old_event.time", "the year must lie between 0001 and 2998"),
        ({"old_event": "1976"}, "old_event", "valid dictionary"),
        ({"topics": ["sport"]}, "topics.0", "'current_affairs', 'public_policy' or 'social_event'"),
        ({"fields": ["finance", "sport"]}, "fields.1", "'finance', 'education', 'healthcare' or 'justice'"),
        ({"fields": ["finance"] * 5}, "fields", "at most 4 items"),
        ({"media": [{"kind": "stolen"}]}, "media.0.kind", "'self_shot', 'synthetic' or 'quoted'"),
        ({"media": [{}]}, "media.0.kind", "Field required"),
        ({"media": [{**OWN, "detection": "sure"}]}, "media.0.detection", "'possible' or 'suspected'"),
        ({"media": [{**OWN, "marked": "perhaps"}]}, "media.0.marked", "valid boolean"),
        ({"media": [{**OWN, "place": "x" * (LINE_LENGTH + 1)}]}, "media.0.place", "at most 200 characters"),
        ({"media": [{**OWN, "place": "a\x07b"}]}, "media.0.place", "control characters are not allowed"),
        ({"media": [{"kind": "quoted"}] * (MOST_MEDIA + 1)}, "media", "at most 200 items"),
        ({"media": {"kind": "quoted"}}, "media", "valid tuple"),
        ({"source": 7}, "source", "valid dictionary or instance of Source"),
        ({"source": {"link": "https://example.com"}}, "source.name", "Field required"),
        ({"source": {"name": " "}}, "source.name", "name the source, or leave it out"),
        ({"source": {"name": "a", "link": "javascript:alert(1)"}}, "source.link", "should be 'http' or 'https'"),
        ({"source": {"name": "a", "url": "https://example.com"}}, "source.url", "Extra inputs are not permitted"),
        ({"disputd": True}, "disputd", "Extra inputs are not permitted"),
        ({"anonymous": None}, "anonymous", "valid boolean"),
    ],
)
def test_a_malformed_draft_says_where(written: dict[str, Any], path: str, says: str) -> None:
    """A draft with one fault is refused with the path of that fault alone, and with what would be right."""
    ((found, message),) = faults(written)

    assert found == path
    assert says in message


def test_every_fault_is_told_at_once() -> None:
    """A draft with several faults names each with its path."""
    paths = [path for path, _ in faults({"fields": ["x"], "media": [{"kind": "y"}, {"shot_at": "z"}], "w": 1})]

    assert paths == ["fields.0", "media.0.kind", "media.1.kind", "media.1.shot_at", "w"]


def test_a_draft_comes_back_from_json_as_it_was() -> None:
    """What is written out is read as the same draft."""
    draft = Draft.model_validate(
        {
            "fields": ["finance"],
            "topics": ["public_policy"],
            "source": {"name": "新华社", "link": "https://example.com/"},
            "media": [OWN, {"kind": "synthetic", "marked": True}, {"kind": "quoted", "detection": "possible"}],
            "old_event": {"time": "2019-07", "place": "成都"},
            "disputed": True,
        }
    )

    assert Draft.model_validate_json(draft.model_dump_json()) == draft


def read(written: str) -> str | list[tuple[str, str]]:
    """Return the time of an old event as it is kept, or the faults."""
    try:
        event = Draft.model_validate({"old_event": {"time": written}}).old_event
    except ValidationError as error:
        return [(".".join(map(str, one["loc"])), one["msg"]) for one in error.errors()]
    assert event is not None
    return event.time or ""


@pytest.mark.parametrize("offset", ["Z", "+08:00", "-11:30", "+14:00", "+00:00", "+24:00", "-23:59"])
@pytest.mark.parametrize("year", ["0000", "0001", "1826", "1985", "1991", "1992", "2026", "2998", "2999", "9999"])
@pytest.mark.parametrize("day", ["01-01", "02-29", "06-31", "12-31", "13-01"])
@pytest.mark.parametrize("clock", ["00:00:00", "07:59:59", "23:59:59", "24:00:00", "23:59:60"])
def test_the_usual_form_of_an_instant_is_read_as_any_other(year: str, day: str, clock: str, offset: str) -> None:
    """An instant in the form that is read fast has the same value, or the same fault, as one with its microseconds."""
    assert read(f"{year}-{day}T{clock}{offset}") == read(f"{year}-{day}T{clock}.000000{offset}")


def test_a_source_is_read_with_its_faults_each_time() -> None:
    """A name that was read once is read from memory; one with a fault is refused each time, at its place."""
    for _ in range(2):
        assert Draft.model_validate({"source": "  新华社 "}).source == Source(name="新华社")
        assert [where for where, _ in faults({"source": "新\u202e华社"})] == ["source.name"]
