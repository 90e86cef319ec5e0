"""The rules of the house, checked mechanically. ``docs/architecture.md`` says why they are so."""

import ast
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from radon.complexity import cc_visit

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "sim"
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "__pycache__" not in p.parts)
PYTHON = sorted([*MODULES, ROOT / "run.py", *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")])
TEXT_SUFFIXES = {".py", ".md", ".toml", ".txt", ".csv", ".cff", ".json", ".cfg", ".sh", ""}
LONGEST_MODULE, LONGEST_TEST, LONGEST_FUNCTION, HARDEST_BLOCK = 350, 500, 60, 10  # radon's B ends at 10
LONG_MODULES = {"sim/rules/world.py"}
"""Modules still to be split: up to the length of a test."""
MOST_PARAMETERS = 7
MANY_PARAMETERS = {
    # Public calls and commands: each parameter is an option that a user names.
    "sim/branching/branch.py": {"branch", "branch_pair"},
    "sim/branching/compare_branch.py": {"compare_branches"},
    "sim/cli/basic.py": {"simulate"},
    "sim/cli/classroom.py": {"classroom"},
    "sim/cli/play.py": {"play"},
    "sim/cli/calibrate.py": {"calibrate"},
    "sim/cli/report.py": {"report"},
    "sim/cli/score.py": {"score"},
    "sim/cli/sensitivity.py": {"sensitivity"},
    "sim/cli/tournament.py": {"tournament"},
    "sim/cli/sweeps.py": {"sweep", "_wanted", "_command"},
    "sim/cli/what_if.py": {"compare"},
    "sim/cli/why.py": {"causes", "explain"},
    "sim/counterfactuals/causes.py": {"causes"},
    "sim/engine/telescope.py": {"ensemble"},
    "sim/sweeps/sweep.py": {"sweep", "_carry_out"},
    # Rules that write a record: each parameter is one of its fields.
    "sim/rules/answer.py": {"write_decision"},
    "sim/rules/rollcall.py": {"_fill_chances"},
}
"""Functions of a file that may take more than seven parameters; what is plumbed takes a ``NamedTuple``."""
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def name(path):
    return path.relative_to(ROOT).as_posix()


def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def text_files():
    folders = ("sim", "scenarios", "lessons", "tests", "docs", "benchmarks", ".ci")
    inside = (p for folder in folders for p in (ROOT / folder).rglob("*") if "__pycache__" not in p.parts)
    beside = (p for p in ROOT.iterdir() if p.name != ".git")
    return sorted(p for p in (*inside, *beside) if p.is_file() and p.suffix in TEXT_SUFFIXES)


@pytest.mark.parametrize("path", PYTHON, ids=name)
def test_modules_and_functions_are_short(path):
    longest = LONGEST_MODULE if path in MODULES and name(path) not in LONG_MODULES else LONGEST_TEST
    assert len(path.read_text(encoding="utf-8").splitlines()) <= longest
    long = [f"{f.name} (line {f.lineno})" for f in ast.walk(tree(path))
            if isinstance(f, FUNCTIONS) and f.end_lineno - f.lineno + 1 > LONGEST_FUNCTION]
    assert not long, f"functions over {LONGEST_FUNCTION} lines: {long}"


def parameters(function):
    """How many parameters a function takes, ``self`` and ``cls`` not counted."""
    a = function.args
    names = [p.arg for p in (*a.posonlyargs, *a.args, *a.kwonlyargs)]
    return len(names) - (names[:1] in (["self"], ["cls"]))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_function_takes_more_parameters_than_one_can_keep_in_mind(path):
    excused = MANY_PARAMETERS.get(name(path), set())
    many = [f"{f.name} ({parameters(f)}, line {f.lineno})" for f in ast.walk(tree(path))
            if isinstance(f, FUNCTIONS) and parameters(f) > MOST_PARAMETERS and f.name not in excused]
    assert not many, f"more than {MOST_PARAMETERS} parameters: {many}"


def test_no_function_is_excused_that_takes_few():
    """The list of those that may take more has no name left over."""
    few = {f"{file}: {excused}" for file, names in MANY_PARAMETERS.items() for excused in names
           if not any(f.name == excused and parameters(f) > MOST_PARAMETERS for f in ast.walk(tree(ROOT / file))
                      if isinstance(f, FUNCTIONS))}
    assert not few, few


def test_no_module_is_excused_that_is_short():
    short = {name(p) for p in MODULES if len(p.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE}
    assert not LONG_MODULES & short


@pytest.mark.parametrize("path", PYTHON, ids=name)
def test_no_block_is_more_complex_than_b(path):
    hard = [f"{b.name} ({b.complexity})" for b in cc_visit(path.read_text(encoding="utf-8"))
            if b.complexity > HARDEST_BLOCK]
    assert not hard, hard


def public(body, prefix=""):
    """Public classes and functions of a module or class body, as (qualified name, node)."""
    for node in body:
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)) and not node.name.startswith("_"):
            yield prefix + node.name, node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, f"{node.name}.")


def is_variant(node):
    """A setter or overload (what it belongs to has the docstring), or a protocol's stub (its class has)."""
    stub = len(node.body) == 1 and ast.unparse(node.body[0]) == "..."
    return stub or any(ast.unparse(d).endswith((".setter", "overload")) for d in node.decorator_list)


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_every_public_name_is_documented(path):
    module = tree(path)
    bare = [q for q, node in public(module.body) if not ast.get_docstring(node) and not is_variant(node)]
    assert not bare, bare
    assert ast.get_docstring(module) or not module.body, "the module itself"


def for_types_only(module):
    """The nodes under ``if TYPE_CHECKING``."""
    blocks = (n for n in ast.walk(module) if isinstance(n, ast.If) and "TYPE_CHECKING" in ast.unparse(n.test))
    return {id(n) for block in blocks for n in ast.walk(block)}


def imports(path):
    """Every module that ``path`` imports, at its top or inside a function, typing-only imports left out."""
    module = tree(path)
    skipped = for_types_only(module)
    for node in ast.walk(module):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(module, rooms):
    return any(module == room or module.startswith(room + ".") for room in rooms)


GROUND = ("errors", "words", "dates", "levers", "priors", "parameters", "elementary", "estimators")
"""Files beside the rooms: what everybody may name. They know nothing above themselves but each other."""
MAY_KNOW = {
    "theory": ("errors",),
    "rules": GROUND,
    "strategies": ("rules", *GROUND),
    "outcomes": ("rules", *GROUND),
    "scenario": ("strategies", "outcomes", "rules", *GROUND),
    "records": ("scenario", "rules", *GROUND),
    "engine": ("scenario", "outcomes", "rules", *GROUND),
    "chronicle": ("scenario", "strategies", "outcomes", "rules", *GROUND),
    "agents": ("chronicle", "engine", "scenario", "outcomes", "rules", *GROUND),
    "store": ("engine", "scenario", "strategies", "outcomes", "rules", *GROUND),
    "plots": ("chronicle", "outcomes", *GROUND),
    "counterfactuals": ("chronicle", "engine", "scenario", "outcomes", "rules", *GROUND),
    "play": ("agents", "chronicle", "engine", "scenario", "outcomes", "rules", *GROUND),
    "branching": ("counterfactuals", "agents", "chronicle", "engine", "records", "scenario", "strategies", "rules",
                  *GROUND),
    "evidence": ("branching", "counterfactuals", "store", "engine", "records", "scenario", "strategies", "outcomes",
                 "rules", *GROUND),
    "sweeps": ("agents", "store", "engine", "scenario", "outcomes", "rules", *GROUND),
    "report": ("plots", "evidence", "branching", "counterfactuals", "store", "engine", "chronicle", "records",
               "scenario", "outcomes", "rules", *GROUND),
    "lessons": ("counterfactuals", "engine", "scenario", "outcomes", *GROUND),
    "html": ("lessons", "report", "agents", "store", "engine", "chronicle", "records", "scenario", "outcomes", "rules",
             *GROUND),
    "web": ("lessons", "play", "evidence", "counterfactuals", "agents", "engine", "chronicle", "records", "scenario",
            "strategies", "outcomes", "rules", *GROUND),
    "cli": ("web", "html", "lessons", "play", "report", "plots", "sweeps", "evidence", "branching", "counterfactuals",
            "agents", "store", "engine", "chronicle", "records", "scenario", "strategies", "outcomes", "rules",
            *GROUND),
}
"""Room -> the rooms it may know, said once. ``docs/architecture.md`` draws it; whatever is not here is refused."""


def room_of(module):
    """The room of a dotted module: its first part below the package ('' for the package's own face)."""
    return module.split(".")[1] if "." in module else ""


def neighbours():
    """(file, its room, module it imports, that module's room) for every import across rooms."""
    for path in MODULES:
        here = room_of(dotted(path))
        for module in imports(path):
            there = room_of(module) if module.startswith("sim.") else ""
            if here and there != here and there in (*MAY_KNOW, *GROUND):
                yield name(path), here, module, there


LOOSE = (*GROUND, "outcomes")


def test_every_file_is_in_a_room():
    loose = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"}
    assert loose == set(LOOSE)
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert rooms == set(MAY_KNOW) - {"outcomes"}


def test_every_room_says_what_it_is_for():
    rooms = [room for room in MAY_KNOW if room != "outcomes"]
    bare = [room for room in rooms if not ast.get_docstring(tree(PACKAGE / room / "__init__.py"))]
    assert not bare, bare


def test_rooms_know_only_their_neighbours():
    allowed = {**dict.fromkeys(GROUND, GROUND), **MAY_KNOW}
    found = [f"{file} imports {module}" for file, here, module, there in neighbours() if there not in allowed[here]]
    assert not found, found


def test_rooms_stand_on_one_another_without_a_circle():
    TopologicalSorter({room: set(known) for room, known in MAY_KNOW.items()}).prepare()


def test_no_files_import_each_other_in_a_circle():
    """Imports inside functions count: a circle that only waits is a circle."""
    known = {dotted(path) for path in MODULES}
    arrows = {dotted(path): {m for m in imports(path) if m in known} - {dotted(path)} for path in MODULES}
    TopologicalSorter(arrows).prepare()


def test_no_permission_is_left_over():
    used = {(here, there) for _, here, _, there in neighbours()}
    idle = [(room, known) for room, rooms in MAY_KNOW.items() for known in rooms
            if known not in GROUND and (room, known) not in used]
    assert not idle, idle


def test_only_the_microscope_imports_mesa():
    found = [name(path) for path in MODULES if not within(dotted(path), ["sim.agents"])
             for module in imports(path) if within(module, ["mesa"])]
    assert not found, found


SERVERS = ["starlette", "uvicorn", "websockets", "segno"]


def test_only_the_page_imports_what_the_page_needs():
    """The extra `web` is an extra: everything but the page works without it, and the page is no part of the core."""
    found = [name(path) for path in MODULES if not within(dotted(path), ["sim.web"])
             for module in imports(path) if within(module, SERVERS)]
    assert not found, found


def dotted(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def test_the_core_starts_without_mesa_pandas_and_matplotlib():
    """In a fresh process, since this one has imported everything already."""
    core = ("sim.rules", "sim.engine.telescope", "sim.scenario", "sim.parameters", "sim.outcomes", "sim.errors")
    wanted = [dotted(p) for p in MODULES if within(dotted(p), core)]
    code = ("import importlib, sys\n"
            f"for module in {wanted!r}: importlib.import_module(module)\n"
            "print(*sorted({'mesa', 'pandas', 'matplotlib'} & set(sys.modules)))")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not done.stdout.split(), f"the core imports {done.stdout}"


# Written so that this page does not find itself.
LEFT_OVER = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b")
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:ro" r"ot|ho" r"me|Us" r"ers|wo" r"rk|t" r"mp)/\w")
REGISTRY = re.compile(r"py" r"pi\.org|python" r"hosted|index-" r"url", re.IGNORECASE)


@pytest.mark.parametrize("pattern", [LEFT_OVER, MACHINE_PATH, REGISTRY], ids=["left over", "machine path", "registry"])
def test_no_file_holds(pattern):
    found = [f"{name(path)}:{n}: {line.strip()[:80]}" for path in text_files()
             for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if pattern.search(line)]
    assert not found, found
