"""History imposed up to a date, then free: recorded orders, the particle filter, and what is forced at the branch."""
