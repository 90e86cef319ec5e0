"""The notebooks of the docs run from top to bottom, and are kept without outputs, which would be of another model."""

import json
import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))


def cells(path):
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_outputs(path):
    """So that a difference in git is a difference in the text, and no number of an earlier version stays behind."""
    assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in cells(path))


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_pictures(path, tmp_path, monkeypatch):
    """In a real kernel and an empty folder: no cell fails, and whatever ends in a result shows a picture of it."""
    nbformat = pytest.importorskip("nbformat", reason="no nbformat here: pip install nbclient ipykernel")
    nbclient = pytest.importorskip("nbclient", reason="no nbclient here: pip install nbclient ipykernel")
    pytest.importorskip("ipykernel", reason="no ipykernel here: pip install ipykernel")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "1")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    spec = tmp_path / "kernels" / "here"
    spec.mkdir(parents=True)
    told = {"argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"], "display_name": "here",
            "language": "python"}
    (spec / "kernel.json").write_text(json.dumps(told), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    book = nbformat.read(path, as_version=4)
    nbclient.NotebookClient(book, timeout=300, kernel_name="here",
                            resources={"metadata": {"path": str(tmp_path)}}).execute()
    pictures = [output["data"]["text/html"] for cell in book.cells if cell.cell_type == "code"
                for output in cell.outputs if "text/html" in output.get("data", {})]
    assert len(pictures) >= 7
    assert sum("<svg" in html for html in pictures) >= 6
