"""Pages of the console: one module each, listed in `console.routes`."""
