"""README and docs: links lead somewhere, commands exist, Python examples run.

A fenced block that opens with ``python`` is an example: the blocks of a page run one after the other in one process, in
an empty folder, and must not fail. A sketch that is not meant to run opens with ``py``.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli import main

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "results").glob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
IMAGE = re.compile(r"<img[^>]*\bsrc=\"([^\"]+)\"")
EXAMPLE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"\brun\.py +([a-z][a-z-]+)")


def name(page):
    return page.relative_to(ROOT).as_posix()


def examples(page):
    return EXAMPLE.findall(page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    for target in LINK.findall(text) + IMAGE.findall(text):
        path = target.partition("#")[0]
        if path and "://" not in path and not path.startswith("mailto:"):
            assert (page.parent / path).exists(), f"{name(page)} links to {target}"


NAMED = sorted({command for page in PAGES for command in COMMAND.findall(page.read_text(encoding="utf-8"))})


@pytest.mark.parametrize("command", NAMED)
def test_every_command_a_page_names_exists(command):
    assert main([command, "--help"]) == 0


@pytest.mark.slow
@pytest.mark.parametrize("page", [p for p in PAGES if examples(p)], ids=name)
def test_python_examples_run(page, tmp_path):
    script = tmp_path / "example.py"
    script.write_text("\n".join(examples(page)), encoding="utf-8")
    done = subprocess.run([sys.executable, script.name], cwd=tmp_path, capture_output=True, text=True, timeout=300,
                          check=False)
    assert done.returncode == 0, f"{name(page)}:\n{done.stderr[-3000:]}"
