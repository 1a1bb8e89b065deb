"""Text placed on pages (PDF, OFD, scans) to paragraphs and tables."""
