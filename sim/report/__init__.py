"""Which figures and files belong to a result."""
