"""Temporal workflows: durable processes that wait, decide with the rules of `regulation/` and call activities."""
