"""YAML that people write for us (scenarios, a catalogue), read so that every fault is said with file and line."""
