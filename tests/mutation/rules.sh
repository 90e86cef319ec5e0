# What is to kill a mutant of a rule. First the tests that hold single rules, as plain Python, which takes seconds; a
# mutant that outlives them is compiled (half a minute) and must change one of 20,000 worlds, or break another test of a
# rule. Exit code 0: it survives.
set -e
plain="tests/rules/test_mechanisms.py tests/rules/test_rules.py tests/rules/test_change_of_office.py tests/rules/test_draws.py"
plain="$plain tests/rules/test_rule_by_rule.py"
NUMBA_DISABLE_JIT=1 python -m pytest -q -x -p no:cacheprovider -W ignore::RuntimeWarning $plain
echo "the tests of single rules are passed"
python -m pytest -q -x -p no:cacheprovider tests/golden/test_worlds.py tests/rules tests/branching
