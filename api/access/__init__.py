"""Who may ask what, how often and how much: decided before any door sees a request."""
