"""Changes of the index as jobs: kept in a store that all workers share, run one at a time, told as they go."""
