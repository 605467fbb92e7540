"""Accounts that a platform brings along: a file becomes facts, by the same rules as every other command.

| module | what it does |
|---|---|
| `rows` | what a row may say, and what a rejected one is told |
| `encodings` | whether a file is UTF-8, and what it seems to be when it is not |
| `cells` | CSV, with a fault in one row told apart from the rows behind it |
| `files` | JSON lines or CSV as a stream of records, and the digest that names a file |
| `planning` | a row → the facts that follow from it, decided as commands are |
| `closing` | what is kept of accounts that were closed before |
| `writing` | one batch in one transaction: who is there already, who has a seat left, facts, progress |
| `running` | batch after batch, from where the last run stopped |
"""

from ledger.importing.encodings import UnusableFileError
from ledger.importing.files import Format, format_of
from ledger.importing.rows import Reject
from ledger.importing.running import Importer, Progress, RejectFile
from ledger.importing.writing import Done, ImportedElsewhereError

__all__ = [
    "Done",
    "Format",
    "ImportedElsewhereError",
    "Importer",
    "Progress",
    "Reject",
    "RejectFile",
    "UnusableFileError",
    "format_of",
]
