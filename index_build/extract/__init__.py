"""Files of every kind to text: one module a format, and `shape` for what each of them gives."""
