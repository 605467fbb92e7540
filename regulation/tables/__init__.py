"""Tables that every rule reads: dated numbers, the calendar, the tolerance for callers' clocks.

| module | what it has |
|---|---|
| `calendar` | Civil time in Asia/Shanghai |
| `clocks` | Callers' clocks: what is dated a little ahead of ours happened now |
| `parameters` | Dated parameters: a number of the notice |
"""
