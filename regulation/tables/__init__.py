"""Tables that every rule reads: dated numbers, the calendar, the tolerance for callers' clocks.

| module | content |
|---|---|
| `calendar` | civil time in Asia/Shanghai |
| `clocks` | tolerance for callers' clocks that run ahead |
| `parameters` | dated parameters: a number, the day from which it holds, its article |
"""
