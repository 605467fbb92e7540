"""What the generated models are made of: they read answers of this server and of newer ones."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, get_args

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, PrivateAttr
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, core_schema

from standing_client.calls import Reply


class Model(BaseModel):
    """Base of all models."""

    model_config = ConfigDict(extra="allow", populate_by_name=True, protected_namespaces=(), defer_build=True)

    _reply: Reply | None = PrivateAttr(default=None)

    @property
    def reply(self) -> Reply:
        """Return the reply that this was read from: its status and headers.

        Raises:
            ValueError: when it was not read from a reply of its own.
        """
        if self._reply is None:
            raise ValueError("it was not read from a reply of its own")
        return self._reply


class Other(Model):
    """Something of a kind that only a newer server knows; its fields are attributes all the same."""

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...


class _Open:
    """Lets an enumeration have words that only a newer server knows."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the schema of any text; the type checker sees the known words."""
        return core_schema.str_schema()


Open: Final = _Open()


class DistinguishedBy:
    """Tells the members of a union by a field; one that is not known is an `Other`."""

    def __init__(self, field: str) -> None:
        self._field = field

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the schema of the union."""
        choices: dict[str, CoreSchema] = {}
        for member in get_args(source):
            words = _words(member.model_fields.get(self._field))
            choices |= dict.fromkeys(words or ("",), handler.generate_schema(member))
        return core_schema.tagged_union_schema(choices, lambda given: self._word(given, choices))

    def _word(self, given: Any, choices: Mapping[str, CoreSchema]) -> str:
        word = given.get(self._field) if isinstance(given, Mapping) else getattr(given, self._field, None)
        return word if isinstance(word, str) and word in choices else ""


def _words(field: FieldInfo | None) -> tuple[str, ...]:
    return () if field is None else get_args(field.annotation)
