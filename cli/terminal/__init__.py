"""Terminal: connections, output, drawing, parsing of values. No command.

| module | content |
|---|---|
| `axis` | time axis of a drawing |
| `clock` | the database's time, for commands |
| `connect` | connections to the servers of the settings, or to embedded ones |
| `console` | output and errors of every command |
| `drawing` | a standing as bars: one row for each privilege |
| `values` | validated values from command line arguments |
"""
