"""The theory is written once: nothing outside the rules and the strategies reckons with its parameters."""

import ast
from pathlib import Path

import pytest

from sim.parameters import PARAMETERS, SIDE_PARAMETERS

PACKAGE = Path(__file__).resolve().parents[2] / "sim"
HOLD_THE_THEORY = ("rules", "strategies", "theory")
"""``theory`` holds closed forms that the rules are tested against."""
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if p.relative_to(PACKAGE).parts[0] not in HOLD_THE_THEORY)
MAY = {"sim/scenario/compiling.py: _template: hope.goodwill_prior"}
"""The log-odds with which a world begins are part of its first morning."""

KEYS = {q.key for q in SIDE_PARAMETERS} | {name.partition(".")[2] for name in PARAMETERS} - {"seed"}
NAMES = KEYS | set(PARAMETERS) | {q.field for q in PARAMETERS.values()} | {"decay", "scandal_decay"}
STATES = {"ledger", "staff", "sites", "persons", "names", "sector", "law", "provocation"}
"""Keys that name what a world or an act has as well; only with their side or group are they a parameter."""
RECKONS = (ast.Mult, ast.Div, ast.Pow)
FUNCTIONS = {"exp", "log", "pow", "power", "logistic", "sqrt"}


def parameter(node):
    """The parameter that a subscript, an attribute or an f-string reads, or None."""
    if isinstance(node, ast.Attribute):
        return node.attr if node.attr in NAMES - STATES - LOOSE else None
    if not isinstance(node, ast.Subscript):
        return None
    if isinstance(node.slice, ast.JoinedStr):
        return key_of_a_side(node.slice)
    word = getattr(node.slice, "value", None)
    if isinstance(word, str):
        return word if word in NAMES - STATES else None
    return parameter(node.value) if isinstance(node.value, ast.Subscript) else None  # of a side: ["decay"][i]


def key_of_a_side(text):
    """The parameter in ``f"{side}.restraint"``, or None."""
    word = text.values[-1].value.lstrip(".") if isinstance(text.values[-1], ast.Constant) else None
    return word if word in KEYS else None


LOOSE = {"size", "party", "initial", "seats", "rule", "strategy", "clock", "lock"}
"""Words that are attributes of other things too; as keys of a record or of the parameters they count."""


def read_by(node, aliases):
    """The parameters whose values go into an expression, those that ``aliases`` (name -> parameter) hold included."""
    for part in ast.walk(node):
        found = parameter(part) or (aliases.get(part.id) if isinstance(part, ast.Name) else None)
        if found:
            yield found


def aliases_of(function):
    """Names to which a function gives a parameter's value: ``kappa = float(side["reciprocity"])``."""
    plain = (ast.Subscript, ast.Attribute)
    found = {}
    for node in ast.walk(function):
        for name, value in assigned(node) if isinstance(node, ast.Assign) else ():
            while isinstance(value, ast.Call) and getattr(value.func, "id", "") in ("float", "int") and value.args:
                value = value.args[0]
            if isinstance(name, ast.Name) and isinstance(value, plain) and parameter(value):
                found[name.id] = parameter(value)
    return found


def assigned(node):
    """(target, value) of an assignment, of ``a, b = x, y`` one by one."""
    for target in node.targets:
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            yield from zip(target.elts, node.value.elts)
        else:
            yield target, node.value


def copies(source):
    """(function, parameter) wherever ``source`` multiplies, divides, raises or takes exp or log of a parameter."""
    found = set()
    for function in (n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef)):
        aliases = aliases_of(function)
        for node in ast.walk(function):
            by_hand = isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, RECKONS)
            name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
            if by_hand or name in FUNCTIONS:
                found |= {(function.name, word) for word in read_by(node, aliases)}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE.parent).as_posix())
def test_no_second_theory(path):
    """A rule that is needed elsewhere is called; what an explanation needs is logged."""
    file = path.relative_to(PACKAGE.parent).as_posix()
    found = {f"{file}: {function}: {word}" for function, word in copies(path.read_text(encoding="utf-8"))}
    assert not found - MAY, found - MAY


PLANTED = {
    "severity of a recorded part": """
def points(scenario, part):
    return part.weight * (part.size / part.reference) ** scenario.parameters["severity.size_exponent"]
""",
    "what an answer settles": """
def settled(side, points):
    kappa = float(side["reciprocity"])
    return points / kappa if kappa > 0.0 else 0.0
""",
    "a target": """
def wanted(mine, book, row):
    kappa, held = float(mine["reciprocity"]), row["hope"]
    return max(0.0, kappa * book.total - held)
""",
    "decay of one of two sides": """
def nights(periods, i, points):
    decay = float(periods["sides"]["decay"][i])
    return points * decay
""",
    "what is granted as due": """
def accepted(p, w, side, total):
    return min(total, p.sides[1 - side].legitimacy * w.ledger[side])
""",
    "a night over a ledger": """
def fade(ledger, p, side):
    ledger *= p["sides"][side]["decay"]
    return ledger
""",
    "patience": """
def spent(p, able):
    return sum(float(p["hope_patience"]) * a for a in able)
""",
    "restraint by its full name": """
def withheld(v, side, hope):
    return v[f"{side}.restraint"] * hope
""",
    "a hazard of an easing": """
def easing(p, w):
    return p.executive_ease_rate * w.able * p.talks_gain
""",
    "log-odds of a prior": """
def start(v):
    return log(v["hope.goodwill_prior"])
""",
}


@pytest.mark.parametrize("source", PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_copy_is_found(source):
    """Each is a copy that was once in the code, or one like it."""
    assert len(copies(source)) >= 1


def test_to_name_a_parameter_is_not_to_reckon_with_it():
    """Texts, checks and calls of a rule read parameters; that is no second theory."""
    source = """
def told(s, p, w, side):
    due = s.start + timedelta(days=int(s.parameters["congress.clock"]))
    return f"{s.parameters['rival.legitimacy']:g}", restraint(p, w, side), due, p["sides"][side]["reciprocity"] > 0
"""
    assert not copies(source)
