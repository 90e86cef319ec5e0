"""A figure that fails hides nothing."""

import json

import pytest

from sim.cli.pictures import Pictures, draw
from sim.errors import Stopped, StorageFailed
from sim.report.figures import Drawn, save_all


def broken(*_args, **_more):
    raise ValueError("'yerr' must not contain\nnegative values")


def stopped(*_args, **_more):
    raise KeyboardInterrupt


BROKEN = {
    "sweep us-russia-2016 --runs 10 --out o": ("sim.plots.fan", "means at each setting|outcome"),
    "simulate us-russia-2016 --figures o": ("sim.report.figures.chronicle_figures", "Outcomes"),
    "compare us-russia-2016 --without promise --runs 10 --out o": ("sim.plots.slope", "Path classes, from A to B"),
    "causes us-russia-2016 --outcome parity_used --runs 5 --out o": ("sim.plots.causes_bar", "not but for it"),
}


@pytest.mark.parametrize("line", BROKEN)
def test_a_failed_figure_is_a_line_and_the_table_is_there(line, asked, monkeypatch):
    place, told = BROKEN[line]
    monkeypatch.setattr(place, broken)
    said = asked(line)
    assert said.code == 0, said.err
    assert told.split("|")[-1] in said.out
    notes = [row for row in said.err.splitlines() if row.startswith("note: ") and "is left out" not in row]
    assert len(notes) == 1
    assert "'yerr' must not contain negative values" in notes[0]


@pytest.mark.parametrize("line", BROKEN)
def test_the_json_is_there_as_well(line, asked, monkeypatch):
    monkeypatch.setattr(BROKEN[line][0], broken)
    said = asked(f"{line} --json")
    assert said.code == 0, said.err
    assert len(json.loads(said.out)["figures_failed"]) == 1


@pytest.mark.parametrize("more", ["", " --json"])
def test_ctrl_c_while_drawing_says_that_the_result_is_there(asked, monkeypatch, more):
    monkeypatch.setattr("sim.plots.fan", stopped)
    said = asked(f"sweep us-russia-2016 --runs 10 --out o{more}")
    assert said.code == 130
    assert "worlds" in said.out
    assert "all worlds are in o. Draw again with: run.py plot o" in said.err


def test_the_other_figures_are_drawn(tmp_path):
    from matplotlib.figure import Figure

    good = [Drawn(name, "", lambda: Figure((1, 1))) for name in "ac"]
    made = draw(lambda: [good[0], Drawn("b", "", broken), good[1]], tmp_path)
    assert [path.stem for path in made.drawn] == ["a", "c"]
    assert len(made.failed) == 1
    with pytest.raises(ValueError, match="yerr"):
        save_all([Drawn("b", "", broken)], tmp_path)


def test_figures_that_cannot_be_prepared_are_a_line_too(tmp_path):
    def figures():
        yield from ()
        broken()

    assert "could not be prepared" in draw(figures, tmp_path).failed[0]


def test_a_disk_that_refuses_is_no_failed_figure(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StorageFailed):
        draw(list, tmp_path / "file")


def test_nothing_is_drawn_where_nobody_asked(capsys):
    draw(broken, None).settle()
    with pytest.raises(Stopped):
        Pictures(None, stopped=True).settle()
    assert capsys.readouterr().err == ""
