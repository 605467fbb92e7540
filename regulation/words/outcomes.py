"""Outcomes of cases: one label each."""

from collections.abc import Mapping
from typing import Final

from models.cases.cases import Outcome
from regulation.words.languages import Words

OUTCOMES: Final[Mapping[Outcome, Words]] = {
    Outcome.APPROVED: Words("通过", "approved"),
    Outcome.REJECTED: Words("不予通过", "rejected"),
    Outcome.CONFIRMED: Words("认定成立", "confirmed"),
    Outcome.DISMISSED: Words("认定不成立", "dismissed"),
    Outcome.UPHELD: Words("维持", "upheld"),
    Outcome.REDUCED: Words("减轻", "reduced"),
    Outcome.OVERTURNED: Words("撤销", "overturned"),
    Outcome.DONE: Words("已处理", "done"),
}
"""Label of every outcome."""
