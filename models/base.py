"""The two things every value of the vocabulary shares: it never changes, and it refuses what it does not know."""

from typing import Any, ClassVar, Final, Self

from pydantic import BaseModel, ConfigDict

_set: Final = object.__setattr__


class Frozen(BaseModel):
    """An immutable value; an unknown key is an error, so that a misspelt one cannot be lost."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    _defaults: ClassVar[dict[str, Any] | None] = None

    @classmethod
    def trusted(cls, **values: Any) -> Self:
        """The value without validation: for what our own code has computed, where thousands a second are made.

        Every field must be given that has no default; the tests compare it with a validated one.
        """
        made = cls.__new__(cls)
        defaults = cls.__dict__.get("_defaults")
        if defaults is None:
            # Also the required ones, so that every value has its fields in the order of the class.
            defaults = {
                name: None if field.is_required() else field.get_default(call_default_factory=True)
                for name, field in cls.model_fields.items()
            }
            cls._defaults = defaults
        _set(made, "__dict__", {**defaults, **values})
        _set(made, "__pydantic_fields_set__", set(values))
        _set(made, "__pydantic_extra__", None)
        _set(made, "__pydantic_private__", None)
        return made
