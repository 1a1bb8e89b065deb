"""Plans to an index directory: read, repair, cut into clauses, embed, publish."""
