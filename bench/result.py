"""Result of a benchmark: one number, the limit that it is compared with, and their ratio."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Result:
    """One line of the report. `ratio` is value / limit; `holds` is whether the goal was met."""

    name: str
    value: float
    unit: str
    limit: float
    limit_name: str
    ratio: float
    goal: str
    holds: bool
    remarks: str = ""

    def line(self) -> str:
        """Return the JSON line."""
        return json.dumps(asdict(self), ensure_ascii=False)
