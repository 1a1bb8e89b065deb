"""An optional language model, and the checks that let through only what the evidence bears."""
