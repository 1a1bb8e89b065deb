"""What a question names by a key, looked up before any search."""
