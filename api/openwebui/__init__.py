"""Door: an external web search for Open WebUI."""
