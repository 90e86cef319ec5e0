"""What an editor checks on a page: nothing cut, nothing on top of anything else, nothing too small."""

from __future__ import annotations

from itertools import combinations

from matplotlib import style
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
