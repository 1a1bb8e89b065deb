"""Door: an external knowledge base for Dify."""
