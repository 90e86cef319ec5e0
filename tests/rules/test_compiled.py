"""Machine code is that of the rules as they are now, wherever Numba keeps it and whatever happened before."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sim.rules import compiled

ROOT = Path(__file__).resolve().parents[2]
CALLEE = "from sim.rules.compiled import compiled\n\n@compiled\ndef inner(x):\n    return {factor} * x\n"
CALLER = ("from sim.rules.compiled import compiled\nfrom sim.rules.callee import inner\n\n"
          "@compiled\ndef outer(x):\n    return inner(x) + 1.0\n")
ASK = "from sim.rules.caller import outer\nprint(outer(1.0), sum(outer.stats.cache_hits.values()))\n"
DIE = """
import os
from numba.core.caching import IndexDataCacheFile
save = IndexDataCacheFile._save_data
def die(self, name, data):
    if name.startswith("caller.outer") and not {after}:
        os._exit(9)
    save(self, name, data)
    if name.startswith("caller.outer"):
        os._exit(9)
IndexDataCacheFile._save_data = die
"""
"""Just before or after Numba writes the code of the caller, whose index it has written already."""


@pytest.fixture
def tree(tmp_path):
    """A copy of what compiles rules, with two small rules of its own: one calls the other, in another file."""
    rules = tmp_path / "tree" / "sim" / "rules"
    rules.mkdir(parents=True)
    for file in ("__init__.py", "rules/__init__.py", "rules/compiled.py"):
        shutil.copy(ROOT / "sim" / file, rules.parent / file)
    (rules / "caller.py").write_text(CALLER)
    (rules / "callee.py").write_text(CALLEE.format(factor="1.0"))
    return tmp_path / "tree"


def edit(tree):
    (tree / "sim" / "rules" / "callee.py").write_text(CALLEE.format(factor="41.0"))


def run(tree, code=ASK, **environment):
    """What ``outer(1)`` is in a fresh process, and how often its machine code came from disk; None: it died."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("NUMBA_")}
    done = subprocess.run([sys.executable, "-c", code], cwd=tree, text=True, capture_output=True, check=False,
                          env={**kept, "PYTHONPATH": str(tree), **environment})
    assert done.returncode in (0, 9), done.stderr
    return tuple(float(word) for word in done.stdout.split()) or None


def in_tree(_tree):
    return {}


def in_a_cache_folder(tree):
    return {"NUMBA_CACHE_DIR": str(tree.parent / "cache")}


def in_a_home(tree):
    """Nothing can be written into the checkout (a file bars the way, which stops root as well)."""
    (tree / "sim" / "rules" / "__pycache__").write_text("")
    return {"XDG_CACHE_HOME": str(tree.parent / "home"), "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.mark.parametrize("place", [in_tree, in_a_cache_folder, in_a_home])
def test_after_an_edit_of_a_callee_the_new_rules_run(tree, place):
    where = place(tree)
    assert run(tree, **where) == (2, 0)
    assert run(tree, **where) == (2, 1), "unchanged rules are not compiled again"
    edit(tree)
    assert run(tree, **where) == (42, 0)
    assert run(tree, **where) == (42, 1)
    assert bool(list(tree.rglob("*.nbc"))) == (place is in_tree)


def test_after_a_first_compilation_that_was_interrupted(tree):
    assert run(tree, DIE.format(after=True) + ASK) is None
    edit(tree)
    assert run(tree) == (42, 0)


def test_a_new_index_never_points_to_old_code(tree):
    assert run(tree) == (2, 0)
    edit(tree)
    assert run(tree, DIE.format(after=False) + ASK) is None
    assert run(tree) == (42, 0)


STRANGE = ("def no(*_a): raise RuntimeError('no locator available')\nnumba.core.caching.CacheImpl.__init__ = no\n",
           "numba.core.caching.IndexDataCacheFile = lambda **_: object()\n",
           "numba.core.caching.CompileResultCacheImpl.locator = None\n")


@pytest.mark.parametrize("inside", STRANGE, ids=["no folder", "another index", "no locator"])
def test_without_a_place_or_in_a_numba_that_keeps_code_in_another_way_nothing_is_kept(tree, inside):
    asked = f"import numba.core.caching\n{inside}from sim.rules.compiled import mark_warm\nmark_warm()\n{ASK}"
    assert run(tree, asked) == (2, 0)
    edit(tree)
    assert run(tree, asked) == (42, 0)
    assert not list(tree.rglob("*.nbc"))


def test_the_note_that_rules_are_compiled_goes_by_the_place_where_numba_keeps_them(tree):
    ask = "from sim.rules.compiled import *\nprint(int(is_warm()))\nmark_warm()\nprint(int(is_warm()))\n"
    home = in_a_home(tree)
    assert run(tree, ask, **home) == (0, 1)
    assert run(tree, ask, **home) == (1, 1)
    assert run(tree, ask, **in_a_cache_folder(tree)) == (0, 1)
    edit(tree)
    assert run(tree, ask, **home) == (0, 1)


def test_every_file_with_a_compiled_function_is_in_the_version_of_the_rules():
    with_rules = {path for path in (ROOT / "sim").rglob("*.py")
                  for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                  if isinstance(node, ast.FunctionDef)
                  and any(ast.unparse(d) in ("compiled", "inlined") for d in node.decorator_list)}
    assert len(with_rules) > 10
    assert with_rules <= set(compiled._SOURCES)


RULE = '"""A file."""\n\nHALF = 0.5\n\ndef rule(x):\n    """Half of it."""\n    return HALF * x\n'
READ_BY_PEOPLE = (("A file", "The file"), ("Half of it", "Half, in points"), ("0.5\n", "0.5  # why\n"),
                  ("0.5\n", '0.5\n"""What it is."""\n'), ("HALF * x", "(HALF\n            * x)"))
READ_BY_THE_MACHINE = (("0.5", "0.25"), ("0.5", "5"), ("HALF * x", "HALF + x"), ("HALF * x", "x * HALF"),
                       ("return", "x += 0\n    return"), ("HALF = 0.5", "HALF = '0.5'"))


def version(tmp_path, monkeypatch, text):
    (tmp_path / "rule.py").write_text(text)
    monkeypatch.setattr(compiled, "_SOURCES", (tmp_path / "rule.py",))
    return compiled._hash_of_rules()


@pytest.mark.parametrize("edit", READ_BY_PEOPLE)
def test_comments_docstrings_and_layout_are_no_part_of_the_version(tmp_path, monkeypatch, edit):
    before, after = (version(tmp_path, monkeypatch, text) for text in (RULE, RULE.replace(*edit)))
    assert RULE.replace(*edit) != RULE
    assert after == before


@pytest.mark.parametrize("edit", READ_BY_THE_MACHINE)
def test_a_changed_number_or_step_is_another_version(tmp_path, monkeypatch, edit):
    before, after = (version(tmp_path, monkeypatch, text) for text in (RULE, RULE.replace(*edit)))
    assert after != before


def test_the_version_is_the_same_in_every_python(tmp_path, monkeypatch):
    """The hash of one rule is written down: Pythons differ in the fields of their trees, not in the version."""
    monkeypatch.setattr(compiled.numba, "__version__", "0")
    assert version(tmp_path, monkeypatch, RULE) == "f4dc1231cb71"


@pytest.mark.parametrize("scenario", ["veto", pytest.param("mirror-at-once", marks=pytest.mark.nightly)])
def test_rules_as_plain_python_tell_the_same_world(scenario):
    """For a debugger; also a check of the rules that owes nothing to Numba."""
    said = [subprocess.run([sys.executable, "run.py", "simulate", scenario, "-q"], cwd=ROOT, text=True,
                           capture_output=True, check=True, env={**os.environ, **off}).stdout
            for off in ({}, {"NUMBA_DISABLE_JIT": "1"})]
    assert said[0] == said[1]
    assert len(said[0].splitlines()) > 20
