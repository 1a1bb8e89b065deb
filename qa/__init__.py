"""Questions to clauses: opens an index directory and answers from it."""
