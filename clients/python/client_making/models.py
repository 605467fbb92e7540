"""The models of everything that is sent and answered: `standing_client/models.py`."""

import textwrap
from collections.abc import Iterator, Mapping
from typing import Final

from pydantic import BaseModel

from client_making.operations import plain
from client_making.types import Schema, Types, is_object, python_name, split

HEAD: Final = '''"""Models of all that is sent and answered, generated from the server's description by `make client`.

They accept what a newer server adds: unknown fields are kept, unknown words of an enumeration are texts, and an unknown
kind of event is an `Other`.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal, TypeAlias

import pydantic

from standing_client.modelling import DistinguishedBy, Model, Open
from standing_client.modelling import Other as Other'''
_TAKEN: Final = frozenset(name for name in dir(BaseModel) if not name.startswith("_")) | {"reply"}


def written(schemas: Mapping[str, Schema]) -> str:
    """Return the module."""
    types = Types(schemas)
    words = [_alias(name, schema, types) for name, schema in schemas.items() if "enum" in schema or "const" in schema]
    unions = [
        _alias(name, schema, types)
        for name, schema in schemas.items()
        if not (is_object(schema) or "enum" in schema or "const" in schema)
    ]
    models = [_model(name, schema, types) for name, schema in schemas.items() if is_object(schema)]
    events = plain(types.of(schemas["EventsPage"]["properties"]["events"]["items"]))
    unions.append(f'AnyEvent: TypeAlias = {events}\n"""An event of the feed."""\n')
    if taken := schemas.keys() & {
        "Annotated",
        "Any",
        "AnyEvent",
        "DistinguishedBy",
        "Literal",
        "Model",
        "Open",
        "Other",
        "TypeAlias",
    }:
        raise ValueError(f"schemas are named like parts of the module: {', '.join(sorted(taken))}")
    return "\n\n".join([HEAD, *words, *models, *unions])


def _alias(name: str, schema: Schema, types: Types) -> str:
    said = schema.get("description", "")
    return f"{name}: TypeAlias = {types.of(schema)}\n" + (_doc(said, 0) if said else "")


def _model(name: str, schema: Schema, types: Types) -> str:
    lines = [f"class {name}(Model):", _doc(schema.get("description", "") or _said(name), 4)]
    required = frozenset(schema.get("required", ()))
    for field, inner in schema["properties"].items():
        lines += _field(field, inner, types, is_required=field in required)
    return "\n".join(lines)


def _said(name: str) -> str:
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()
    return f"{words.capitalize()}."


def _field(name: str, schema: Schema, types: Types, *, is_required: bool) -> Iterator[str]:
    python = python_name(name, _TAKEN)
    annotation = types.of(schema)
    default = ""
    if not is_required:
        default = repr(_frozen(schema.get("default")))
        if default == "None" and "None" not in split(annotation) and annotation != "Any":
            annotation += " | None"
    if python != name:
        default = f"pydantic.Field({f'default={default}, ' if default else ''}alias={name!r})"
    yield f"    {python}: {annotation}" + (f" = {default}" if default else "")
    if said := schema.get("description"):
        yield _doc(said, 4)


def _frozen(default: object) -> object:
    """Return a default that cannot be changed; a model's is left to the server."""
    if isinstance(default, list):
        return tuple(default)
    return None if isinstance(default, dict) else default


def _doc(said: str, indent: int) -> str:
    """Return a docstring that fits the line, and ends with a full stop."""
    said = " ".join(said.replace("\\", "\\\\").replace('"""', "'''").split())
    said += "" if said.endswith((".", "…", "?")) else "."
    lines = textwrap.wrap(said, 120 - indent - 6, break_long_words=False, break_on_hyphens=False)
    text = f"\n{' ' * indent}".join(lines)
    space = " " if said.startswith('"') else ""
    end = f"\n{' ' * indent}" if len(lines) > 1 else ""
    return f'{" " * indent}"""{space}{text}{end}"""'
