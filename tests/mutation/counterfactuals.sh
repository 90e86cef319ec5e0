# What is to kill a mutant of a counterfactual: the tests of the room, with the machine code of the rules as it is.
python -m pytest -q -x -p no:cacheprovider tests/counterfactuals
