"""Plans over HTTP: files received to disk, put in the place of others, taken out."""
