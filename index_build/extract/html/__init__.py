"""Web pages: the document among what the site put around it."""
