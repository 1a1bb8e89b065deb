"""DOCX: what a reader of the document sees, in order."""
