"""What a benchmark says: one number, the limit it is held against, and their ratio."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Result:
    """One line of the report. `ratio` is value / limit; `holds` says whether the goal was met."""

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
        """The JSON line."""
        return json.dumps(asdict(self), ensure_ascii=False)
