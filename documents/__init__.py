"""YAML documents written by people (scenarios, a catalogue); every error names file and line."""
