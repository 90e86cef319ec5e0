"""What the wheel and the sdist carry, read from the build's own file list; `.ci/packages` builds and tries them."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from sim.scenario.library import list_scenarios

ROOT = Path(__file__).resolve().parent.parent
CI = ROOT / ".ci"


def hatch():
    with (ROOT / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["tool"]["hatch"]["build"]["targets"]


def carried(kind):
    """The paths inside the package of this kind."""
    pytest.importorskip("hatchling")
    from hatchling.builders.sdist import SdistBuilder
    from hatchling.builders.wheel import WheelBuilder

    builder = {"wheel": WheelBuilder, "sdist": SdistBuilder}[kind](str(ROOT))
    return {Path(file.distribution_path).as_posix() for file in builder.recurse_included_files()}


def beside(folder):
    """The files of a folder that are part of the source."""
    files = (p.relative_to(ROOT) for p in (ROOT / folder).rglob("*") if p.is_file())
    return {p.as_posix() for p in files if "__pycache__" not in p.parts and p.suffix not in (".nbi", ".nbc", ".pyc")}


def test_a_wheel_takes_in_each_folder_that_is_shipped_beside_the_package():
    """Where the library looks for a folder in an installation, the wheel puts it."""
    wheel = hatch()["wheel"]
    source = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "sim").rglob("library.py"))
    wanted = set(re.findall(r'parents\[1\] / "_([a-z]+)"', source))
    assert "scenarios" in wanted
    for folder in wanted:
        assert folder in wheel["only-include"]
        assert wheel["sources"][folder] == f"sim/_{folder}"


def test_the_wheel_carries_code_scenarios_and_page():
    files = carried("wheel")
    assert beside("sim") <= files
    for folder in ("scenarios", "lessons"):
        assert {f"sim/_{path}" for path in beside(folder)} <= files
    assert {f"sim/_scenarios/{p.name}" for p in list_scenarios().values() if p.parent.name == "scenarios"} <= files
    assert "sim/web/static/index.html" in files
    assert not [f for f in files if not f.startswith("sim/")], "nothing beside the package"


def test_the_sdist_carries_what_a_clone_has():
    """So that whoever has the sdist alone can run the suite and build the pages."""
    files = carried("sdist")
    for folder in ("sim", "scenarios", "tests", "docs", "benchmarks", ".ci"):
        assert beside(folder) <= files
    for alone in ("run.py", "Makefile", "constraints.txt", "mkdocs.yml", "Dockerfile", "CHANGELOG.md", "CITATION.cff"):
        assert alone in files


def test_the_image_copies_what_the_wheel_is_made_of():
    recipe, ignored = (ROOT / name for name in ("Dockerfile", ".dockerignore"))
    lines = re.findall(r"^COPY (?!--from)(.+) \S+$", recipe.read_text(encoding="utf-8"), re.MULTILINE)
    copied = {word for line in lines for word in line.split()}
    allowed = {line[1:] for line in ignored.read_text(encoding="utf-8").split() if line.startswith("!")}
    assert set(hatch()["wheel"]["only-include"]) <= copied
    assert copied == allowed


@pytest.mark.parametrize("script", [CI / "run", CI / "matrix", CI / "packages", ROOT / "docs/how-to/sweep.sbatch"],
                         ids=lambda p: p.name)
def test_scripts_can_be_read_by_the_shell(script):
    done = subprocess.run(["bash", "-n", str(script)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_python_that_is_not_here_is_named_by_the_matrix():
    done = subprocess.run([str(CI / "matrix"), "3.99"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "Python 3.99: not on this machine\n")


def test_the_job_script_sweeps_with_the_cores_it_was_given(tmp_path):
    """Run as SLURM runs it, with a stand-in for the program that writes its arguments down."""
    stand_in = tmp_path / "retorsion"
    stand_in.write_text('#!/bin/sh\necho "$@" > called\n', encoding="utf-8")
    stand_in.chmod(0o755)
    subprocess.run(["bash", str(ROOT / "docs/how-to/sweep.sbatch")], cwd=tmp_path, check=True,
                   env={"PATH": "/usr/bin:/bin", "RETORSION": str(stand_in), "SLURM_CPUS_PER_TASK": "5", "RUNS": "7",
                        "HOME": str(tmp_path)})
    called = (tmp_path / "called").read_text(encoding="utf-8")
    assert called == ("sweep us-russia-2016 --vary rival.legitimacy=0:1:11 --runs 7 --keep summary "
                      "--workers 5 --quiet\n")
