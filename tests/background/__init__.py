"""The relay, the backstop and the set-up of Temporal."""
