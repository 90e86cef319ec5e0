"""Many worlds: the compiled loop and the telescope, pairs, sketches in constant memory, limits, and where work runs."""
