"""``docs/mechanisms.md`` and its pictures: what each switch switches off, and what changes when it is gone.

``python -m sim.cli.mechanisms`` computes pairs of worlds and writes them. The words are declared here, one entry a
switch of :mod:`sim.counterfactuals.switches`; the numbers and pictures are made.
"""

from __future__ import annotations

import dataclasses
import io
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sim.counterfactuals.compare import Pair, compare
from sim.counterfactuals.differences import Difference
from sim.counterfactuals.switches import without
from sim.outcomes import OUTCOMES
from sim.scenario import load_scenario

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DOCS = Path(__file__).resolve().parents[2] / "docs"
SCENARIO, RUNS = "us-russia-2016", 2000
DPI, COLOURS = 60, 64
"""Pictures of 960 by 540, with as many colours as lines and bands need."""


class Told(NamedTuple):
    """A mechanism in words: heading, what it does, the section of the model, and the path that shows it."""

    title: str
    idea: str
    section: int
    series: str = "rival_points"


_LEDGER, _ANSWER, _HOPE, _SCANDAL, _CONGRESS, _EXECUTIVE = 4, 5, 6, 7, 8, 9

TOLD: dict[str, Told] = {
    "promise-belief": Told(
        "Belief in promises",
        "A promise makes the rival think the other side willing, and who hopes waits. Without it promises are made and "
        "change nothing.",
        _HOPE,
    ),
    "rival-restraint": Told(
        "Restraint out of hope",
        "Hope is worth something: while there is any, so many points of what is due are withheld, and stay on the "
        "ledger.",
        _ANSWER,
    ),
    "home-restraint": Told(
        "Restraint out of a reset wish",
        "An executive that wants better relations withholds answers too, the less the louder the scandal.",
        _ANSWER,
        "home_points",
    ),
    "rival-memory": Told(
        "The rival's long memory",
        "What is not answered stays on the ledger and fades. The switch lets half of it be forgotten in a week.",
        _LEDGER,
    ),
    "rival-legitimacy": Told(
        "What the rival grants as due",
        "A mirror, person for person, is accepted as just and not held against its author. Without it every answer is "
        "a new injury.",
        _LEDGER,
    ),
    "home-legitimacy": Told(
        "What the home side grants as due",
        "The same on the other side of the table.",
        _LEDGER,
        "home_points",
    ),
    "misperception": Told(
        "Misperception",
        "A blow is felt as more or less than it was. The median error is none, but the large errors are large.",
        _LEDGER,
    ),
    "mirror-bias": Told(
        "The liking for a mirror", "Among answers of the right size the exact copy is preferred.", _ANSWER
    ),
    "parity-bias": Told(
        "The liking for parity",
        "Where the other side has more people than oneself, equal numbers are an answer that needs no other reason.",
        _ANSWER,
    ),
    "leaks": Told(
        "Leaks",
        "A hidden contact leaks sooner or later, and scandal moves Congress. Leaks that the timeline writes are kept.",
        _SCANDAL,
    ),
    "congress": Told(
        "Congress",
        "All that a legislature does at once: the law, its lock, its mandates, and the hope that dies with them.",
        _CONGRESS,
    ),
    "lock": Told(
        "The lock",
        "The law lets Congress stop an easing. From then on a willing president is not an able one, and hope ends.",
        _HOPE,
    ),
    "whip": Told("The whip", "The president's party votes with the president a little more.", _CONGRESS),
    "ten-day clock": Told(
        "The ten-day clock",
        "A bill lies up to ten days on the desk. The switch settles it on the next day.",
        _CONGRESS,
    ),
    "cloture": Told(
        "Cloture",
        "Sixty senators must agree to vote at all. It binds only where a bill has fewer.",
        _CONGRESS,
    ),
    "mandates": Told(
        "Mandates",
        "The law sets deadlines: to report, to list, to sanction. What is carried out is a new injury.",
        _CONGRESS,
        "home_points",
    ),
    "slow-walk": Told(
        "Slow and hollow implementation",
        "An executive that does not like its law is late, and names few.",
        _CONGRESS,
        "home_points",
    ),
    "easing": Told(
        "Easing",
        "The executive gives back what it holds, by its own decision, if it wishes and dares to.",
        _EXECUTIVE,
    ),
}
"""By the name of the switch, in the order of the page: the rival, both sides, Congress, the executive."""

SHOWN = {
    "rival_points": "Russian points",
    "home_points": "American points",
    "rival_peak_ledger": "highest Russian ledger",
    "answered_before_vote": "an answer before the vote",
    "parity_used": "a cut to parity",
    "home_answer_within_60d": "an American answer within 60 days",
    "law_day happened": "a law",
    "eased_day happened": "an easing",
    "echo": "share of points that are answers",
    "mandate_days_late": "days the first mandate is late",
}
"""The outcomes of which the page speaks, in its words."""
MOST_SHOWN = 3

_NOTE = "<!-- Made by `python -m sim.cli.mechanisms` from `sim/cli/mechanisms.py`: change it there. -->\n"
_HEAD = f"""# Mechanism by mechanism

What each part of the model does, and what is otherwise without it: {RUNS:,} pairs of worlds of `{SCENARIO}`, the same
luck in both, one thing switched off. Of ten outcomes those that change most clearly are named (the interval of the
mean difference leaves out zero), at most three. In the pictures: median and nine worlds of ten, as it is and without;
below, the difference pair by pair.

An effect is a property of this model and this scenario, not a finding about governments: see
[what it can claim](what_it_can_claim.md). Any of them, with all outcomes and more worlds:

```
python run.py compare {SCENARIO} --without lock
```

"""


def picture(name: str) -> Path:
    """Where the picture of a switch lies."""
    return DOCS / "images" / "mechanisms" / f"{name.replace(' ', '-')}.png"


def pair_of(name: str, runs: int = RUNS) -> Pair:
    """Worlds as they are, and without the thing."""
    scenario = load_scenario(SCENARIO)
    return compare([scenario, without(scenario, name)], runs).pairs[0]


def page(effects: dict[str, str]) -> str:
    """The page, given what each switch changes."""
    parts, anchors = [_NOTE, _HEAD], _anchors()
    for name, told in TOLD.items():
        path = picture(name).relative_to(DOCS).as_posix()
        parts.append(
            f"## {told.title}\n\n{told.idea}"
            f" ([Model](model.md#{anchors[told.section]}); `--without {_quoted(name)}`.)\n\n"
            f"Without it: {effects[name]}.\n\n![{told.title}: paths with and without]({path})\n\n"
        )
    return "".join(parts).rstrip("\n") + "\n"


def _anchors() -> dict[int, str]:
    """The sections of the model by number, as links find them."""
    headings = re.findall(r"^## ((\d+)\. .*)$", (DOCS / "model.md").read_text(encoding="utf-8"), re.MULTILINE)
    return {int(n): re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower()) for heading, n in headings}


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


def effect(pair: Pair) -> str:
    """The clearest changes of a pair in words, the clearest first."""
    found = (row for row in pair.differences if row.name in SHOWN and row.clear)
    rows = sorted(found, key=_clearness, reverse=True)
    changes = [(SHOWN[row.name], _value(row, row.first), _value(row, row.second)) for row in rows]
    visible = [change for change in changes if change[1] != change[2]][:MOST_SHOWN]
    told = "; ".join(f"{words} {before} → {after}" for words, before, after in visible)
    same = f" ({pair.unchanged:.0%} of the pairs do not differ at all)" if pair.unchanged >= 0.01 else ""
    return (told or "nothing changes that these worlds could show") + same


def _clearness(row: Difference) -> float:
    width = row.mean.high - row.mean.low
    return abs(row.mean.value) / width if width > 0 else float("inf")


def _value(row: Difference, value: float) -> str:
    outcome = OUTCOMES.get(row.name)
    if outcome is None or outcome.kind == "flag":
        return f"{value:.0%}"
    return f"{value:.2f}" if outcome.kind == "share" else f"{value:.1f}"


def figure(name: str, pair: Pair) -> Figure:
    """The paths of a pair."""
    from sim import plots

    assert pair.paths is not None
    labels = ("as it is", f"without: {TOLD[name].title.lower()}")
    first, second = (
        dataclasses.replace(one, bands=bands, label=label)
        for one, bands, label in zip((pair.first, pair.second), pair.paths.bands, labels, strict=True)
    )
    series = TOLD[name].series
    return plots.paired_paths(first, second, pair.paths.spread(series), series)


def _draw(name: str, pair: Pair) -> None:
    from PIL import Image

    buffer, path = io.BytesIO(), picture(name)
    figure(name, pair).savefig(buffer, format="png", dpi=DPI)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.open(buffer).convert("RGB").quantize(COLOURS).save(path, optimize=True)


def main(arguments: list[str]) -> int:
    """Write the page and its pictures."""
    if arguments:
        print("usage: python -m sim.cli.mechanisms", file=sys.stderr)
        return 2
    effects = {}
    for name in TOLD:
        pair = pair_of(name)
        effects[name] = effect(pair)
        _draw(name, pair)
        print(f"{name}: {effects[name]}")
    (DOCS / "mechanisms.md").write_text(page(effects), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
