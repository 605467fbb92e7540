"""JSON file of a report: one canonical document, with one restriction a line, so that it can be read as a stream."""

from pathlib import Path
from typing import IO, Final

from models.reports.content import Restriction, Summary

NAME: Final = "report.json"


_DETAIL: Final = b',\n "restrictions": ['


class JsonForm:
    """Writer of the JSON file; rows go to disk as they are added, and `close` puts the summary before them."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._rows_path = folder / f"{NAME}.rows"
        self._rows: IO[bytes] = self._rows_path.open("wb")
        self._first = True

    def add(self, row: Restriction) -> None:
        """Write one restriction."""
        self._rows.write(b"\n  " if self._first else b",\n  ")
        self._rows.write(row.__pydantic_serializer__.to_json(row))
        self._first = False

    def close(self, summary: Summary) -> Path:
        """Write the document and return its path."""
        self._rows.close()
        with self._path.open("wb") as out, self._rows_path.open("rb") as rows:
            out.write(summary.model_dump_json(indent=1).rstrip().removesuffix("}").rstrip().encode())
            out.write(_DETAIL)
            while block := rows.read(1 << 20):
                out.write(block)
            out.write(b"\n ]\n}\n")
        self._rows_path.unlink()
        return self._path


def summary_at_the_beginning(document: bytes) -> Summary | None:
    """Summary from the first bytes of a document; None if they end before the restrictions begin."""
    summary, mark, _ = document.partition(_DETAIL)
    return Summary.model_validate_json(summary + b"}") if mark else None
