"""The packaged plans, their catalogue, the regions and the evaluation questions: data only."""
