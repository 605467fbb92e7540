"""Generator of what the client takes from the server's description; `make client` runs it, nothing ships it."""
