"""Built-in actions: one module each, whose docstring is its manual page."""
