"""Terminal: connections, output, drawing, reading of values. No command.

| module | what it has |
|---|---|
| `axis` | The time axis of a drawing |
| `clock` | The time by which commands of the command line work |
| `connect` | The way to the servers: those that are named in the settings |
| `console` | What every command says, and how |
| `drawing` | A standing as bars: one row a privilege |
| `values` | Values from words of the command line |
"""
