"""Import of a platform's existing accounts: a file becomes facts, by the same rules as every other command.

| module | contents |
|---|---|
| `rows` | the model of a row, and the reason for a rejected one |
| `encodings` | detection of the encoding of a file that is not UTF-8 |
| `cells` | CSV records, with a fault in one row separated from the rows after it |
| `files` | JSON lines or CSV as a stream of records, and the digest that identifies a file |
| `planning` | the facts that follow from a row, decided as commands are |
| `inheriting` | actions of a holder on other accounts, which bind the imported ones |
| `closing` | registry of accounts that were closed before the import |
| `writing` | one batch in one transaction: existing accounts, seats, facts, progress |
| `running` | the run: batch after batch, from where the last run stopped |
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
