"""Problems as exceptions: the class says the kind, the attributes say what would be right."""

from datetime import UTC, datetime

import pytest

from api.http.problems import OWN, REFUSED, UNKNOWN
from standing_client import (
    Client,
    ConflictError,
    ForbiddenError,
    InvalidRequestError,
    NotFoundError,
    Problem,
    RefusedError,
    Retries,
    StandingError,
    TooManyRequestsError,
    UnauthenticatedError,
    UnavailableError,
    UnexpectedReplyError,
    VersionMismatchError,
    VersionNotReachedError,
)
from standing_client.problems import class_of
from tests.client_python.unsteady import Answer, serving


def raised_by(answer: Answer) -> Exception:
    with (
        serving(answer) as server,
        Client(server.url, "sk_one", retries=Retries(most=0)) as client,
        pytest.raises(StandingError) as raised,
    ):
        client.request("GET", "/v1/me")
    return raised.value


@pytest.mark.parametrize(
    ("status", "code", "article", "kind"),
    [
        (400, "malformed-body", None, InvalidRequestError),
        (422, "invalid-request", None, InvalidRequestError),
        (401, "unauthenticated", None, UnauthenticatedError),
        (403, "forbidden", None, ForbiddenError),
        (404, "unknown-account", None, NotFoundError),
        (409, "case-decided", None, ConflictError),
        (409, "quota-exceeded", 7, RefusedError),
        (409, "version-not-reached", None, VersionNotReachedError),
        (412, "version-mismatch", None, VersionMismatchError),
        (429, "too-many-requests", None, TooManyRequestsError),
        (500, "internal-error", None, UnavailableError),
        (503, "database-away", None, UnavailableError),
    ],
)
def test_the_class_says_the_kind(status: int, code: str, article: int | None, kind: type[Problem]) -> None:
    problem = raised_by(Answer.problem(status, code, article=article))
    assert type(problem) is kind
    assert isinstance(problem, Problem)
    assert (problem.status, problem.code, problem.article) == (status, code, article)


def test_every_code_of_the_server_has_a_class_of_its_own_status() -> None:
    kinds = {**OWN, **UNKNOWN, **REFUSED}
    assert [code for code, kind in kinds.items() if class_of(code, kind.status, None) is Problem] == []


def test_a_problem_says_what_would_lift_it_and_until_when() -> None:
    problem = raised_by(
        Answer.problem(
            409,
            "holder-barred",
            article=9,
            until="2026-06-01T00:00:00+08:00",
            lifted_by="the end of the bar",
            others=["ban-1"],
            instance="urn:standing:request:req_1",
            added_later=[1],
        )
    )
    assert isinstance(problem, RefusedError)
    assert problem.until == datetime(2026, 5, 31, 16, tzinfo=UTC)
    assert problem.lifted_by == "the end of the bar"
    assert problem.others == ("ban-1",)
    assert problem.body["added_later"] == [1]
    assert str(problem) == (
        "holder-barred: as told (article 9); until 2026-06-01T00:00:00+08:00; lifted by the end of the bar "
        "[holder-barred, req_1]"
    )


def test_every_fault_of_a_request_is_named() -> None:
    errors = [
        {"path": "body.duration", "message": "must be P7D", "message_zh": "期限请写作P7D"},
        {"path": "body.reason", "message": "must be text"},
    ]
    problem = raised_by(Answer.problem(422, "invalid-request", errors=errors))
    assert isinstance(problem, InvalidRequestError)
    assert list(problem.errors) == [
        ("body.duration", "must be P7D", "期限请写作P7D"),
        ("body.reason", "must be text", ""),
    ]


@pytest.mark.parametrize("body", [None, {}, [], "down", {"type": 1}, {"type": "x", "status": "many"}])
def test_an_answer_of_somebody_else_is_said_to_be_one(body: object) -> None:
    error = raised_by(Answer(502, body))
    assert isinstance(error, UnexpectedReplyError)
    assert error.status == 502
