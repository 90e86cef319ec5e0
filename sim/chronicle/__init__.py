"""One world told: what happened in it, in words and as data, and why each act was taken."""
