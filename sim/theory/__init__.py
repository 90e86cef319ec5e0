"""Closed forms that the simulator must reproduce in the limit, one idea a file. MODEL section 11.

They share no code with the rules: a test that compares the two compares two derivations.
"""
