"""The fan by hand: where the paths of many worlds lie, the record dashed over them, one world in black."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.html.svg import INK, SIDE, SOFT, Box, Picture, figure, round_steps, step_band, step_line
from sim.parameters import SIDES
from sim.words import number, side_name

if TYPE_CHECKING:
    from sim.chronicle.chronicle import Chronicle
    from sim.engine.sketch import Bands
    from sim.plots.shapes import Record
    from sim.scenario import Scenario

EVERY = 3
"""Days between two values of a band: a pixel holds more than one."""
LEFT, GAP, UPPER, LOWER = 34, 46, 30, 26


def fan(
    scenario: Scenario,
    bands: Bands,
    seed: int,
    record: Record | None = None,
    world: Chronicle | None = None,
    size: tuple[int, int] = (760, 260),
) -> str:
    """Cumulative points of both sides over ``bands.n`` worlds: nine of ten, the middle half, the median."""
    width, height = size
    top = _top(bands, record, world)
    words = [_ends(scenario, bands, side) for side in SIDES]
    title = f"{scenario.title}: where the paths of {bands.n:,} worlds lie"
    drawn = Picture(width, height, title, f"Cumulative points by side, seed {seed}. {' '.join(words)}")
    each = (width - LEFT - 2 * GAP) / 2
    for k, side in enumerate(SIDES):
        box = Box(LEFT + k * (each + GAP), UPPER, each, height - UPPER - LOWER, (0, scenario.days, top))
        _frame(drawn, box, side_name(scenario, side), SIDE[side], labels=k == 0)
        drawn.dates(scenario.start, scenario.days, box, 5)
        _bands(drawn, box, bands.series[f"{side}_points"], SIDE[side])
        if record and record.get(side):
            _record(drawn, box, scenario, record[side])
        if world is not None:
            _world(drawn, box, world.daily["points"][:, k])
    return str(drawn)


def _top(bands: Bands, record: Record | None, world: Chronicle | None) -> float:
    """The value at the top of both panels: a round one above all that is drawn."""
    found = [float(np.nanmax(bands.series[f"{side}_points"], initial=0.0)) for side in SIDES]
    found += [points for rows in (record or {}).values() for _, points, _ in rows]
    found += [float(world.daily["points"].max())] if world is not None else []
    return round_steps(0.0, max(10.0, *found), 5)[-1]


def _ends(scenario: Scenario, bands: Bands, side: str) -> str:
    low, _, middle, _, high = map(number, bands.series[f"{side}_points"][-1])
    return f"{side_name(scenario, side)} ends at {middle} in the median world, in nine of ten between {low} and {high}."


def _frame(drawn: Picture, box: Box, name: str, colour: str, labels: bool) -> None:
    """The grid of one panel and its name; numbers stand at the first one only."""
    for value in round_steps(0.0, box.top, 5):
        drawn.across(box.left, box.y(value), box.width)
        if labels:
            drawn.say(box.left - 6, box.y(value) + 4, number(value), text_anchor="end")
    drawn.say(box.left, 14, name, font_weight="700", font_size=14, fill=colour)
    if labels:
        drawn.say(box.left, 26, "points, cumulative", font_size=10.5)


def _bands(drawn: Picture, box: Box, quantiles: np.ndarray, colour: str) -> None:
    sound = np.nan_to_num(quantiles[::EVERY])
    xs = [box.x(k * EVERY) for k in range(len(sound))]
    ys = [[box.y(value) for value in column] for column in sound.T]
    for low, high, opacity in ((0, 4, 0.15), (1, 3, 0.27)):
        drawn.add("path", d=step_band(xs, ys[low], ys[high], box.right), fill=colour, opacity=f"{opacity:.2f}")
    drawn.add("path", d=step_line(xs, ys[2], box.right), fill="none", stroke=colour, stroke_width=2.5)
    drawn.say(box.right + 5, ys[2][-1] + 4, number(float(quantiles[-1, 2])), font_weight="700", fill=colour)


def _record(drawn: Picture, box: Box, scenario: Scenario, rows: Any) -> None:
    """What happened: dashed, a square at each step."""
    line = f"M{figure(box.left)} {figure(box.bottom)}"
    places = [(box.x((date - scenario.start).days), box.y(points), words) for date, points, words in rows]
    line += "".join(f"H{figure(x)}V{figure(y)}" for x, y, _ in places) + f"H{figure(box.right)}"
    drawn.add("path", d=line, fill="none", stroke=SOFT, stroke_width=1.4, stroke_dasharray="4 3")
    for x, y, words in places:
        drawn.add("rect", hint=words, x=x - 3, y=y - 3, width=6, height=6, fill="#fff", stroke=INK)


def _world(drawn: Picture, box: Box, points: np.ndarray) -> None:
    days = np.flatnonzero(np.diff(points, prepend=0.0)).tolist()
    line = f"M{figure(box.left)} {figure(box.bottom)}"
    line += "".join(f"H{figure(box.x(day))}V{figure(box.y(points[day]))}" for day in days)
    drawn.add("path", d=f"{line}H{figure(box.right)}", fill="none", stroke=INK, stroke_width=1.5)


def key(record: bool = False, run: int | None = None) -> str:
    """What the areas and lines of a fan are, as a paragraph."""
    told = "Light: nine of ten worlds; dark: the middle half; line: the median world of each day."
    told += " Dashed, with squares: what really happened." if record else ""
    told += f" Black: world {run}." if run is not None else ""
    return f'<p class="key" style="margin:2px 0 8px;font-size:12px;color:{SOFT}">{told}</p>'
