"""Cases: which status allows which move, and who may decide.

| module | content |
|---|---|
| `cases` | commands on a case, each giving entries or a refusal |
| `reducer` | reducer of a case, and the moves that each status allows (`MOVES`) |
| `queue` | urgency, who may decide a case now, and each case in one line |
| `barring` | who may not decide a case, whatever the outcome |
| `handing_over` | handing a case over to another person |
| `choosing` | outcomes that a person may choose now, and why not the others |
| `correcting` | corrections of decisions, and what the withdrawal of each outcome undoes |
| `effects` | effects of a decision on an account: two standings compared |
| `four_eyes` | who may not decide a case, and what takes two persons, by what was decided elsewhere |
| `notices` | answers that applicants read |
| `previews` | models of choices and previews |
| `contexts` | model of the context of a case |
| `templates` | reason templates filled for a case |
| `traits` | what a case has in common with similar ones |
| `deferring` | decisions that wait for a window, and their taking back |
"""
