"""Every command takes a strategy of one's own, and a mistake in one is one line and exit code 2."""

import pytest

from sim.parameters import STRATEGIES
from tests.strategies.test_own import MINE, SCENARIO

COMMANDS = (
    "check mine.toml",
    "describe mine.toml",
    "simulate mine.toml --quiet",
    "compare us-russia-2016 mine.toml --runs 8 --no-figures --quiet --out compared",
    "compare us-russia-2016 --with rival.strategy=mine.py:patient --runs 8 --no-figures --quiet --out with",
    "causes mine.toml --outcome rival_points>20 --runs 4 --quiet --out causes",
    "explain us-russia-2016 --set rival.strategy=mine.py:patient --date 2017-07-28",
    "sweep mine.toml --vary rival.strategy=own,logit --runs 8 --no-figures --quiet --out swept",
    "sweep --resume swept --no-figures --quiet",
    "verify swept",
    "plot swept --quiet",
    "replay swept --row 2",
)


@pytest.fixture
def here(asked, tmp_path):
    (tmp_path / "mine.py").write_text(MINE)
    (tmp_path / "mine.toml").write_text(SCENARIO)
    return tmp_path


@pytest.mark.slow
def test_all_commands_take_it_one_after_the_other(asked, here):
    for line in COMMANDS:
        said = asked(line)
        assert said.code == 0, (line, said.err)
        assert str(here) not in said.out, line


def test_a_mistake_in_it_is_one_line(asked, here):
    (here / "mine.py").write_text("def patient(w, s, side, n):\n    s.options[0].probability = w.nothing\n")
    for line in ("check mine.toml", "simulate us-russia-2016 --set rival.strategy=mine.py:patient"):
        said = asked(line)
        assert said.code == 2
        assert "error: mine.py:2: patient: there is no field 'nothing'" in said.err
        assert len(said.err.strip().splitlines()) == 1


def test_results_without_their_file_are_refused_in_a_line(asked, here):
    assert asked("sweep mine.toml --runs 8 --no-figures --quiet --out swept").code == 0
    (here / "mine.py").unlink()
    for line in ("sweep --resume swept --no-figures --quiet", "verify swept", "replay swept --row 2"):
        said = asked(line)
        assert said.code == 2, line
        assert "rival.strategy: its strategy mine.py:patient" in said.err


@pytest.mark.slow
@pytest.mark.parametrize("name", STRATEGIES)
def test_all_commands_take_each_of_the_shelf(asked, name):
    """One round of all that is done with a scenario: worlds, reasons, causes, pairs, results and back."""
    put = f"--set rival.strategy={name}"
    for line in (f"simulate us-russia-2016 {put} --quiet",
                 f"explain us-russia-2016 {put} --date 2017-07-28",
                 f"causes us-russia-2016 --outcome rival_points>20 {put} --runs 2 --quiet --out causes",
                 f"compare us-russia-2016 --with rival.strategy={name} --runs 4 --no-figures --quiet --out compared"
                 if name != "logit" else f"describe us-russia-2016 {put}",
                 f"sweep us-russia-2016 {put} --runs 4 --no-figures --quiet --out swept",
                 "sweep --resume swept --no-figures --quiet", "verify swept", "replay swept --row 2"):
        said = asked(line)
        assert said.code == 0, (line, said.err)
