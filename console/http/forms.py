"""Forms: what was typed, and what the API says about it, beside the field that it concerns."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Final, Self

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile

from api.handling.routing import whole_body
from api.http.problems import TYPE_PREFIX, ProblemError
from console.http.calling import Answer

LARGEST_FORM: Final = 1024 * 1024
LARGEST_PART: Final = 6 * 1024 * 1024
"""Bytes of one field of a form with a file: also a file of 4 MB that the page has kept, as letters."""
MOST_FIELDS: Final = 500
KEY: Final = "_key"
"""Name of the hidden field with the idempotency key."""

_ITEM: Final = re.compile(r"(?:.*\.)?(?P<field>\w+)\.(?P<index>\d+)(?:\.\w+)?")
"""Position of an item of a list, or of a part of it: `evidence.0`, `evidence.0.link`."""

_A_KEY: Final = re.compile(r"[A-Za-z0-9_-]{1,100}")

Fields = Mapping[str, str]
"""Names of form fields by the position in the API's request: `terms.duration` → `duration`."""


FIELDS_OF_PROBLEMS: Final[Mapping[str, tuple[str, ...]]] = {
    "before-registration": ("occurred_at", "effective_at", "at"),
    "below-clean-window": ("duration",),
    "due-in-past": ("due_at",),
    "duplicate-id": ("id",),
    "effective-in-future": ("effective_at", "at"),
    "effective-too-old": ("effective_at", "at"),
    "evidence-needed": ("evidence",),
    "factor-out-of-range": ("factor",),
    "no-duration": ("duration",),
    "not-shorter": ("duration",),
    "occurred-later": ("occurred_at",),
    "period-running": ("period",),
    "personal-data": ("summary",),
    "reason-needed": ("reason",),
    "reserved-id": ("id",),
    "unfit-assignee": ("person", "to", "assignee"),
    "unfit-end": ("until", "ends_at"),
    "webhook-address-refused": ("url",),
}
"""Fields that a problem concerns, by its code: the rules that find it know no position in a body."""


@dataclass(frozen=True)
class Form:
    """A form as typed, with the messages beside its fields."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    """Messages by field."""
    problem: Mapping[str, Any] | None = None
    """The API's problem, when it concerns no single field."""
    key: str = field(default_factory=lambda: secrets.token_hex(16))
    """Idempotency key: the form sent twice is carried out once. A corrected form gets a new one."""
    status: int = 200
    """Status of the page that shows it."""

    @classmethod
    def of(cls, **values: str | None) -> Self:
        """Return a new form with these values."""
        return cls({name: (value,) for name, value in values.items() if value is not None})

    def __getitem__(self, name: str) -> str:
        """Return the value of a field; empty when it was not sent."""
        return next(iter(self.values.get(name, ())), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Return all values of a field that may be sent several times."""
        return self.values.get(name, ())

    def text(self, name: str) -> str | None:
        """Return the value without surrounding space; None when nothing was typed."""
        return self[name].strip() or None

    def has(self, name: str, value: str) -> bool:
        """Return whether a choice was made."""
        return value in self.all(name)

    def body(self, *names: str) -> dict[str, str]:
        """Return the fields that were filled in, as the body of a call."""
        return {name: value for name in names if (value := self.text(name)) is not None}

    def wrong(self, name: str, message: str) -> Self:
        """Return the form with a message beside a field."""
        return replace(self, errors={**self.errors, name: message}, status=422, key=secrets.token_hex(16))

    def refused(self, answer: Answer, fields: Fields | None = None) -> Self:
        """Return the form with what the API said about it: beside the fields, or above the form.

        A fault belongs to the field that `fields` names for its position in the body, else to the field with the name
        of the position's last part, or of the list in which it is an item; a problem without positions to the field
        that `FIELDS_OF_PROBLEMS` names for its code. What belongs to no field of the form is shown above it.
        """
        errors, rest = dict(self.errors), list[dict[str, str]]()
        problem = answer.problem
        for fault in problem["errors"]:
            position = fault["path"].partition(".")[2]
            name = (fields or {}).get(position, position.rpartition(".")[2])
            item = _ITEM.fullmatch(position)
            if name in self.values or name in (fields or {}).values():
                errors.setdefault(name, fault["message"])
            elif item is not None and self[item["field"]]:
                errors.setdefault(item["field"], f"item {int(item['index']) + 1}: {fault['message']}")
            else:
                rest.append(fault)
        code = str(problem.get("type", "")).removeprefix(TYPE_PREFIX)
        concerned = next((name for name in FIELDS_OF_PROBLEMS.get(code, ()) if name in self.values), None)
        if concerned is not None:
            errors.setdefault(concerned, problem["detail"])
        above = {**problem, "errors": rest} if rest or not errors else None
        return replace(self, errors=errors, problem=above, status=answer.status, key=secrets.token_hex(16))


async def form_of(request: Request, largest: int = LARGEST_FORM) -> Form:
    """Return the form of a request.

    Raises:
        ProblemError: when it is too large or cannot be read.
    """
    sent = await _form_data(request, largest)
    values: dict[str, tuple[str, ...]] = {}
    for name, value in sent.multi_items():
        if not isinstance(value, UploadFile):
            values[name] = (*values.get(name, ()), value.replace("\r\n", "\n"))
    key = next(iter(values.pop(KEY, ())), "")
    # It becomes a header of a call: whatever else was put into the hidden field is no key.
    return Form(values, key=key if _A_KEY.fullmatch(key) else secrets.token_hex(16))


async def files_of(request: Request, name: str, largest: int) -> tuple[UploadFile, ...]:
    """Return the files of a field of the request, `largest` bytes for the whole form; fields left empty bring none.

    Raises:
        ProblemError: when the form is too large or cannot be read.
    """
    sent = await _form_data(request, largest)
    return tuple(file for file in sent.getlist(name) if isinstance(file, UploadFile) and file.filename)


async def form_with_file(request: Request, name: str, largest: int) -> tuple[Form, UploadFile | None]:
    """Return the form of a request and the file of one of its fields; None where none was chosen, or an empty one.

    What is large of the file is kept on disk until it is closed: a file of any size takes little memory.

    Raises:
        ProblemError: when it is larger than `largest` bytes, or cannot be read.
    """
    announced = request.headers.get("content-length", "")
    if not announced.isdigit():
        return await form_of(request), None
    if int(announced) > largest:
        raise ProblemError("body-too-large", f"a body may have at most {largest} bytes")
    try:
        sent = await request.form(max_files=1, max_fields=MOST_FIELDS, max_part_size=LARGEST_PART)
    except Exception as error:
        raise ProblemError("malformed-body", "the form cannot be read: reload the page and send it again") from error
    file = sent.get(name)
    return await form_of(request), file if isinstance(file, UploadFile) and file.size else None


async def _form_data(request: Request, largest: int) -> FormData:
    if request._form is None and not hasattr(request, "_body"):
        request._body = await whole_body(request, largest)
    try:
        return await request.form(max_files=20, max_fields=MOST_FIELDS, max_part_size=largest)
    except Exception as error:
        raise ProblemError("malformed-body", "the form cannot be read: reload the page and send it again") from error


WithForm = Annotated[Form, Depends(form_of)]
"""The form of the request, as a parameter of a route."""
