"""Articles of the notice: each module opens with its article in one sentence, then decides it."""
