"""Workflows: durable shells that wait, decide with the rules, and call activities."""
