"""Which questions were answered and what readers thought of it: off by default, kept for so many days."""
