"""Compile every instrument once, so that the processes of the suite find the machine code of the rules."""

import datetime

from sim import compare, ensemble, load_scenario, simulate
from sim.branching.branch import Departure
from sim.branching.compare_branch import compare_branches
from sim.evidence.score import score

SCENARIO, RUNS = "us-russia-2016", 2


def main() -> None:
    scenario = load_scenario(SCENARIO)
    simulate(scenario)
    ensemble(scenario, RUNS, paths=True)
    changed = {"rival.legitimacy": 0.2}
    compare([scenario, scenario.replace(changed)], RUNS, paths=True)
    compare_branches(scenario, datetime.date(2017, 3, 1), [("changed", Departure(changes=changed))], RUNS, paths=True)
    score(scenario, RUNS, baselines=False)


if __name__ == "__main__":
    main()
