"""Tests of activities: single steps of IO."""
