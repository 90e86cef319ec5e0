"""How good is it: the fit to the record, and every figure that the pages claim."""
