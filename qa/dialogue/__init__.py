"""Follow-ups: a question and those before it become one that stands alone."""
