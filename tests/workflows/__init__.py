"""Tests of workflows over months in a server that skips time."""
