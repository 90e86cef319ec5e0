"""Experiments: each a plain function, a scenario in and a result out."""
