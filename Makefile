# make demo   makes .venv, installs, runs the main job        make test   the ordinary suite
# make lint   ruff and mypy                                   make nightly   the long tests too
# make mutation   which slips in rules and counterfactuals no test would notice (hours; MUTANTS=60 of each)
# make bench  the speed that is claimed                       make docs-check   reference pages, links, examples
# make site   the pages as a site, in build/site    make spelling   slips, and words that we write otherwise
# make packages   wheel and sdist, tried            make matrix   the fast tests on each Python of the machine
#
# Another Python: make PYTHON=python3.12 ...      Arguments for pytest: make test PYTEST_ARGS="-k ledger -n 0"

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PYTEST_ARGS ?=
PROCESSES ?= 2
PY := .venv/bin/python
MUTANTS ?= 60
MUTANTS_SEED ?= 1
PROSE := README.md CHANGELOG.md CONTRIBUTING.md docs scenarios lessons

.PHONY: demo test warm nightly mutation lint docs-check reference site spelling packages matrix bench clean
.DELETE_ON_ERROR:

demo: .venv/.ready
	$(PY) run.py demo

test: .venv/.ready-dev
	$(PY) -m pytest -n $(PROCESSES) --dist loadfile $(PYTEST_ARGS)

# The machine code of the rules, once; else each process of the suite makes it for itself.
warm: .venv/.ready-dev
	$(PY) -m tests.warm

nightly: .venv/.ready-dev
	HYPOTHESIS_PROFILE=nightly $(PY) -m pytest -m "nightly or not nightly" $(PYTEST_ARGS)

# In a clone, as a mutant is written into the source and taken back again. Survivors: tests/mutation/README.md.
mutation: .venv/.ready-dev
	$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[mutation]'
	rm -rf build/mutation && git clone --quiet . build/mutation
	cd build/mutation && export PATH="$(abspath .venv/bin):$$PATH" && for room in rules counterfactuals; do \
		cosmic-ray init tests/mutation/$$room.toml $$room.sqlite && \
		cr-filter-operators $$room.sqlite tests/mutation/$$room.toml && \
		python tests/mutation/sample.py $$room.sqlite $(MUTANTS) $(MUTANTS_SEED) && \
		cosmic-ray exec tests/mutation/$$room.toml $$room.sqlite && \
		cr-report --show-diff --surviving-only $$room.sqlite || exit 1; done

lint: .venv/.ready-dev
	$(PY) -m ruff check .
	$(PY) -m mypy

docs-check: .venv/.ready-dev
	$(PY) -m sim.cli.reference --check
	$(PY) -m pytest tests/test_docs.py tests/cli/test_reference.py

reference: .venv/.ready
	$(PY) -m sim.cli.reference

site: .venv/.ready
	$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[docs]'
	$(PY) -m mkdocs build --strict --quiet
	@echo "build/site: to read it, $(PY) -m http.server -d build/site"

spelling: .venv/.ready-dev
	.venv/bin/codespell -D - -D docs/house-words.txt $(wildcard $(PROSE))
	.venv/bin/codespell sim tests

packages:
	.ci/packages $(PYTHON)

matrix:
	.ci/matrix

bench: .venv/.ready-dev
	for name in engine store page; do echo "== $$name"; $(PY) -m benchmarks.$$name || exit 1; done

# Remade from nothing when what it is made from changes: an old install can hide a missing dependency.
.venv/.ready: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; name it with: make PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[web]'
	@touch $@

.venv/.ready-dev: .venv/.ready
	$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[cluster,web,test,dev,docs]'
	@touch $@

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
