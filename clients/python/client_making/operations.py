"""The methods, one for each operation: `standing_client/_operations/` and `standing_client/_async_operations/`.

Both are written from one table of operations, one module for each tag, so that they differ in `async` and `await` only.
"""

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from client_making.description import Operation
from client_making.types import Schema, Types, is_object, joined, python_name, split

FORESEEN: Final = frozenset({"ForeseenAnswer", "SanctionForeseen"})
"""Answers of a dry run, where a command answers otherwise: such operations have a second method, `foresee_…`."""
BY_LAST: Final[Mapping[str, str]] = {"list_rumour_contents": "content", "list_rumour_entries": "seq"}
"""Lists that go on behind their last item; the others say `next`."""
_JSON: Final = "application/json"
_POSITIONS: Final = ("after", "before")
_OWN: Final = frozenset({"self", "idempotency_key", "if_match", "timeout", "dry_run"})
"""Names of arguments that a method may have beside the fields of its body."""


class Argument(NamedTuple):
    """An argument of a method."""

    name: str
    python: str
    annotation: str
    default: str = ""

    @property
    def declared(self) -> str:
        """Return the argument as the method declares it."""
        return f"{self.python}: {self.annotation}" + (f" = {self.default}" if self.default else "")


class Method(NamedTuple):
    """A method and what it needs."""

    operation: Operation
    path: tuple[Argument, ...]
    query: tuple[Argument, ...]
    body: tuple[Argument, ...] | None
    """Fields of the body; None when the body is one argument, or there is none."""
    whole_body: str
    """Type of a body that is one argument; empty when there is none."""
    answers: tuple[str, ...]
    """Models of the answer; none for an answer that is no JSON."""


def methods(operations: Iterable[Operation], schemas: Mapping[str, Schema]) -> dict[str, list[Method]]:
    """Return the methods by the module that has them."""
    found: dict[str, list[Method]] = defaultdict(list)
    for operation in operations:
        tag = operation.described.get("tags", ["others"])[0]
        found[tag.replace("-", "_").replace(" ", "_")].append(_method(operation, schemas))
    return found


def _method(operation: Operation, schemas: Mapping[str, Schema]) -> Method:
    given = Types(schemas, prefix="models.", given=True)
    parameters = operation.described.get("parameters", ())
    path = tuple(
        Argument(one["name"], python_name(one["name"]), "str" if one["schema"].get("type") != "integer" else "int")
        for one in parameters
        if one["in"] == "path"
    )
    query = tuple(_queried(one, given) for one in parameters if one["in"] == "query" and one["name"] != "dry_run")
    body, whole = _body(operation, schemas, given, frozenset(one.python for one in (*path, *query)) | _OWN)
    return Method(operation, path, query, body, whole, tuple(_answers(operation)))


def _queried(parameter: Schema, given: Types) -> Argument:
    name, annotation = parameter["name"], given.of(parameter["schema"])
    if parameter.get("required"):
        return Argument(name, python_name(name), annotation)
    return Argument(name, python_name(name), joined([*split(annotation), "None"]), "None")


def _body(
    operation: Operation, schemas: Mapping[str, Schema], given: Types, taken: frozenset[str]
) -> tuple[tuple[Argument, ...] | None, str]:
    content = operation.described.get("requestBody", {}).get("content", {})
    if not content:
        return None, ""
    if _JSON not in content:
        return None, "bytes"
    schema = content[_JSON]["schema"]
    named = schemas.get(schema.get("$ref", "").rpartition("/")[2])
    if named is None or not is_object(named) or {python_name(field) for field in named["properties"]} & taken:
        return None, given.of(schema)
    required = frozenset(named.get("required", ()))
    fields = [_given_field(name, one, given, name in required) for name, one in named["properties"].items()]
    return tuple(sorted(fields, key=lambda one: bool(one.default))), ""


def _given_field(name: str, schema: Schema, given: Types, is_required: bool) -> Argument:
    annotation = given.of(schema)
    return Argument(
        name,
        python_name(name),
        annotation if is_required else joined([*split(annotation), "Unset"]),
        "" if is_required else "UNSET",
    )


def _answers(operation: Operation) -> Iterator[str]:
    found: dict[str, None] = {}
    for status, response in operation.described["responses"].items():
        schema = response.get("content", {}).get(_JSON, {}).get("schema") if status.startswith("2") else None
        if schema is None:
            continue
        for one in (schema, *schema.get("anyOf", ())):
            if "$ref" in one:
                found[one["$ref"].rpartition("/")[2]] = None
    yield from found


# --- as text ---------------------------------------------------------------------------------------------------------


def module(tag: str, some: Iterable[Method], schemas: Mapping[str, Schema], *, is_async: bool) -> str:
    """Return the module of a tag's operations."""
    written = [text for method in some for text in _written(method, schemas, is_async=is_async)]
    kind = "AsyncCalling" if is_async else "Calling"
    iterator = "AsyncIterator" if is_async else "Iterator"
    head = (
        f'"""Operations of `{tag}`, generated from the server\'s description by `make client`."""\n\n'
        "from __future__ import annotations\n\nimport datetime as dt\n"
        f"from collections.abc import {iterator}, Mapping, Sequence\n"
        "from typing import TYPE_CHECKING, Annotated, Any, Literal\n\n"
        f"from standing_client.calling import UNSET, {kind}, Unset\nfrom standing_client.calls import Reply\n\n"
        "if TYPE_CHECKING:\n    from standing_client import models\n"
        "    from standing_client.modelling import Open, Other\n\n\n"
    )
    doc = f"    {_docstring(f'Operations of `{tag}`.', '', 4)}"
    return head + f"class {class_of(tag)}({kind}):\n{doc}\n\n" + "\n".join(written)


def whole(tags: Iterable[str], *, is_async: bool) -> str:
    """Return the package's `__init__`, with the class that has all methods."""
    package, name = ("_async_operations", "AsyncOperations") if is_async else ("_operations", "Operations")
    tags = sorted(tags)
    imports = "\n".join(f"from standing_client.{package}.{tag} import {class_of(tag)}" for tag in tags)
    bases = ", ".join(class_of(tag) for tag in tags)
    return (
        f'"""All operations, {"awaited" if is_async else "blocking"}; generated by `make client`."""\n\n{imports}\n\n\n'
        f'class {name}({bases}):\n    """A method for every operation of the server."""\n'
    )


def class_of(tag: str) -> str:
    """Return the name of the class that has a tag's operations."""
    return "".join(word.capitalize() for word in tag.split("_"))


def names(method: Method, schemas: Mapping[str, Schema]) -> Iterator[str]:
    """Yield the names of the methods that an operation has."""
    name = method.operation.name
    yield name
    if FORESEEN & set(method.answers):
        yield f"foresee_{name}"
    if _items_of(method, schemas):
        yield _iterating(name)


def _iterating(name: str) -> str:
    return f"iter_{name.removeprefix('list_')}"


def _written(method: Method, schemas: Mapping[str, Schema], *, is_async: bool) -> Iterator[str]:
    foreseen = [name for name in method.answers if name in FORESEEN]
    usual = [name for name in method.answers if name not in FORESEEN]
    yield _call(method, method.operation.name, usual, is_async=is_async)
    if foreseen:
        yield _call(method, f"foresee_{method.operation.name}", foreseen, is_async=is_async, dry=True)
    if items := _items_of(method, schemas):
        yield _iteration(method, *items, is_async=is_async)


def _call(method: Method, name: str, answers: Iterable[str], *, is_async: bool, dry: bool = False) -> str:
    operation = method.operation
    answers = tuple(answers)
    keyword = [*method.query, *(method.body or ())]
    if method.whole_body == "bytes":
        keyword = [Argument("content", "content", "bytes"), Argument("type", "content_type", "str"), *keyword]
    elif method.whole_body:
        keyword = [Argument("body", "body", method.whole_body), *keyword]
    if _takes_dry_run(operation) and not dry and not FORESEEN & set(method.answers):
        keyword.append(Argument("dry_run", "dry_run", "bool | None", "None"))
    headers = {one["name"].lower() for one in operation.described.get("parameters", ()) if one["in"] == "header"}
    if "idempotency-key" in headers and not dry:
        keyword.append(Argument("", "idempotency_key", "str | None", "None"))
    if "if-match" in headers:
        keyword.append(Argument("", "if_match", "int | None", "None"))
    keyword.append(Argument("", "timeout", "float | None", "None"))
    keyword.sort(key=lambda one: bool(one.default))
    returned = " | ".join(f"models.{answer}" for answer in answers) or "Reply"
    signature = ", ".join(["self", *(one.declared for one in method.path), "*", *(one.declared for one in keyword)])
    sent = ["timeout=timeout"]
    if method.path:
        sent.append(f"path_values={{{_pairs(method.path)}}}")
    query = [*(f"{one.name!r}: {one.python}" for one in method.query)]
    query += ["'dry_run': True"] if dry else ["'dry_run': dry_run"] if any(a.name == "dry_run" for a in keyword) else []
    if query:
        sent.append(f"params={{{', '.join(query)}}}")
    if method.body is not None:
        sent.append(f"body={{{_pairs(method.body)}}}")
    elif method.whole_body == "bytes":
        sent += ["content=content", "content_type=content_type"]
    elif method.whole_body:
        sent.append("body=body")
    sent += [f"{one.python}={one.python}" for one in keyword if one.python in {"idempotency_key", "if_match"}]
    wait = "await " if is_async else ""
    asked = f"self.reply_to({operation.method!r}, {operation.path!r}, {', '.join(sent)})"
    if answers:
        asked = f"self.answer_to({operation.method!r}, {operation.path!r}, {list(answers)!r}, {', '.join(sent)})"
        result = f"        found: {returned} = {wait}{asked}\n        return found\n"
    else:
        result = f"        return {wait}{asked}\n"
    return (
        f"    {'async ' if is_async else ''}def {name}({signature}) -> {returned}:\n"
        f"        {_docstring(_summary(operation, dry), operation.described.get('description', ''), 8)}\n{result}"
    )


def _iteration(method: Method, field: str, item: str, *, is_async: bool) -> str:
    query = [one for one in method.query if one.name not in _POSITIONS]
    signature = ", ".join(
        ["self", *(one.declared for one in method.path), *(["*"] if query else []), *(one.declared for one in query)]
    )
    passed = ", ".join([*(one.python for one in method.path), *(f"{one.python}={one.python}" for one in query)])
    position = next(one.python for one in method.query if one.name in _POSITIONS)
    name = method.operation.name
    kind = "AsyncIterator" if is_async else "Iterator"
    following = f"page.{field}[-1].{BY_LAST[name]} if page.{field} else None" if name in BY_LAST else "page.next"
    said = f"{method.operation.described['summary']}: every item of every page."
    wait, passing = ("await " if is_async else ""), (f"{passed}, " if passed else "")
    items = f"for item in page.{field}:\n                yield item" if is_async else f"yield from page.{field}"
    return (
        f"    {'async ' if is_async else ''}def {_iterating(name)}({signature}) -> {kind}[{item}]:\n"
        f"        {_docstring(said, '', 8)}\n"
        "        place: Any = None\n"
        "        while True:\n"
        f"            page = {wait}self.{name}({passing}{position}=place)\n"
        f"            {items}\n"
        f"            following: Any = {following}\n"
        f"            if following is None or (following == place and not page.{field}):\n"
        "                return\n"
        "            place = following\n"
    )


def _items_of(method: Method, schemas: Mapping[str, Schema]) -> tuple[str, str] | None:
    """Return the field of a page that has its items, and their type; None for what is no list."""
    if method.operation.method != "GET" or not any(one.name in _POSITIONS for one in method.query):
        return None
    if not method.operation.name.startswith("list_"):
        return None
    types = Types(schemas, prefix="models.")
    found: dict[str, list[str]] = defaultdict(list)
    for answer in method.answers:
        for field, schema in schemas[answer].get("properties", {}).items():
            if schema.get("type") == "array":
                found[field].append(plain(types.of(schema["items"])))
    field = next(iter(found))  # a page begins with its items
    item = " | ".join(dict.fromkeys(found[field]))
    return field, "models.AnyEvent" if method.operation.name == "list_events" else item


def plain(union: str) -> str:
    """Return a union without what only tells its members apart when it is read."""
    if not union.startswith("Annotated["):
        return union
    return union.removeprefix("Annotated[").rpartition(", DistinguishedBy(")[0]


def _pairs(arguments: Iterable[Argument]) -> str:
    return ", ".join(f"{one.name!r}: {one.python}" for one in arguments)


def _takes_dry_run(operation: Operation) -> bool:
    return any(one["name"] == "dry_run" for one in operation.described.get("parameters", ()))


def _summary(operation: Operation, dry: bool) -> str:
    summary = str(operation.described["summary"])
    return f"Foresee what would follow, without recording anything: {summary}." if dry else f"{summary}."


def _docstring(summary: str, description: str, indent: int) -> str:
    space = " " * indent
    parts = [summary, *description.split("\n\n")] if description else [summary]
    wrapped = []
    for part in parts:
        text = " ".join(part.replace("\\", "\\\\").replace('"""', "'''").split())
        wrapped.append(f"\n{space}".join(textwrap.wrap(text, 120 - indent - 6, break_long_words=False)))
    text = f"\n\n{space}".join(wrapped)
    end = f"\n{space}" if "\n" in text else ""
    return f'"""{text}{end}"""'


def files(operations: Iterable[Operation], schemas: Mapping[str, Any]) -> dict[str, str]:
    """Return the text of every module by its path."""
    found = methods(operations, schemas)
    texts: dict[str, str] = {}
    for is_async, package in ((False, "_operations"), (True, "_async_operations")):
        texts[f"{package}/__init__.py"] = whole(found, is_async=is_async)
        for tag, some in found.items():
            texts[f"{package}/{tag}.py"] = module(tag, some, schemas, is_async=is_async)
    return texts
