"""The vocabulary: what every other package speaks. Frozen values without behaviour that needs a clock or IO."""
