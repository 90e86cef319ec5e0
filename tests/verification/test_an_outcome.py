"""An outcome is a declaration and an assignment: a copy of the package with one more measures, sweeps and draws it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

DECLARED = '        O("final_wish", "share", "the wish of the executive at the end"),\n        O(FAILED,'
ASSIGNED = "    row.scandal, row.hope = w.scandal, w.hope\n    row.final_wish = w.wish\n"

USE = """
from pathlib import Path
from sim import compare, load_scenario, simulate, sweep
from sim.report.figures import save_each
from sim.report.sweep_figures import sweep_figures
from sim.scenario.design import from_options

scenario = load_scenario("us-ussr-1986")
told = simulate(scenario)
assert f"{'final_wish':24} {told.daily['wish'][-1]:.2f}" in told.text(), told.text()[-3000:]
assert told.to_dict()["outcomes"]["final_wish"] == told.daily["wish"][-1]
design = from_options(["executive.reset_wish=0.1,0.7"], None, None, 1, scenario.parameters)
swept = sweep(scenario, design, 5, out=Path("swept"))
assert swept.frame()["final_wish"].nunique() > 1
names = [p.name for p in save_each(lambda: sweep_figures(swept, ["final_wish"]), Path("figures"))]
assert any("final_wish" in name for name in names), names
both = compare([scenario, scenario.replace({"executive.reset_wish": 0.9})], runs=5)
assert "final_wish" in both.frame().to_string()
print("used")
"""


def test_an_outcome_is_added_in_two_places(tmp_path: Path) -> None:
    """Chronicle, JSON, sweep, figures and comparison have an outcome that only ``sim/outcomes.py`` knows."""
    skipped = shutil.ignore_patterns("__pycache__")
    for room in ("sim", "scenarios"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=skipped)
    file = tmp_path / "sim" / "outcomes.py"
    text = file.read_text(encoding="utf-8")
    for old, new in (("        O(FAILED,", DECLARED), ("    row.scandal, row.hope = w.scandal, w.hope\n", ASSIGNED)):
        assert text.count(old) == 1
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    # A few worlds as plain Python are quicker than to compile all rules for them.
    done = subprocess.run([sys.executable, "-c", USE], cwd=tmp_path, capture_output=True, text=True, timeout=500,
                          env={**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": ""}, check=False)
    assert done.stdout.endswith("used\n"), done.stderr
