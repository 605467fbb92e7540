"""Tests of the relay, the backstop and the connection to Temporal."""
