"""Clean lines to paragraphs, tables and the tree of clauses."""
