"""Article 2: materials that a certification shows. `regulation/words/fields.py` lists the kinds that a field accepts.

The article names three kinds: service qualification (服务资质), professional qualification (职业资格) and professional
background (专业背景). At least one of the kinds in a field's row must be given, and name something.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from models.accounts.commands import Refusal
from models.accounts.facts import Materials
from models.words.privileges import Field
from regulation.words.fields import ARTICLE, FIELDS, MaterialKind
from screening.folding import fold

KINDS: Final[Mapping[MaterialKind, tuple[str, str, str]]] = {
    "service_qualification": ("服务资质", "service qualification", "a licence to practise, to teach or to advise"),
    "professional_qualification": ("职业资格", "professional qualification", "a certificate with its number"),
    "professional_background": ("专业背景", "professional background", "post, title and institution"),
}
"""Each kind in Chinese and in English, with an example."""

SAY_NOTHING: Final = (
    "无 暂无 没有 未知 不详 不适用 未提供 未填写 待补 待补充 待提交 略 同上 "
    "none no na nil null unknown pending tbd todo test x xx xxx"
)
"""Placeholder words that name no qualification."""

_SAY_NOTHING: Final = frozenset(map(fold, SAY_NOTHING.split()))


def lacking(field: Field, materials: Materials, at: datetime) -> Refusal | None:
    """Refusal of materials that are not enough for a certification in the field; None when they are."""
    wanted = FIELDS[field].materials.at(at)
    given = [kind for kind in KINDS if _says_something(getattr(materials, kind))]
    if any(kind in wanted for kind in given):
        return None
    named = "; ".join(f"{kind} ({KINDS[kind][0]}: {KINDS[kind][2]})" for kind in wanted)
    had = f"only {', '.join(given)} was given" if given else "none was given"
    return Refusal(
        code="materials_missing",
        article=ARTICLE,
        message=f"a certification in {field.value} shows at least one of these materials on the homepage, and {had}: "
        f"{named}",
    )


def _says_something(text: str) -> bool:
    read = fold(text)
    return bool(read) and read not in _SAY_NOTHING
