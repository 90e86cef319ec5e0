"""A small sweep with the stand-in engine, for all tests of the store."""

from pathlib import Path

import pytest

from sim.scenario import load_scenario
from sim.scenario.design import from_options
from sim.sweeps.sweep import sweep
from tests.store.nursery import Nursery, fingerprints
from tests.store.standin_engine import quick

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def scenario():
    return load_scenario("us-russia-2016")


@pytest.fixture(scope="session")
def design(scenario):
    return from_options(["rival.staff=400,500,600"], None, None, 1, scenario.parameters)


@pytest.fixture
def small(scenario, design):
    """A function that runs a small sweep: 3 points of 450 runs, each point in 3 parts."""

    def run(out, **options):
        return sweep(scenario, design, **{"runs": 450, "out": out, "engine": quick, **options})

    return run


@pytest.fixture(scope="module")
def nursery():
    made = Nursery()
    yield made
    made.close()


@pytest.fixture(scope="module")
def undisturbed(nursery, tmp_path_factory):
    """Fingerprints of the final files of a sweep that nothing disturbed."""
    out = tmp_path_factory.mktemp("disturbed") / "whole"
    assert nursery.start(out, "threads", 1).wait(60) == 0
    return fingerprints(out)
