"""What a clause charges: which units, by when, how much."""
