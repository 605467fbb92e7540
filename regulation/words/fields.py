"""Protected fields (article 2): one row each, with its label and the materials that a certification in it shows.

The article names three kinds of material: service qualification (服务资质), professional qualification (职业资格) and
professional background (专业背景). A field's row lists the kinds of which at least one must be given. A change adds a
value with its date.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from models.words.privileges import Field
from regulation.tables.parameters import Dated, dated
from regulation.words.languages import Words

ARTICLE: Final = 2

MaterialKind = Literal["service_qualification", "professional_qualification", "professional_background"]


@dataclass(frozen=True)
class FieldRow:
    """One row of the table."""

    words: Words
    materials: Dated[tuple[MaterialKind, ...]]
    """Kinds of material, of which a certification shows at least one."""


_ANY: Final[tuple[MaterialKind, ...]] = (
    "service_qualification",
    "professional_qualification",
    "professional_background",
)
# Only physicians (Law on Physicians, article 13) and licensed institutions may give medical advice.
_LICENSED: Final[tuple[MaterialKind, ...]] = ("service_qualification", "professional_qualification")


def _row(zh: str, en: str, materials: tuple[MaterialKind, ...] = _ANY) -> FieldRow:
    return FieldRow(Words(zh, en), dated({date(2023, 7, 10): materials}, article=ARTICLE))


FIELDS: Final[Mapping[Field, FieldRow]] = {
    Field.FINANCE: _row("金融", "finance"),
    Field.EDUCATION: _row("教育", "education"),
    Field.HEALTHCARE: _row("医疗卫生", "healthcare", _LICENSED),
    Field.JUSTICE: _row("司法", "justice"),
}
