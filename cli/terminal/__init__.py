"""Terminal: the API to ask, connections to the database, output, drawing, parsing of values. No command.

| module | content |
|---|---|
| `acting` | key of the person who works on this machine |
| `asking` | requests to the API, and its refusals |
| `axis` | time axis of a drawing |
| `beginnings` | short identifiers: a unique beginning for the whole |
| `clock` | the database's time, for commands on the database |
| `connect` | connections to the database of the settings, or to an embedded one |
| `console` | output and errors of every command |
| `drawing` | a standing as bars: one row for each privilege |
| `problems` | refusals of the API in words |
| `profiles` | which API to ask, and as whom |
| `signing` | the way of a terminal through the sign-in in a browser |
| `tables` | tables that fit the terminal |
| `values` | instants, names and recorded values as text |
| `words` | words that options and arguments take |
"""
