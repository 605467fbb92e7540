"""Activities: one step of IO each."""
