"""What an editor checks on a page: nothing cut, nothing on top of anything else, nothing too small."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from sim.plots.style import RC, SMALL


def texts(figure: Figure) -> list[tuple[str, float, Bbox]]:
    """Every text that is really drawn, with its size and box in pixels."""
    drawn: list[Text] = []
    draw = Text.draw

    def note(self: Text, renderer: object, *args: object, **kwargs: object) -> None:
        drawn.append(self)
        draw(self, renderer, *args, **kwargs)

    Text.draw = note  # type: ignore[method-assign, assignment]
    try:
        with style.context(["default", RC]):
            canvas = FigureCanvasAgg(figure)
            canvas.draw()
            shown = {id(text): text for text in drawn if text.get_visible() and text.get_text().strip()}.values()
            boxes = [Text.get_window_extent(text, canvas.get_renderer()) for text in shown]
    finally:
        Text.draw = draw  # type: ignore[method-assign]
    return [(text.get_text(), text.get_fontsize(), box) for text, box in zip(shown, boxes, strict=True)]


def defects(figure: Figure) -> list[str]:
    """Texts that leave the page, lie on one another or are too small to read."""
    return defects_of(texts(figure), figure.bbox)


def defects_of(found: list[tuple[str, float, Bbox]], page: Bbox) -> list[str]:
    """The same, of texts already found on a page."""
    out = [
        f"outside: {text!r}" for text, _, box in found if min(box.x0, box.y0, page.x1 - box.x1, page.y1 - box.y1) < 0
    ]
    out += [f"small: {text!r} {size}" for text, size, _ in found if size < SMALL]
    for (one, _, a), (other, _, b) in combinations(found, 2):
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 1 and min(a.y1, b.y1) - max(a.y0, b.y0) > 1:
            out.append(f"overlap: {one!r} / {other!r}")
    return out


def flags_away_from_their_marks(figure: Figure) -> list[str]:
    """Texts of a lane that stand beside no mark of theirs: not over it, not next to its pole, or under another lane."""
    FigureCanvasAgg(figure).draw()
    named = [(axes, text) for axes in figure.axes for text in axes.texts if text.get_text()]
    out = [f"no mark: {text.get_text()!r}" for axes, text in named if not _has_mark(axes, text)]
    return out + [f"away: {text.get_text()!r}" for axes, text in named if not _stands_at_its_mark(axes, text)]


def _has_mark(axes: Axes, text: Any) -> bool:
    x, y = text.xy
    marks = [tuple(point) for spots in axes.collections for point in spots.get_offsets()]
    marks += [spot for line in axes.lines for spot in zip(line.get_xdata(), line.get_ydata(), strict=True)]
    return any(abs(x - a) < 1e-9 and abs(y - b) < 0.3 for a, b in marks)


def _stands_at_its_mark(axes: Axes, text: Any) -> bool:
    x, y = text.xy
    box, (across, up) = text.get_window_extent(), axes.transData.transform((x, y))
    lane_above = axes.transData.transform((x, y + 1))[1]
    return min(abs(box.x0 - across), abs(box.x1 - across)) <= 8 and bool(up < box.y0 < lane_above)
