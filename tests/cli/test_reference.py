"""The generated reference pages say what the declarations say."""

import pytest

from sim.cli import reference
from sim.outcomes import OUTCOMES
from sim.parameters import PARAMETERS


def test_the_committed_pages_are_up_to_date():
    assert not reference.stale(), "run: python -m sim.cli.reference"


def test_every_declaration_has_its_row():
    outcomes = reference.outcomes_page()
    for name, parameter in PARAMETERS.items():
        assert f"| `{name}` |" in reference.group_page(parameter.group)
        assert f"`{name.partition('.')[2]}`" in reference.parameters_page()
    for name in OUTCOMES:
        assert f"| `{name}` |" in outcomes


def test_every_row_has_the_cells_of_its_head():
    for page in reference.pages().values():
        table = ""
        for line in page.splitlines():
            table = "" if not line.startswith("|") else table or line
            if table:
                assert line.replace("\\|", "").count("|") == table.count("|"), line


def test_a_stale_page_is_named_and_mended(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(reference, "FOLDER", tmp_path / "docs" / "reference")
    assert reference.main(["--check"]) == 1
    assert "parameters.md is stale" in capsys.readouterr().out
    assert reference.main([]) == 0
    assert reference.main(["--check"]) == 0


@pytest.mark.parametrize("arguments", [["--chekc"], ["--check", "twice"]])
def test_an_unknown_argument_is_refused(arguments):
    assert reference.main(arguments) == 2
