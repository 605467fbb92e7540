"""Base class of all values of the vocabulary: immutable, and without unknown keys."""

from typing import Any, ClassVar, Final, Self

from pydantic import BaseModel, ConfigDict

_set: Final = object.__setattr__


class Frozen(BaseModel):
    """Immutable value; an unknown key is an error, so that a misspelt one is not silently ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    _defaults: ClassVar[dict[str, Any] | None] = None

    @classmethod
    def trusted(cls, **values: Any) -> Self:
        """Return the value without validation, for results of our own code where thousands are made each second.

        Every field without a default must be given; the tests compare the result with a validated value.
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
